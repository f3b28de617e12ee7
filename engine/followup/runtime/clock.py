"""Clocks: the one of this system, and one that is set by hand."""

from __future__ import annotations

from whenever import Instant

from followup.errors import Refused


class SystemClock:
    """Tells the time of this system. Implements `ports.Clock`."""

    def now(self) -> Instant:
        """Return the current instant, in whole microseconds so that it survives being stored."""
        return Instant.now().round("microsecond", mode="floor")


class VirtualClock:
    """Stands still until it is moved; for simulations, sandboxes and tests. Implements `ports.Clock`."""

    def __init__(self, start: Instant) -> None:
        self._now = start

    def now(self) -> Instant:
        """Return the instant this clock stands at."""
        return self._now

    def set(self, now: Instant, *, back: bool = False) -> None:
        """Move to an instant; to an earlier one only if `back` says so.

        Raises:
            Refused: `clock-back`, if that would go back unasked.
        """
        if now < self._now and not back:
            raise Refused(
                "clock-back",
                f"the time here is {self._now.format_iso()}; it does not go back to {now.format_iso()}",
                hint="take a later time, or begin anew in an empty home",
            )
        self._now = now

    def advance(self, *, minutes: int = 0, hours: int = 0, days: int = 0) -> Instant:
        """Move on by exact time (a day is 24 hours) and return the new instant."""
        self.set(self._now.add(minutes=minutes, hours=hours + 24 * days))
        return self._now
