"""`playbook run`: step for ever, as due things come."""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING

import click

from followup.cli import output
from followup.cli.documents import report as document
from followup.cli.options import common
from followup.cli.phrases import plural
from followup.cli.screens import report as screen
from followup.cli.session import Session, pass_session
from followup.errors import Exit, UsageError
from followup.runtime.views import Report

if TYPE_CHECKING:
    from followup.runtime.home import Home


class Pause:
    """Waits between two looks; a signal ends the wait, and the loop with it."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def sleep(self, seconds: float) -> bool:
        """Wait, and say whether to go on."""
        return not self._stopped.wait(seconds)

    def stop(self, *_: object) -> None:
        """End the wait: the delivery in hand is finished, and nothing new is begun."""
        self._stopped.set()


@click.command("run")
@click.option(
    "--every", default=60.0, show_default=True, type=click.FloatRange(min=1, max=86400), metavar="SECONDS"
)
@common
@pass_session
def command(session: Session, *, every: float) -> Exit:
    """Step for ever: do what is due, send what is approved, every so many seconds. Ctrl-C stops."""
    import signal

    if math.isnan(every):
        raise UsageError("no-number", "--every nan: a number of seconds. Nothing was started.")
    from followup.runtime import loop

    pause = Pause()
    with session.opened() as home:
        before = {number: signal.signal(number, pause.stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            if not session.json:
                output.lines([f"Running on this home, a look every {every:g} s. Ctrl-C stops."])
            count = loop.run(home, sleeper=pause, every=every, on=lambda report: _say(session, home, report))
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if not session.json:
            output.lines([f"Stopped after {plural(count, 'look')}; nothing is in hand."])
    return Exit.INTERRUPTED


def _say(session: Session, home: Home, report: Report) -> None:
    """Print what a look did, if it did anything; with `--json` one document a line."""
    quiet = not (report.effects or report.delivered or report.caught or report.in_doubt or report.missing)
    if quiet:
        return
    look = session.look(home)
    if session.json:
        output.document(document.document(report, look.zone))
        return
    output.lines([f"{look.clock(look.now)}", *screen.lines(report, look, closing=False)])
