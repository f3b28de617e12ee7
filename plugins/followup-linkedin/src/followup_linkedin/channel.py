"""The channel: what to open, what to paste, and how it may turn out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from followup.plugin import (
    Answer,
    AnswerKind,
    ChannelType,
    InvalidInput,
    Letter,
    Manifest,
    Rendered,
    Setup,
    many_lines,
    one_line,
)
from followup_linkedin.limits import LOOKED_UP, NOTE, NOTES_A_MONTH, WITHDRAWN
from followup_linkedin.profile import profile_link

_NOT_AUTOMATED = "LinkedIn lets no program do this, so nothing is automated: you send it, then say done."
_INVITATION, _MESSAGE = "invitation", "message"
_CLICKS = {_INVITATION: "connect, add a note", _MESSAGE: "message"}

MANIFEST = Manifest(
    name="linkedin",
    title="prepares; you do it",
    ways=("linkedin",),
    sends=False,
    person=True,
    idempotency="native",
    outcomes={"linkedin": ("done", "accepted", "ignored")},
    unit="characters",
    limit=NOTE["free"],
    config_schema={
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "account": {
                "enum": sorted(NOTE),
                "default": "free",
                "title": "Your account",
                "description": "Decides how long the note with an invitation may be.",
            },
            "note_limit": {
                "type": "integer",
                "minimum": 1,
                "maximum": 10_000,
                "title": "Characters of a note",
                "description": "If LinkedIn has changed it since it was looked up here.",
            },
            "kind": {
                "enum": [_INVITATION, _MESSAGE],
                "default": _INVITATION,
                "title": "Invitation or message",
                "description": "An invitation to connect, with a note; or a message to people "
                "you are connected with already.",
            },
            "message_limit": {
                "type": "integer",
                "minimum": 1,
                "maximum": 100_000,
                "title": "Characters of a message",
                "description": "The most that a message may have; no limit if it is not set.",
            },
        },
    },
    dated={
        "note, free account": f"{NOTE['free']} characters, {LOOKED_UP}",
        "note, premium account": f"{NOTE['premium']} characters, {LOOKED_UP}",
        "notes a month, free account": f"{NOTES_A_MONTH}, {LOOKED_UP}",
        "inviting again after a withdrawal": f"{WITHDRAWN}, {LOOKED_UP}",
    },
)


@dataclass(slots=True)
class LinkedIn:
    """Prepares; touches no network, ever. `limits` holds characters by kind; a kind may have none."""

    manifest: Manifest
    kind: str
    limits: Mapping[str, int | None]

    def check(self) -> Answer:
        """Always ready: the other side is a person at a browser."""
        return Answer(kind=AnswerKind.ACCEPTED, text="ready; nothing is automated")

    def render(self, letter: Letter) -> Rendered:
        """Return the two steps: the link to open and the words to paste, as UTF-8 text.

        A letter that answers another one is a message, whatever the options say: one can only
        answer people one is connected with.

        Raises:
            InvalidInput: `bad-profile`, `note-too-long`, or an unsafe character.
        """
        kind = _MESSAGE if letter.in_reply_to else self.kind
        words = many_lines(letter.body, "the text").strip()
        length = _measured(words, kind, self.limits[kind])
        attention = one_line(letter.attention, "the name it is meant for")
        lines = [
            f"LinkedIn {kind} to {one_line(letter.to.name, 'the name')}",
            *([f"For {attention}"] if attention else []),
            "",
            f"1  open  {profile_link(letter.to.address)}",
            f"2  {_CLICKS[kind]}, paste ({length} characters):",
            "",
            words,
            "",
            _NOT_AUTOMATED,
        ]
        return Rendered(data=("\n".join(lines) + "\n").encode())

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        """Hand it over to the person."""
        del letter, data, deadline
        return Answer(kind=AnswerKind.NEEDS_PERSON, text=_NOT_AUTOMATED)

    def reconcile(self, letter: Letter) -> Answer:
        """Answer as `deliver` does: handing over again makes no second copy."""
        return self.deliver(letter, b"", deadline=0)


def _measured(words: str, kind: str, limit: int | None) -> str:
    """Return the length for people, or refuse a text that LinkedIn would cut off."""
    if limit is None:
        return str(len(words))
    if len(words) > limit:
        raise InvalidInput(
            "note-too-long",
            f"the {kind} has {len(words)} characters; LinkedIn takes {limit} (looked up {LOOKED_UP})",
            hint="shorten it, or set note_limit in [channels.linkedin] if that has changed",
        )
    return f"{len(words)} of {limit}"


def _open(setup: Setup) -> LinkedIn:
    options = setup.options
    limits: dict[str, int | None] = {
        _INVITATION: options.get("note_limit", NOTE[str(options["account"])]),
        _MESSAGE: options.get("message_limit"),
    }
    kind = str(options["kind"])
    manifest = replace(MANIFEST, limit=limits[kind], unit="characters" if limits[kind] else "")
    return LinkedIn(manifest, kind, limits)


TYPE = ChannelType(manifest=MANIFEST, open=_open, local=lambda _options: True)
