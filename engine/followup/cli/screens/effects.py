"""What was decided, as rows: drafted, moved, stopped, told."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.screens import needs as need_lines
from followup.cli.screens.names import item_name, plain, shown
from followup.cli.screens.page import Look, warn
from followup.cli.screens.table import columns
from followup.core.effects import COMES_AGAIN
from followup.core.values.case import Item, ItemStatus
from followup.core.values.steps import Drafted, Effect, Moved, Noted, Sealed, Told, Unsealed, Withdrawn
from followup.core.values.times import Moment
from followup.runtime.views import Need, Report, Verb

_TOO_LATE = "it was too late"
MOST, MOST_KNOWN = 6, 4
Row = tuple[str, str]


def lines(report: Report, look: Look, *, known: Sequence[str] = ()) -> list[str]:
    """Return what a command decided, a line each; `known` are facts that came in, told first."""
    rows: list[Row] = [("known", text) for text in known[:MOST_KNOWN]]
    if len(known) > MOST_KNOWN:
        rows.append(("", f"and {len(known) - MOST_KNOWN} more"))
    told = [row for case, effect in report.effects if (row := _row(report, case, effect, look))]
    kept = told if len(told) <= MOST + 1 else told[:MOST]
    found = columns([*rows, *kept], look)
    if len(kept) < len(told):
        where = f": playbook show {report.case.id} --history" if report.case else ""
        found.append(f"  and {len(told) - len(kept)} more{where}")
    return found


def _row(report: Report, case: str, effect: Effect, look: Look) -> Row | None:
    """Return an effect as a word and a sentence, or None where it is nothing to tell."""
    if isinstance(effect, Drafted):
        if any(
            (need.case, need.item) == (case, effect.item) and need.verb is Verb.DO for need in report.needs
        ):
            return None  # it is shown whole below
        need = next((one for one in report.needs if (one.case, one.item) == (case, effect.item)), None)
        return ("drafted", f"{item_name(case, effect.item)}: {_limits(effect, need, look)}")
    if isinstance(effect, Sealed):
        return None  # a person has just said so
    if isinstance(effect, Unsealed):
        return (warn("look"), f"{item_name(case, effect.item)} needs your approval again: {effect.reason}")
    if isinstance(effect, Withdrawn):
        return _withdrawn(report, case, effect, look)
    if isinstance(effect, Moved):
        return _moved(report, case, effect, look)
    if isinstance(effect, Told):
        return ("proposed" if effect.proposed else "told", f"{plain(effect.event)}, to {effect.to.value}")
    assert isinstance(effect, Noted)  # noqa: S101 - the last of the kinds
    return ("note", effect.text)


def _withdrawn(report: Report, case: str, effect: Withdrawn, look: Look) -> Row | None:
    """Return what will not happen any more; a to-do that nobody has heard of yet is nothing to tell."""
    item = report.case.items.get(effect.item) if report.case else None
    if item is not None and item.status is ItemStatus.DROPPED and item.draft is None and item.contact is None:
        return None
    if effect.reason == COMES_AGAIN:
        return None  # when it does is said with what comes next
    if any((one.case, one.item) == (case, effect.item) for one in report.caught):
        return None  # it is told there, with its rule
    word = "expired" if effect.reason == _TOO_LATE else "stopped"
    return (word, f"{item_name(case, effect.item)}{_of(item, look)}: {withdrawn(effect.reason)}")


def withdrawn(reason: str) -> str:
    """Return why an item was withdrawn, without the names that a playbook gives its states."""
    return "the case has moved on" if reason.endswith(" is over") else plain(reason)


def _of(item: Item | None, look: Look) -> str:
    """Return ` of Tue 20 Oct` for what was still to come."""
    if item is None or not isinstance(item.due, Moment) or item.due.at <= look.now:
        return ""
    return f" of {look.day(item.due.at)}"


def _moved(report: Report, case: str, effect: Moved, look: Look) -> Row | None:
    """Return from when to when; what is planned anew, or no more, is told by what comes next."""
    if effect.before is None or effect.after is None:
        return None
    state, dot, timer = effect.what.rpartition(".")
    name = f"the wait {shown(timer)} ({plain(state)})" if dot else f"the {shown(effect.what)}"
    what = name if report.case else item_name(case, effect.what)
    return ("moved", f"{what}, from {look.moment(effect.before)} to {look.moment(effect.after)}")


def _limits(effect: Drafted, need: Need | None, look: Look) -> str:
    way = effect.draft.way
    if need is not None and need.verb is Verb.APPROVE:
        due = need_lines.going(need, look) or "drafted"
    else:
        due = f"may go {look.when(effect.due)}" if effect.due and effect.due > look.now else "may go now"
    before = "; no later than" if need is not None and need.waits else ", until"
    until = f"{before} {look.limit(effect.expires)}" if effect.expires else ""
    return f"by {way}, {due}{until}" if way else f"{due}{until}"
