"""What a person is wanted for, in words: approve, do, tell, resolve, late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from whenever import Instant

from followup.core import outlook
from followup.core.names import shown
from followup.core.planning import way_to
from followup.core.values.case import Item
from followup.core.values.delivery import AnswerKind
from followup.core.values.people import Contact
from followup.core.values.playbook import ItemKind, ItemType
from followup.core.values.records import Signal
from followup.core.values.steps import Want, WantKind
from followup.core.values.surroundings import Way
from followup.ports import Reading
from followup.runtime.glance import Glance
from followup.runtime.reasons import earliest
from followup.runtime.recording import proposals
from followup.runtime.views import Need, Verb

_ASKED = {
    "email": "What is the e-mail address of {name}?",
    "phone": "What is the telephone number of {name}?",
    "linkedin": "What is the LinkedIn address of {name}?",
    "salutation": "How is {name} addressed in a letter? (Dr Weber, Frau Weber)",
    "name_verified": "Is the name {name} spelt as on a card or in their own mail?",
}


def needs(glance: Glance, reading: Reading) -> tuple[Need, ...]:
    """Return what a case wants of a person now, the most urgent first; no question is asked twice."""
    found = [*_stopped(glance), *_proposed(glance, proposals(reading, glance.case.id))]
    asked: set[str] = set()
    if glance.case.hold is None or not glance.case.hold.fault:
        for want in outlook.wants(glance.playbook, glance.case, glance.world, glance.now):
            need = _prepared(reading, glance, _need(glance, want))
            if need.verb is Verb.TELL:
                fresh = {name: ask for name, ask in need.asks.items() if name not in asked}
                asked |= fresh.keys()
                if not fresh:
                    continue
                need = replace(need, asks=fresh)
            found.append(need)
    return tuple(sorted(found, key=urgency))


def urgency(need: Need) -> tuple[Instant, Instant, str, str]:
    """Order needs by when it is too late, then by age."""
    ends = [end for end in (need.by, need.expires) if end is not None]
    return (min(ends, default=Instant.MAX), need.since, need.case, need.item)


def message_to(way: str, contact: Contact | None, *, address: str = "") -> str:
    """Return what a message is in a few words: `e-mail to Interviewer A`."""
    name = contact.name if contact is not None else "somebody not known yet"
    if way == "phone":
        return f"telephone {name}{f', {address}' if address else ''}"
    titles = {"email": "e-mail", "linkedin": "LinkedIn message", "sms": "text message"}
    return f"{titles.get(way, way.replace('_', ' ') or 'message')} to {name}"


def text_of(glance: Glance, item: Item) -> str:
    """Return what an item is in a few words."""
    kind = glance.kind(item)
    if kind.kind is ItemKind.TASK:
        return kind.say.rstrip(".")
    contact = glance.contacts.get(item.contact or "")
    if item.draft is not None:
        return message_to(item.draft.way, contact, address=item.draft.address)
    reached = way_to(glance.known, kind, contact) if contact is not None else None
    return message_to(reached[0] if reached else (kind.via[0] if kind.via else "email"), contact)


def _prepared(reading: Reading, look: Glance, need: Need) -> Need:
    """Return a need with what its channel or the rules add: a file to send, or when a draft could go."""
    item = look.case.items[need.item]
    held = look.case.hold is not None and need.verb is not Verb.RESOLVE
    if need.verb is Verb.APPROVE:
        goes, waits = earliest(look, item)
        return replace(need, goes=goes, waits=waits, held=held)
    if need.verb is not Verb.DO or item.draft is None or item.draft.way not in look.by_hand:
        return replace(need, held=held)
    parcel = reading.parcel(look.case.id, item.id)
    answer = parcel.answer if parcel is not None else None
    file = answer.provider_id if answer is not None and answer.kind is AnswerKind.NEEDS_PERSON else ""
    file = file if Path(file).is_absolute() else ""
    return replace(need, text=f"send it by hand to {_name(look, item)}", file=file, held=held)


def _need(glance: Glance, want: Want) -> Need:
    item = glance.case.items[want.item]
    kind = glance.kind(item)
    asks = dict(_questions(glance, item, want.asks))
    text = text_of(glance, item)
    if want.kind is WantKind.TELL and kind.kind is ItemKind.MESSAGE:
        text = _lacking(glance, item, want.asks)
    elif want.kind is WantKind.RESOLVE:
        text = f"did it reach {_name(glance, item)}? ({text})"
    elif want.kind is WantKind.LATE:
        text = f"{text}: it is late; still sensible?"
    return Need(
        case=glance.case.id,
        owner=glance.case.owner,
        item=item.id,
        verb=Verb(want.kind.value),
        text=text,
        why=kind.why,
        since=want.since,
        by=want.by,
        expires=want.expires,
        draft=item.draft,
        contact=glance.contacts.get(item.contact or ""),
        outcomes=offered_outcomes(kind, item, glance.world.ways) if want.kind is WantKind.DO else (),
        asks=asks,
    )


def offered_outcomes(kind: ItemType, item: Item, ways: Mapping[str, Way]) -> tuple[str, ...]:
    """Return the outcomes a person may tell of an item; none: it is simply done."""
    if kind.kind is ItemKind.TASK or item.draft is None:
        return ()
    way = ways.get(item.draft.way)
    offered = tuple(dict.fromkeys([*kind.outcomes, *(way.outcomes if way is not None else ())]))
    return () if offered in ((), ("done",)) else offered


def _questions(glance: Glance, item: Item, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what can be typed to answer, with its question."""
    for name in names:
        first, dot, field = name.partition(".")
        fact = glance.playbook.facts.get(name)
        if fact is not None:
            yield name, fact.ask or f"{shown(name)}?"
        elif dot and first == "contact" and item.contact is not None:
            person = _name(glance, item)
            ask = _ASKED.get(field, "{name}: " + shown(field) + "?")
            yield f"{item.contact}.{field}", ask.format(name=person)
        else:
            yield name, f"{shown(name)}?"


