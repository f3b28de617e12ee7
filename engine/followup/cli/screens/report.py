"""The screen after an act: what happened, what follows and when, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.phrases import plural
from followup.cli.screens import needs as need_lines
from followup.cli.screens import today
from followup.cli.screens.names import item_name, plain, shown
from followup.cli.screens.page import Look, bad, columns, good, warn, wrap
from followup.core.values.steps import (
    Drafted,
    Effect,
    Moved,
    Noted,
    Sealed,
    Told,
    Unsealed,
    Withdrawn,
)
from followup.errors import Exit
from followup.runtime.views import Caught, Delivered, Report

MOST_EFFECTS, MOST_NEEDS = 6, 10


def lines(report: Report, look: Look, *, head: Sequence[str] = (), closing: bool = True) -> list[str]:
    """Return the screen; `head` says what was asked for, `closing` whether to say what comes next."""
    found = list(head)
    if report.repeat:
        found.append("That was known already; nothing was done.")
    elif not report.handled:
        found.append("Noted. It changes nothing where the case stands now.")
    found += _effects(report, look)
    found += [line for one in report.delivered for line in delivered(one, look)]
    found += _caught(report.caught, look)
    found += _missing(report, look)
    if report.elsewhere:
        found.append(f"Deliveries were handed over to {report.elsewhere}, which runs on this home.")
    return [*found, *(coming(report, look) if closing else [])]


def settled(report: Report) -> Exit:
    """Return the exit code of a report: 5 if it met what only a person can settle."""
    return Exit.NEEDS_PERSON if report.in_doubt or report.missing else Exit.DONE


def _effects(report: Report, look: Look) -> list[str]:
    many = report.case is None
    rows = [row for case, effect in report.effects if (row := _effect(case, effect, look, many=many))]
    kept = rows if len(rows) <= MOST_EFFECTS + 1 else rows[:MOST_EFFECTS]
    found = columns(kept, look)
    if len(kept) < len(rows):
        where = f": playbook show {report.case.id} --history" if report.case else ""
        found.append(f"  and {len(rows) - len(kept)} more{where}")
    return found


def _effect(case: str, effect: Effect, look: Look, *, many: bool) -> tuple[str, str] | None:
    """Return an effect as a word and a sentence, or None where it is nothing to tell."""
    if isinstance(effect, Drafted):
        return ("drafted", f"{item_name(case, effect.item)}: {_limits(effect, look)}")
    if isinstance(effect, Sealed):
        return None  # a person has just said so
    if isinstance(effect, Unsealed):
        return (warn("look"), f"{item_name(case, effect.item)} needs your approval again: {effect.reason}")
    if isinstance(effect, Withdrawn):
        return ("stopped", f"{item_name(case, effect.item)}: {effect.reason}")
    if isinstance(effect, Moved):
        return _moved(case, effect, look, many=many)
    if isinstance(effect, Told):
        word = "proposed" if effect.proposed else "told"
        return (word, f"{plain(effect.event)}, to {effect.to.value}")
    assert isinstance(effect, Noted)  # noqa: S101 - the last of the kinds
    return ("note", effect.text)


def _moved(case: str, effect: Moved, look: Look, *, many: bool) -> tuple[str, str] | None:
    if effect.before is None or effect.after is None:
        return None  # what is planned anew or no more is told by what comes next
    what = item_name(case, effect.what) if many else f"the {shown(effect.what)}"
    return ("moved", f"{what}, from {look.moment(effect.before)} to {look.moment(effect.after)}")


def _limits(effect: Drafted, look: Look) -> str:
    way = effect.draft.way
    due = f"goes {look.when(effect.due)}" if effect.due and effect.due > look.now else "may go now"
    until = f", until {look.moment(effect.expires)}" if effect.expires else ""
    return f"by {way}, {due}{until}" if way else f"{due}{until}"


def delivered(one: Delivered, look: Look) -> list[str]:
    """Return what became of one attempt: sent, prepared, surely not sent, or in doubt."""
    name = item_name(one.case, one.item)
    if one.outcome == "sent":
        text = f": {one.text}" if one.text else "."
        return wrap(
            f"{good('Sent')} {look.clock(one.at)} to {one.to} by {one.channel}{text}  ({name})", look.width
        )
    if one.outcome == "handed_over":
        return wrap(f"{name} is ready for you to do, by {one.way}.", look.width)
    if one.outcome == "in_doubt":
        return _doubt(one, name, look)
    if one.retry_at is not None:
        return [
            *wrap(f"{name} certainly was not sent: {one.text}", look.width),
            f"  It tries again {look.when(one.retry_at)}. If it lasts: playbook doctor --online",
        ]
    return [
        *wrap(f"{name} {warn('failed')}; certainly not sent: {one.text}", look.width),
        f"  See it: playbook show {name}",
    ]


def _doubt(one: Delivered, name: str, look: Look) -> list[str]:
    sought = f" for {one.message_id}" if one.message_id else ""
    return [
        *wrap(f"{name} by {one.channel}: {bad('in doubt')}. {one.text}", look.width),
        "  Not sent again; counted as sent until you know. Other cases went on.",
        *wrap(
            f"Look where {one.channel} keeps what was sent{sought}, about {look.clock(one.at)}.",
            look.width,
            first="  ",
        ),
        f"  playbook resolve {name} sent           it is there",
        f"  playbook resolve {name} not-sent       it is not: back to approval",
    ]


def _caught(caught: Sequence[Caught], look: Look) -> list[str]:
    if not caught:
        return []
    rows = [
        (plain(one.done), item_name(one.case, one.item), f"due {look.moment(one.due)}; {one.rule}")
        for one in caught
    ]
    return [
        f"{plural(len(caught), 'thing')} became due while nothing ran; here is what was done with each:",
        *columns(rows, look),
    ]


def _missing(report: Report, look: Look) -> list[str]:
    return [
        line
        for name, until in report.missing.items()
        for line in (
            f"{warn(name)} is missing and holds something up"
            + (f", the first until {look.moment(until)}" if until else "")
            + ". All else was done.",
            f"  Set it up: playbook channels {name} --use",
        )
    ]


def coming(report: Report, look: Look) -> list[str]:
    """Return what comes next after an act: what needs a person, or until when nothing does."""
    if report.needs:
        rows = need_lines.rows(report.needs[:MOST_NEEDS], look)
        return [*rows, f"Next: {need_lines.first_command(report.needs)}"]
    if report.next is not None:
        return today.rest(report.next, look)
    if report.case is not None:
        return [
            f"Nothing to do, and nothing has a date. If you hear anything: playbook tell {report.case.id}"
        ]
    return ["Nothing to do."]
