"""The screen after an act: what happened, what follows and when, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.screens import deliveries, effects, today
from followup.cli.screens import needs as need_lines
from followup.cli.screens.page import Look
from followup.errors import Exit
from followup.runtime.views import Report

MOST_NEEDS = 10


def lines(
    report: Report, look: Look, *, head: Sequence[str] = (), known: Sequence[str] = (), closing: bool = True
) -> list[str]:
    """Return the screen.

    Args:
        report: What was done.
        look: For whom.
        head: What was asked for, and that it is done.
        known: Facts that came in.
        closing: Whether to say what comes next.
    """
    found = list(head)
    if report.repeat:
        found.append("That was known already; nothing was done.")
    elif not report.handled:
        found.append("Noted. It changes nothing where the case stands now.")
    found += effects.lines(report, look, known=known)
    found += deliveries.lines(report, look)
    found += deliveries.caught(report.caught, look)
    found += deliveries.missing(report, look)
    if report.elsewhere:
        found.append(f"Deliveries were handed over to {report.elsewhere}, which runs on this home.")
    return [*found, *(coming(report, look) if closing else [])]


def settled(report: Report) -> Exit:
    """Return the exit code of a report: 5 if it met what only a person can settle."""
    return Exit.NEEDS_PERSON if report.in_doubt or report.missing else Exit.DONE


def coming(report: Report, look: Look) -> list[str]:
    """Return what comes next after an act: what needs a person, or until when nothing does."""
    if report.needs:
        rows = need_lines.rows(report.needs[:MOST_NEEDS], look)
        return [*rows, f"Next: {need_lines.first_command(report.needs)}"]
    if report.next is not None:
        return today.rest(report.next, look)
    if report.case is not None:
        name = report.case.id
        return [f"Nothing to do, and nothing has a date. If you hear anything: playbook tell {name}"]
    return ["Nothing to do."]
