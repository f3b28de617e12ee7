"""`playbook run`: step for ever, as due things come."""

from __future__ import annotations

import math
import os
import threading
from typing import TYPE_CHECKING

import click

from followup.cli import output
from followup.cli.documents import report as document
from followup.cli.options import common
from followup.cli.phrases import plural
from followup.cli.screens import report as screen
from followup.cli.screens import today as today_screen
from followup.cli.screens.page import wrap
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
    from followup.runtime import looking, loop

    pause = Pause()
    with session.opened() as home:
        before = {number: signal.signal(number, pause.stop) for number in (signal.SIGINT, signal.SIGTERM)}
        voice = Voice(session, home, every)
        try:
            count = loop.run(home, sleeper=pause, every=every, on=voice.say)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if not session.json:
            view, look = looking.today(home), session.look(home)
            rests = today_screen.resting(view, look)
            head = f"Stopped after {plural(count, 'look')}; nothing is in hand. {rests}"
            output.lines([*wrap(head, look.width), *today_screen.lines(view, look)])
    return Exit.INTERRUPTED


class Voice:
    """Says what each look did, if it did anything; with `--json` one document a line."""

    def __init__(self, session: Session, home: Home, every: float) -> None:
        self._session = session
        self._home = home
        self._every = every
        self._begun = False

    def say(self, report: Report) -> None:
        """Hear of one look; the first one also says that this process works here now, and on what."""
        look = self._session.look(self._home)
        if not self._begun and not self._session.json:
            output.lines([self._beginning()])
        self._begun = True
        if not (report.effects or report.delivered or report.caught or report.in_doubt or report.missing):
            return
        if self._session.json:
            output.document(document.document(report, look.zone))
            return
        output.lines([look.clock(look.now), *screen.lines(report, look, closing=False)])

    def _beginning(self) -> str:
        from followup.runtime import looking

        counts = looking.today(self._home, limit=1).counts
        found = [plural(counts.cases, "case"), f"{counts.wanting} for you", f"{counts.in_doubt} in doubt"]
        every = f"a look every {self._every:g} s"
        return f"Running on this home (pid {os.getpid()}): {', '.join(found)}; {every}. Ctrl-C stops."
