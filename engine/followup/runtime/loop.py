"""Running: step again and again, as due things come, until somebody says stop."""

from __future__ import annotations

from collections.abc import Callable

from followup.ports import Sleeper
from followup.runtime.home import Home
from followup.runtime.outbox import Deliveries, recover
from followup.runtime.stepping import stepped
from followup.runtime.views import Report
from followup.runtime.working import for_good

_SHORTEST_S = 1.0


def run(home: Home, *, sleeper: Sleeper, every: float = 60.0, on: Callable[[Report], None]) -> int:
    """Be the worker of a home until the sleeper says stop, and return how often it was looked at.

    A stop lets the delivery in hand finish and begins no other one.

    Args:
        home: The home.
        sleeper: Waits, and says whether to go on; asked without waiting between two cases.
        every: Greatest number of seconds between two looks.
        on: Hears what each look did.

    Raises:
        StorageError: `worker-runs`, naming the worker that is there.
    """
    looks = 0
    with for_good(home):
        recover(home, Deliveries(), all_of_them=True)
        while True:
            report = stepped(home, going=lambda: sleeper.sleep(0))
            looks += 1
            on(report)
            if not sleeper.sleep(_pause(home, every)):
                return looks


def _pause(home: Home, every: float) -> float:
    """Return how many seconds to wait: until the next thing is due, but no longer than `every`.

    What is due already and could not be done (a channel is missing) is looked at again after `every`.
    """
    with home.store.read() as reading:
        first = reading.next_due()
    if first is None:
        return every
    ahead = (first[1] - home.clock.now()).total("seconds")
    return every if ahead <= 0 else min(every, max(ahead, _SHORTEST_S))
