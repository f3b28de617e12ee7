"""The timeline of a case for people: one line for each thing that happened, from its log alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whenever import Instant

from followup.core.history import fold
from followup.core.knowledge import Knowledge
from followup.core.values.case import Item, ItemStatus
from followup.core.values.events import Event, EventKind
from followup.core.values.people import Contact, Me
from followup.core.values.playbook import ItemKind, Playbook
from followup.core.values.records import Entry
from followup.core.values.surroundings import Surroundings
from followup.core.values.times import Moment as Planned
from followup.runtime.simulation.unfolding import Standing, unfold
from followup.runtime.simulation.values import Moment

_QUIET_HOURS = 12
"""Where nothing happens for so long, the timeline says what is waited for."""

_STATUS: Mapping[ItemStatus, str] = {
    ItemStatus.DRAFTED: "drafted",
    ItemStatus.HANDED_OVER: "to-do",
    ItemStatus.SENT: "sent",
    ItemStatus.DONE: "done",
    ItemStatus.FAILED: "failed",
    ItemStatus.IN_DOUBT: "in doubt",
    ItemStatus.EXPIRED: "expired",
    ItemStatus.DROPPED: "dropped",
    ItemStatus.SKIPPED: "skipped",
    ItemStatus.REPLACED: "replaced",
}
_WORDS: Mapping[EventKind, str] = {
    EventKind.HELD: "held",
    EventKind.LIFTED: "lifted",
    EventKind.UNDONE: "undone",
    EventKind.TAKEN: "taken",
    EventKind.EDITED: "edited",
    EventKind.APPROVED: "approved",
    EventKind.SETTLED_LATE: "late",
}


def timeline(
    case: str,
    log: Sequence[Entry],
    playbook: Playbook,
    contacts: Mapping[str, Contact],
    *,
    after: int = 0,
) -> tuple[Moment, ...]:
    """Return the lines of a case in the order in which things happened.

    Args:
        case: Case id.
        log: Its whole log.
        playbook: The one it is pinned to.
        contacts: Its people, by id.
        after: Only what came after this number of the log.
    """
    teller = _Teller(case, playbook, contacts, log)
    found: list[Moment] = []
    unfolded = list(unfold(log))
    for number, (entry, before, following) in enumerate(unfolded):
        if entry.event.seq <= after:
            continue
        coming = unfolded[number + 1][0].event.recorded_at if number + 1 < len(unfolded) else None
        now = entry.event.recorded_at
        found += teller.lines(entry, before, following)
        if coming is None or coming > now:
            found = teller.waiting(found, following, entry, coming)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Knows the names behind a log."""

    case: str
    playbook: Playbook
    contacts: Mapping[str, Contact]
    log: Sequence[Entry]

    def lines(self, entry: Entry, before: Standing, after: Standing) -> Iterator[Moment]:
        """Yield what an entry came to: what was told, what became of items, where the case went."""
        event = entry.event
        at = event.recorded_at
        told = self._told(entry)
        if told is not None:
            yield told
        for item in after.items.values():
            was = before.items.get(item.id)
            kind = self._became(event, was, item)
            if kind:
                yield self._item(entry, kind, item)
            elif was is not None and was.status is item.status and (moved := _moved(was, item)) is not None:
                rule = item.due.counted or item.due.rule if isinstance(item.due, Planned) else ""
                yield Moment(
                    at=at,
                    kind="moved",
                    what=item.id,
                    until=moved[1],
                    since=moved[0],
                    why=rule,
                    item=item.id,
                    case=self.case,
                )
        if after.state != before.state and before.state:
            yield self._entered(entry, before, after)

    def waiting(
        self, found: list[Moment], after: Standing, entry: Entry, coming: Instant | None
    ) -> list[Moment]:
        """Return the lines with what is waited for once nothing more happens at once."""
        now = entry.event.recorded_at
        ahead = after.ahead(now, may=lambda item: self._holds(item, entry) is not False)
        if self.playbook.states[after.state].final:
            return found
        name, until = ahead if ahead is not None else ("", None)
        wanted = any(one.status in _WANTED for one in after.items.values())
        quiet = until is None or until > now.add(hours=_QUIET_HOURS)
        if found and found[-1].at == now:
            found[-1] = replace(found[-1], waits=name, until=found[-1].until or until)
        if not quiet or (until is None and coming is not None and wanted):
            return found
        text = "" if name else ("for you" if wanted else "for an event; no date")
        why = "" if name or wanted else "nothing is known that sets one"
        if any(self.playbook.states[state].rest for state in self.playbook.path(after.state)) and not name:
            why = "it may be waited in for ever"
        line = Moment(
            at=now, kind="waits", what=name, text=text, why=why, waits=name, until=until, case=self.case
        )
        return [*found, line]

    def _holds(self, item: Item, entry: Entry) -> bool | None:
        """Return whether the condition of an item holds as the case stands after an entry; None: unknown."""
        kind = self.playbook.items.get(item.name)
        if kind is None or kind.when is None:
            return True
        case = fold(one for one in self.log if one.event.seq <= entry.event.seq)
        world = Surroundings(me=Me(name=case.owner), contacts=self.contacts)
        return Knowledge(self.playbook, case, world, entry.event.recorded_at).holds(kind.when, item)

    def _told(self, entry: Entry) -> Moment | None:
        event = entry.event
        facts = tuple((name, _value(value)) for name, value in event.facts.items())
        line = Moment(at=event.recorded_at, kind="told", what="", facts=facts, case=self.case)
        if event.occurred_at < event.recorded_at:
            line = replace(line, since=event.occurred_at)
        if event.kind is EventKind.STARTED:
            return replace(line, kind="begins", what=self.playbook.name)
        if event.kind is EventKind.HAPPENED:
            said = self.playbook.events[event.name].say if event.name in self.playbook.events else ""
            note = "" if entry.handled else "noted, changes nothing"
            who = self._name(event.contact)
            return replace(line, what=event.name, why=note or said, to=who)
        if event.kind is EventKind.KNOWN:
            return replace(line, kind="known")
        word = _WORDS.get(event.kind)
        if word is None or (event.kind is EventKind.APPROVED and not entry.handled):
            return None
        return replace(
            line,
            kind=word,
            what=event.item or event.name,
            item=event.item,
            until=event.until,
            text=event.outcome or event.note,
            to="",
        )

    def _became(self, event: Event, was: Item | None, item: Item) -> str:
        """Return the word for what became of an item, or nothing where that is no news."""
        again = (
            event.kind is EventKind.ITEM
            and event.item == item.id
            and item.status in (ItemStatus.APPROVED, ItemStatus.PLANNED)
        )
        if again and was is not None and was.status is not item.status:
            return "again"
        if was is not None and was.status is item.status:
            return ""
        if item.status in (ItemStatus.DROPPED, ItemStatus.REPLACED) and not _known(was):
            return ""
        if item.status is ItemStatus.EXPIRED and not self._heard_of(was, item):
            return ""
        return _STATUS.get(item.status, "")

    def _heard_of(self, was: Item | None, item: Item) -> bool:
        """Whether a person has heard of an item: it was there to read or do, or they were asked about it."""
        kind = self.playbook.items.get(item.name)
        asked = bool(item.stuck or item.missing) and kind is not None and kind.when is None
        return _known(was) or asked

    def _item(self, entry: Entry, kind: str, item: Item) -> Moment:
        planned = self.playbook.items.get(item.name)
        own = entry.event.kind is EventKind.ITEM and entry.event.item == item.id
        outcome = entry.event.outcome if own else ""
        way = item.draft.way if item.draft is not None else ""
        told = outcome if outcome not in ("", kind, item.status.value, "handed_over", "sent", "done") else ""
        if kind == "sent" and told:
            kind = "done"
        if kind in ("drafted", "sent", "to-do"):
            why = _rule(item)
        elif kind == "again":
            why = ""
        else:
            why = item.reason
        if planned is not None and planned.kind is ItemKind.TASK and kind == "to-do":
            told = planned.say
        return Moment(
            at=entry.event.recorded_at,
            kind=kind,
            what=item.id,
            text=told,
            way=way,
            to=self._name(item.contact),
            why=why,
            until=item.not_before if kind == "again" else None,
            item=item.id,
            case=self.case,
        )

    def _entered(self, entry: Entry, before: Standing, after: Standing) -> Moment:
        rule = ""
        if entry.event.kind is EventKind.FIRED:
            armed = before.timers.get(entry.event.name)
            due = armed.due if armed is not None else None
            rule = due.counted or due.rule if isinstance(due, Planned) else ""
        return Moment(
            at=entry.event.recorded_at,
            kind="goes on",
            what=after.state,
            text=entry.event.name.rpartition(".")[2] if rule else "",
            why=rule or self.playbook.states[after.state].why,
            case=self.case,
        )

    def _name(self, contact: str | None) -> str:
        found = self.contacts.get(contact or "")
        return found.name if found is not None else contact or ""


_WANTED = (ItemStatus.DRAFTED, ItemStatus.HANDED_OVER, ItemStatus.IN_DOUBT)


def _known(was: Item | None) -> bool:
    """Whether a person has heard of an item before."""
    return was is not None and was.status not in (ItemStatus.PLANNED,)


def _moved(was: Item, item: Item) -> tuple[Instant, Instant] | None:
    if not (isinstance(was.due, Planned) and isinstance(item.due, Planned)):
        return None
    return (was.due.at, item.due.at) if was.due.at != item.due.at and item.status.live else None


def _rule(item: Item) -> str:
    rule = (item.due.counted or item.due.rule) if isinstance(item.due, Planned) else ""
    return "" if rule == "now" else rule


def _value(value: object) -> str:
    if value is None:
        return "taken back"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
