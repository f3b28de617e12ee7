"""Long campaigns against the store: `python -m tests.store.campaign --kills 1000 --cuts 10000`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from tests.store.kills import kill_writers
from tests.store.powercuts import cut_power

from followup.store import SqliteStore


def weaken(store: SqliteStore) -> None:
    """Take away the wait for the disk at each commit: the control that must lose commits."""
    store._writer.pragma("synchronous", "NORMAL")


def main() -> int:
    """Run what is asked for and print what was found as JSON; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=0, help="writers to kill with SIGKILL")
    parser.add_argument("--cuts", type=int, default=0, help="power cuts, and a tenth of it for the control")
    parser.add_argument("--seed", type=int, default=1, help="of everything random")
    asked = parser.parse_args()
    broken = False
    if asked.kills:
        killed = kill_writers(asked.kills, asked.seed)
        print(json.dumps({"kills": asdict(killed)}))  # this is what it is for
        broken |= bool(killed.lost or killed.half or killed.damaged)
    if asked.cuts:
        cut = cut_power(asked.cuts, asked.seed)
        control = cut_power(max(asked.cuts // 10, 50), asked.seed, weaken=weaken)
        print(json.dumps({"cuts": asdict(cut), "control": asdict(control)}))  # this is what it is for
        broken |= bool(cut.lost or cut.half or cut.damaged) or not control.lost
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
