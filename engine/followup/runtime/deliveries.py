"""What became of the attempts of one command."""

from __future__ import annotations

from dataclasses import dataclass, field

from whenever import Instant

from followup.core.values.steps import Effect
from followup.runtime.views import Delivered


@dataclass(slots=True)
class Deliveries:
    """What became of the attempts of one command, collected on the way.

    Attributes:
        made: Attempts, in order.
        effects: What was decided because of them, with the case each belongs to.
        in_doubt: `CASE/ITEM` that only a person can settle.
        missing: Channels that hold something up, with the first time at which that is too late.
    """

    made: list[Delivered] = field(default_factory=list)
    effects: list[tuple[str, Effect]] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)
    missing: dict[str, Instant | None] = field(default_factory=dict)

    def miss(self, channel: str, until: Instant | None) -> None:
        """Note that a channel holds something up that may wait until then."""
        known = self.missing.get(channel)
        self.missing[channel] = min((at for at in (known, until) if at is not None), default=None)
