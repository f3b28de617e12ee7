"""The screens of a case: at a glance, and its whole history."""

from __future__ import annotations

from collections.abc import Mapping

from whenever import Instant

from followup.cli.phrases import lacking, plural
from followup.cli.screens import effects, today
from followup.cli.screens import needs as need_lines
from followup.cli.screens.history import decided, sentence
from followup.cli.screens.names import item_name, outcome_name, plain, shown
from followup.cli.screens.page import Look, beside, bold, warn, wrap
from followup.cli.screens.table import columns, headline
from followup.core.values.case import Item, ItemStatus
from followup.core.values.events import EventKind
from followup.core.values.people import Contact
from followup.core.values.times import Moment
from followup.runtime.views import CaseView


def lines(view: CaseView, look: Look) -> list[str]:
    """Return a case at a glance."""
    return [
        *_head(view, look),
        *_notes(view, look),
        *columns(
            [_contact(view, contact) for contact in view.contacts.values()], look, cuts=(1,), spare=(1,)
        ),
        *columns(_facts(view, look), look),
        *columns([_item(item, look, view.goes) for item in view.case.items.values() if _worth(item)], look),
        *need_lines.rows(view.needs, look),
        *_closing(view, look),
    ]


def history(view: CaseView, look: Look) -> list[str]:
    """Return everything that happened in a case, a line each, with the rules that decided."""
    found = _head(view, look)
    log = {entry.event.seq: entry for entry in view.log}
    for entry in view.log:
        when = look.stamp(entry.event.occurred_at)
        undone = log.get(entry.event.undoes) if entry.event.kind is EventKind.UNDONE else None
        what = f"you took back: {sentence(undone, look)}" if undone else sentence(entry, look)
        found += wrap(what, look.width, first=f"  {when}  ")
        found += [
            line for why in entry.why for line in wrap(decided(why), look.width, first=" " * (len(when) + 6))
        ]
    return [*found, f"Where it stands: playbook show {view.case.id}"]


def _head(view: CaseView, look: Look) -> list[str]:
    case = view.case
    where = case.outcome or plain(case.state)
    if case.outcome and not view.summary.row.final and case.outcome != plain(case.state):
        where = f"{case.outcome}, {plain(case.state)}"
    parts = [bold(case.id), view.summary.row.title, where, view.playbook]
    return headline(parts, look)


def _notes(view: CaseView, look: Look) -> list[str]:
    found: list[str] = []
    hold = view.case.hold
    if hold is not None:
        until = f" until {look.limit(hold.until)}" if hold.until else ""
        word = "Stopped by a fault" if hold.fault else "On hold"
        end = "" if hold.fault else f" To go on: playbook hold {view.case.id} --lift"
        found += wrap(warn(f"{word}{until}: {hold.why}.") + end, look.width, first="  ")
    if view.file_gone:
        found += wrap(
            f"note: {view.playbook_file} is gone. The case goes on: the home holds what it began with. "
            f"The file back: playbook show {view.case.id} --playbook > {view.playbook_file}",
            look.width,
            first="  ",
        )
    return found


def _contact(view: CaseView, contact: Contact) -> tuple[str, ...]:
    name = contact.name if contact.name_verified else f"{contact.name} (spelling not confirmed)"
    about = ", ".join(part for part in (contact.title, contact.role) if part)
    ways = "  ".join(contact.addresses.values()) or "no address known"
    touched = [item for item in view.case.items.values() if item.contact == contact.id and item.counted]
    count = plural(len(touched), "touch", "touches")
    if contact.do_not_contact:
        count = warn("asked not to be contacted")
    return (name, about, ways, count)


def _facts(view: CaseView, look: Look) -> list[tuple[str, str]]:
    rows = []
    for name, known in view.case.facts.items():
        last = known[-1]
        if last.value is None or last.round not in (0, view.case.round):
            continue
        rows.append((plain(name), _fact(view, last.value, look)))
    return rows


def _fact(view: CaseView, value: object, look: Look) -> str:
    """Return the value of a fact, people by their names."""
    if isinstance(value, tuple):
        return ", ".join(_fact(view, one, look) for one in value)
    contact = view.contacts.get(value) if isinstance(value, str) else None
    return contact.name if contact else look.value(value)


_ENDS = {
    ItemStatus.SENT: "sent",
    ItemStatus.DONE: "done",
    ItemStatus.FAILED: "failed",
    ItemStatus.EXPIRED: "expired",
    ItemStatus.DROPPED: "dropped",
    ItemStatus.SKIPPED: "skipped",
    ItemStatus.REPLACED: "replaced",
}


def _worth(item: Item) -> bool:
    """Return whether an item is worth a line at a glance: it lives, or something came of it."""
    return item.status not in (ItemStatus.DROPPED, ItemStatus.REPLACED) or item.draft is not None


def _item(item: Item, look: Look, goes: Mapping[str, Instant]) -> tuple[str, str, str]:
    name = shown(item.id)
    if item.status in _ENDS:
        outcome = f", {outcome_name(item.outcome)}" if item.outcome not in ("", item.status.value) else ""
        at = look.moment(item.at) if item.at else ""
        reason = effects.withdrawn(item.reason)
        return (name, _ENDS[item.status] + outcome, "; ".join(part for part in (at, reason) if part))
    if item.stuck or item.missing:
        missing = ", ".join(map(lacking, (*item.stuck, *item.missing)))
        return (name, plain(item.status.value), f"missing: {missing}")
    if isinstance(item.due, Moment):
        return (name, plain(item.status.value), look.when(goes.get(item.id, item.due.at)))
    return (
        name,
        plain(item.status.value),
        f"no date yet: {', '.join(map(lacking, item.due.missing))} not known",
    )


def _closing(view: CaseView, look: Look) -> list[str]:
    everything = f"All of it: playbook show {view.case.id} --history"
    if view.needs:
        return beside(f"Next: {need_lines.command(view.needs[0])}", everything, look)
    if view.summary.row.final:
        return [f"This case is over. {everything}"]
    return [*(today.rest(view.next, look) if view.next else ["Nothing has a date."]), everything]


def name_of(view: CaseView, item: str) -> str:
    """Return the name of one of its items, as typed."""
    return item_name(view.case.id, item)
