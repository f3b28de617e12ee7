"""A channel whose mistakes stay its own: what it raises or returns becomes an answer of the taxonomy."""

from __future__ import annotations

from dataclasses import replace

from followup.channels.plain import shown
from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.errors import FollowupError, InvalidInput
from followup.ports import Channel, Manifest, Rendered

_LONGEST_WAIT = 30 * 24 * 3600


class Contained:
    """Stands before a channel and lets only well-formed answers through.

    It cannot stop code that hangs or ends the process; it does stop exceptions (`SystemExit`
    too), answers of the wrong type, and text that does not belong on a terminal. What an
    exception says is not repeated: it may hold a password. `KeyboardInterrupt` passes.
    """

    def __init__(self, channel: Channel, manifest: Manifest) -> None:
        self._channel = channel
        self.manifest = manifest

    def check(self) -> Answer:
        """Look whether the other side answers. A channel that fails here is misconfigured."""
        try:
            answer = self._channel.check()
        except KeyboardInterrupt:
            raise
        except FollowupError as error:
            return Answer(kind=AnswerKind.MISCONFIGURED, text=shown(error.text))
        except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
            return self._failed(AnswerKind.MISCONFIGURED, type(error).__name__)
        return self._clean(answer, AnswerKind.MISCONFIGURED)

    def render(self, letter: Letter) -> Rendered:
        """Return the exact bytes.

        Raises:
            InvalidInput: As the channel says, or `channel-failed`.
        """
        try:
            rendered = self._channel.render(letter)
        except (KeyboardInterrupt, InvalidInput):
            raise
        except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
            raise self._unrendered(f"raised {type(error).__name__}") from None
        found: object = rendered
        if not isinstance(found, Rendered) or type(found.data) is not bytes:
            raise self._unrendered("returned something that is no text")
        return Rendered(data=rendered.data, warnings=tuple(shown(str(line)) for line in rendered.warnings))

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        """Make one attempt. Whatever goes wrong inside may have gone out: `UNKNOWN`."""
        try:
            answer = self._channel.deliver(letter, data, deadline=deadline)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
            return self._failed(AnswerKind.UNKNOWN, type(error).__name__)
        return self._clean(answer, AnswerKind.UNKNOWN)

    def reconcile(self, letter: Letter) -> Answer | None:
        """Say what became of an attempt in doubt; None if that cannot be told."""
        try:
            answer = self._channel.reconcile(letter)
        except KeyboardInterrupt:
            raise
        except BaseException:  # noqa: BLE001 - not knowing stays not knowing
            return None
        if answer is None:
            return None
        cleaned = self._clean(answer, AnswerKind.UNKNOWN)
        return None if cleaned.kind is AnswerKind.UNKNOWN else cleaned

    def _clean(self, answer: object, otherwise: AnswerKind) -> Answer:
        if not isinstance(answer, Answer) or type(answer.kind) is not AnswerKind:
            return self._failed(otherwise, f"an answer of type {type(answer).__name__}")
        wait = answer.retry_after if type(answer.retry_after) is int else 0
        return replace(
            answer,
            text=shown(str(answer.text)),
            provider_id=shown(str(answer.provider_id)),
            thread=shown(str(answer.thread)),
            retry_after=max(0, min(wait, _LONGEST_WAIT)),
            stage=shown(str(answer.stage), most=40),
        )

    def _failed(self, kind: AnswerKind, what: str) -> Answer:
        return Answer(kind=kind, text=f"the channel {self.manifest.name} failed inside ({what})")

    def _unrendered(self, what: str) -> InvalidInput:
        return InvalidInput(
            "channel-failed",
            f"the channel {self.manifest.name} {what} when it should write the message; nothing was sent",
        )