def _lacking(glance: Glance, item: Item, names: tuple[str, ...]) -> str:
    """Return what keeps a message from being written."""
    person = _name(glance, item)
    if "contact.name_verified" in names:
        return f"is {person} spelt right?"
    first = names[0] if names else ""
    if first.startswith("contact."):
        ways = {"email": "address", "phone": "telephone number", "linkedin": "LinkedIn address"}
        field = first.removeprefix("contact.")
        return f"no {ways.get(field, shown(field))} for {person}"
    if item.contact is None:
        return f"nobody to send {shown(item.name)} to"
    return f"{shown(item.name)} needs {', '.join(map(shown, names))}"


def _name(glance: Glance, item: Item) -> str:
    contact = glance.contacts.get(item.contact or "")
    return contact.name if contact is not None else "them"


def _stopped(glance: Glance) -> Iterator[Need]:
    hold = glance.case.hold
    if hold is not None and hold.fault:
        yield Need(
            case=glance.case.id,
            owner=glance.case.owner,
            verb=Verb.TELL,
            text=f"stopped by a fault: {hold.why}",
            why=f"nothing leaves; to go on: playbook hold {glance.case.id} --lift",
            since=hold.since,
        )


def _proposed(glance: Glance, signals: Iterable[Signal]) -> Iterator[Need]:
    """Yield what other cases propose: yes is telling the event."""
    for signal in signals:
        kind = glance.playbook.events.get(signal.event.name)
        if kind is None:
            continue
        lacking = [name for name in kind.facts if signal.event.facts.get(name) is None]
        facts = glance.playbook.facts
        yield Need(
            case=glance.case.id,
            owner=glance.case.owner,
            verb=Verb.TELL,
            text=f"{shown(kind.name)} here too? because of {signal.sender}",
            why=f"yes: playbook tell {glance.case.id} {shown(kind.name)}; "
            f"no: playbook done {glance.case.id}/{shown(kind.name)} --never",
            since=signal.event.recorded_at,
            asks={name: facts[name].ask if name in facts else "" for name in lacking},
        )
