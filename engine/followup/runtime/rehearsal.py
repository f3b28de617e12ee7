"""A rehearsal: the real step on the real home, in one transaction that is undone, with silent channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.core.values.records import Worker
from followup.ports import Channel, Channels, Manifest, Reading, Rendered, Writing
from followup.runtime.home import Home


class _Over(Exception):
    """Ends the rehearsal, so that its transaction is undone."""


@contextmanager
def rehearsal(home: Home) -> Iterator[Home]:
    """Give a home that does everything and keeps nothing: neither written nor sent when the block ends."""
    try:
        with home.store.write() as writing:
            channels = _Silent(home.channels)
            yield replace(home, store=_Undone(writing, home.worker), channels=channels)
            raise _Over
    except _Over:
        return


class _Undone:
    """A store whose transactions are all part of one that will be undone. Implements `ports.Store`."""

    def __init__(self, writing: Writing, worker: Worker) -> None:
        self._writing = writing
        self._worker = worker

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Open a view of what has been rehearsed so far."""
        yield self._writing

    @contextmanager
    def write(self) -> Iterator[Writing]:
        """Go on rehearsing."""
        yield self._writing

    @contextmanager
    def work(self, worker: Worker) -> Iterator[None]:
        """Nobody is kept from working by a rehearsal."""
        del worker
        yield

    def worker(self) -> Worker | None:
        """Return the process that rehearses."""
        return self._worker

    def close(self) -> None:
        """Leave the real store open."""


class _Silent:
    """The channels of a home, none of which does anything. Implements `ports.Channels`."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    def carrier(self, way: str) -> Channel | None:
        """Return a silent stand-in for the carrier of a way."""
        return _silent(self._channels.carrier(way))

    def get(self, name: str) -> Channel | None:
        """Return a silent stand-in for a channel."""
        return _silent(self._channels.get(name))

    def ways(self) -> Mapping[str, Manifest]:
        """Return the real manifests."""
        return self._channels.ways()


class _SilentChannel:
    """Answers as a channel would on a good day, and does nothing."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.manifest = channel.manifest

    def check(self) -> Answer:
        return Answer(kind=AnswerKind.ACCEPTED, text="not asked: this is a rehearsal")

    def render(self, letter: Letter) -> Rendered:
        return self._channel.render(letter)

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        del letter, data, deadline
        by_itself = self.manifest.sends and not self.manifest.person
        return Answer(
            kind=AnswerKind.ACCEPTED if by_itself else AnswerKind.NEEDS_PERSON,
            text="it would be, as far as can be told; this is a rehearsal",
        )

    def reconcile(self, letter: Letter) -> Answer | None:
        del letter
        return None


def _silent(channel: Channel | None) -> Channel | None:
    return _SilentChannel(channel) if channel is not None else None
