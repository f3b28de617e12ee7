"""Random kills: `python -m tests.crash.campaign --kills 500`.

A busy process works on a home and is killed with SIGKILL at a random moment; the next one goes on with
what it left. At the end the home is held against a ledger of what really left and against everything
that a command has ever answered for.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.crash.scene import opened
from tests.crash.verdict import Verdict, judge
from tests.crash.worker import work

LONGEST_LIFE_S = 0.35
PACE_S = 0.02
"""The ledger takes up to so long before and after a letter leaves, so that kills fall in between."""

NOW = "2026-10-01 18:45"


def kill(folder: Path, kills: int, seed: int) -> Verdict:
    """Kill so many busy processes, then judge what is left."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.warm", "tests.crash.worker"])
    rng = random.Random(seed)
    opened(folder, NOW).close()
    done = 0
    while done < kills:
        hears, tells = context.Pipe(duplex=False)
        arguments = (folder, done, rng.randrange(2**32), PACE_S, tells)
        process = context.Process(target=work, args=arguments, daemon=True)
        process.start()
        tells.close()
        if rng.random() < 0.9 and not hears.poll(30):
            raise RuntimeError("a worker did not start")
        time.sleep(rng.random() * LONGEST_LIFE_S)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        if process.exitcode != -signal.SIGKILL:
            raise RuntimeError(f"a worker ended by itself with {process.exitcode}")
        hears.close()
        process.close()
        done += 1
    return judge(folder, kills)


def main() -> int:
    """Run a campaign and print what was found as JSON; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500, help="processes to kill")
    parser.add_argument("--seed", type=int, default=1, help="of everything random but the scheduler")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="followup-crash-") as folder:
        verdict = kill(Path(folder), asked.kills, asked.seed)
    print(json.dumps({**asdict(verdict), "kept": verdict.kept}, indent=1))
    return 0 if verdict.kept else 1


if __name__ == "__main__":
    sys.exit(main())
