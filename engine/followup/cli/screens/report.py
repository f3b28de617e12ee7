"""The screen after an act: what happened, what follows and when, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.screens import deliveries, effects, leaving, today
from followup.cli.screens import needs as need_lines
from followup.cli.screens.page import Look, wrap
from followup.errors import Exit
from followup.runtime.views import Next, Report

MOST_NEEDS = 10
QUIET_HOURS = 36
"""A wait that is longer than a night is worth calling quiet."""

THEN = "  then     "


def lines(
    report: Report,
    look: Look,
    *,
    head: Sequence[str] = (),
    known: Sequence[str] = (),
    closing: bool = True,
    approved: Next | None = None,
) -> list[str]:
    """Return the screen.

    Args:
        report: What was done.
        look: For whom.
        head: What was asked for, and that it is done.
        known: Facts that came in.
        closing: Whether to say what comes next.
        approved: The message that was approved just now and has not left.
    """
    found = list(head)
    if report.repeat:
        found.append("That was known already; nothing was done.")
    elif not report.handled:
        found.append("Noted. It changes nothing where the case stands now.")
    if report.entered_why:
        found += wrap(report.entered_why, look.width)
    if report.counted:
        found += wrap(report.counted, look.width)
    if approved is not None:
        found += leaving.sentence(approved, look, named=False)
    found += effects.lines(report, look, known=known)
    found += deliveries.lines(report, look)
    found += deliveries.caught(report, look)
    found += deliveries.missing(report, look)
    if report.elsewhere:
        found.append(f"Deliveries were handed over to {report.elsewhere}, which runs on this home.")
    return [*found, *(coming(report, look, said=approved) if closing else [])]


def settled(report: Report) -> Exit:
    """Return the exit code of a report: 5 if it met what only a person can settle."""
    return Exit.NEEDS_PERSON if report.in_doubt or report.missing else Exit.DONE


def coming(report: Report, look: Look, *, said: Next | None = None) -> list[str]:
    """Return what comes next after an act: what needs a person, or until when nothing does.

    Args:
        report: What was done.
        look: For whom.
        said: What has been said already of what comes next.
    """
    if report.needs:
        rows = need_lines.rows(report.needs[:MOST_NEEDS], look)
        return [*rows, *_then(report.next, said, look), f"Next: {need_lines.first_command(report.needs)}"]
    if report.next is not None and _same(report.next, said):
        tell = f"If you hear anything: playbook tell {report.next.case}"
        return wrap(f"Nothing to do for you until then. {tell}", look.width, rest="  ")
    if report.next is not None:
        return today.rest(report.next, look)
    if report.case is not None:
        name = report.case.id
        return [f"Nothing to do, and nothing has a date. If you hear anything: playbook tell {name}"]
    return ["Nothing to do."]


def _same(one: Next, other: Next | None) -> bool:
    return other is not None and (one.case, one.what) == (other.case, other.what)


def _then(after: Next | None, said: Next | None, look: Look) -> list[str]:
    """Return what happens by itself after that, and until when it is quiet."""
    if after is None or _same(after, said):
        return []
    if after.leaves:
        return leaving.sentence(after, look)
    if after.moment is None:
        return []
    at = look.when(after.moment.at, there=after.zone)
    if _soon(after, look):
        soon = wrap(f"{at}: {need_lines.brief(after.text)}", look.width, first=THEN)
        return (
            soon
            if after.later is None or _soon(after.later, look)
            else [*soon, *_then(after.later, said, look)]
        )
    because = leaving.reason(after.because)
    return wrap(f"quiet until {at}{f': {because}' if because else ''}", look.width, first=THEN)


def _soon(after: Next, look: Look) -> bool:
    return after.moment is not None and after.moment.at < look.now.add(hours=QUIET_HOURS)
