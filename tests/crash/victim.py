"""The process that dies at a crash point: `python -m tests.crash.victim HOME ACT`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.crash.scene import opened

from followup.runtime import acting, stepping

NOW = "2026-10-01 18:45"


def main() -> None:
    """Do one thing to the home, if it lets us."""
    home = opened(Path(sys.argv[1]), NOW)
    try:
        if sys.argv[2] == "step":
            stepping.step(home)
        else:
            acting.tell(home, "one", event=sys.argv[2], facts={}, contact="one-p0", channel="email")
    finally:
        home.close()


if __name__ == "__main__":
    main()
