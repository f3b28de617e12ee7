"""Messages and tasks: to whom, when, until when, and what they say."""

from __future__ import annotations

from followup.authoring.meaning.rules import wording
from followup.authoring.meaning.texts import note_texts
from followup.authoring.section import Section
from followup.authoring.suggesting import meant, meant_or_all
from followup.authoring.tree import Scalar
from followup.authoring.vocabulary import FIELDS, said
from followup.core.values.playbook import (
    Fact,
    FactType,
    ItemKind,
    ItemType,
    Late,
    OrElse,
    OutcomeRule,
    Pick,
    Repeat,
    Target,
)

_WAYS = ("email", "phone", "linkedin", "sms", "card", "letter", "visit", "whatsapp")
_PEOPLE = (FactType.CONTACT, FactType.CONTACTS)


def messages(root: Section, facts: dict[str, Fact]) -> dict[str, ItemType]:
    """Return all messages of a playbook."""
    fallbacks = root.desk.names.fallbacks | {
        inner.text("send")
        for _, section in root.children("messages", "message")
        if (inner := section.child("or_else", "or_else")) is not None
    }
    return {
        name: _message(name, section, facts, fallback=name in fallbacks)
        for name, section in root.children("messages", "message")
    }


def tasks(root: Section) -> dict[str, ItemType]:
    """Return all tasks of a playbook."""
    return {name: _task(name, section) for name, section in root.children("tasks", "task")}


def _task(name: str, section: Section) -> ItemType:
    return ItemType(
        name=name,
        kind=ItemKind.TASK,
        why=section.text("why"),
        say=section.text("say"),
        asks=_asks(section),
        due=section.when("due"),
        by=section.when("by"),
        expires=section.when("expires"),
        late=Late(section.text("late") or Late.SEND),
        when=section.condition("when", contact=False),
        repeat=_repeat(section),
    )


def _asks(section: Section) -> tuple[str, ...]:
    return section.names("asks", section.desk.names.facts, "fact")


def _message(name: str, section: Section, facts: dict[str, Fact], *, fallback: bool) -> ItemType:
    target = _target(section)
    via = section.texts("via")
    if target.pick is not Pick.REPLY and not section.has("via"):
        text = f'"{name}" does not say by which way it goes'
        section.desk.error(section.at, "no-way", text, "via: [email]", "via: [phone, email]")
    _misspelt_ways(section)
    needs = _needs(section)
    words, texts = note_texts(
        section, facts, needs=needs, via=via, reply=target.pick is Pick.REPLY, about=fallback
    )
    return ItemType(
        name=name,
        kind=ItemKind.MESSAGE,
        why=section.text("why"),
        target=target,
        via=via,
        due=section.when("due", contact=True),
        by=section.when("by", contact=True),
        expires=section.when("expires", contact=True),
        late=Late(section.text("late") or Late.ASK),
        when=section.condition("when", contact=True),
        needs=needs,
        or_else=_or_else(section, name),
        repeat=_repeat(section),
        tries=section.number("tries") or 1,
        outcomes=_outcomes(section),
        despite=_despite(section),
        counts=section.flag("counts", default=True),
        hours=section.hours("hours"),
        attach=_attach(section),
        wording=wording(section.child("wording", "wording")),
        text=words,
        texts=texts,
        keep=section.flag("keep"),
    )


def _misspelt_ways(section: Section) -> None:
    """Warn of a way that is nearly one that everybody knows; plugins may bring others."""
    for item in section.items("via"):
        if item.value not in _WAYS and (hints := meant(str(item.value), _WAYS)):
            section.desk.found.warning(
                item.at, "unknown-way", f'"{item.value}" is a way that few know', *hints
            )


def _target(section: Section) -> Target:
    to, reply = section.scalar("to"), section.scalar("reply_to")
    asked = [key for key in ("to", "reply_to") if section.has(key)]
    if len(asked) != 1:
        text = (
            "a message goes to somebody or answers an event, not both" if asked else "it does not say to whom"
        )
        hints = ("delete one of them",) if asked else ("to: each of GROUP", "to: CONTACT", "reply_to: EVENT")
        section.desk.error(section.at_key("reply_to"), "to-or-reply", text, *hints)
    if reply is not None:
        event = section.name("reply_to", section.desk.names.events, "event")
        return Target(pick=Pick.REPLY, name=event or "")
    if to is None:
        return Target(pick=Pick.SELF)
    return _recipient(section, to)


def _recipient(section: Section, to: Scalar) -> Target:
    facts = section.desk.names.facts
    how, _, name = str(to.value).rpartition(" of ")
    pick = Pick.EACH if how == "each" else Pick.ONE
    target = Target(pick=pick, name=name)
    people = {one: kind for one, kind in facts.items() if kind in _PEOPLE}
    if name not in facts and "fact" in section.desk.names.lost:
        return target
    if name not in facts:
        text = f'"{name}" is no fact of this playbook, so nobody is known by it'
        section.desk.error(to.at, "unknown-fact", text, *meant_or_all(name, people))
    elif facts[name] is FactType.CONTACTS and not how:
        text = f'"{name}" is a group'
        section.desk.error(to.at, "one-or-each", text, f"each of {name}", f"one of {name}")
    elif facts[name] is FactType.CONTACT and how:
        section.desk.error(to.at, "one-or-each", f'"{name}" is one contact and no group', name)
    elif facts[name] not in (*_PEOPLE, None):
        text = f'"{name}" is {said(facts[name])} and no contact'
        section.desk.error(to.at, "fact-type", text, *meant_or_all(name, people))
    return target


def _needs(section: Section) -> tuple[str, ...]:
    """Return what a message cannot go without: facts, and fields of its contact."""
    return tuple(str(item.value) for item in section.items("needs") if _field_or_fact(section, item))


def _attach(section: Section) -> tuple[str, ...]:
    names = section.desk.names
    found = []
    for item in section.items("attach"):
        if not _field_or_fact(section, item):
            continue
        word = str(item.value)
        kind = names.each.get(word.removeprefix("contact.")) if "." in word else names.facts[word]
        if kind not in (FactType.LINK, None) or word.removeprefix("contact.") in FIELDS:
            section.desk.error(item.at, "fact-type", f'"{word}" is no link, so it cannot be attached')
        else:
            found.append(word)
    return tuple(found)


def _field_or_fact(section: Section, item: Scalar) -> bool:
    names = section.desk.names
    family, dot, field = str(item.value).partition(".")
    if not dot:
        if family in names.each and family not in names.facts:
            text = f'"{family}" is known about each contact'
            section.desk.error(item.at, "unknown-fact", text, f"contact.{family}")
            return False
        return section.desk.name(item, names.facts, "fact") is not None
    known = (*FIELDS, *names.each)
    if field in known:
        return True
    hints = meant(field, known, shape="contact.{}")
    text = f'"{field}" is nothing that is known about a contact'
    section.desk.error(item.at, "unknown-fact", text, *hints)
    return False


def _or_else(section: Section, name: str) -> OrElse | None:
    inner = section.child("or_else", "or_else")
    if inner is None:
        return None
    send = inner.name("send", section.desk.names.messages, "message")
    after = inner.when("after")
    scalar = inner.scalar("send")
    if send == name and scalar is not None:
        section.desk.error(scalar.at, "own-fallback", "a message cannot be its own fallback")
    return OrElse(send=send, after=after) if send is not None and after is not None else None


def _repeat(section: Section) -> Repeat | None:
    inner = section.child("repeat", "repeat")
    if inner is None:
        return None
    every, most = inner.scalar("every"), inner.scalar("most")
    span = section.desk.span(every, setting=True) if every is not None else None
    count = _count(section, most) if most is not None else None
    return Repeat(every=span, most=count) if span is not None and count is not None else None


def _count(section: Section, scalar: Scalar) -> int | str | None:
    if isinstance(scalar.value, int):
        return scalar.value
    name = section.desk.name(scalar, section.desk.names.settings, "setting")
    if name is not None and section.desk.names.settings[name] not in (False, None):
        section.desk.error(
            scalar.at, "setting-no-count", f'the setting "{name}" is a span of time and no count'
        )
        return None
    return name


def _outcomes(section: Section) -> dict[str, OutcomeRule]:
    found: dict[str, OutcomeRule] = {}
    again_somewhere = False
    for name, inner in section.children("outcomes", "outcome"):
        again = inner.scalar("again")
        span = section.desk.span(again, setting=True) if again is not None else None
        again_somewhere |= again is not None
        found[name] = OutcomeRule(counts=inner.flag("counts", default=True), again=span)
    tries = section.number("tries")
    if again_somewhere and tries is None and not section.has("tries"):
        text = "an outcome is tried again, and nothing says how often"
        section.desk.error(section.at_key("outcomes"), "no-tries", text, "tries: 3")
    return found


def _despite(section: Section) -> tuple[str, ...]:
    known = frozenset({"apart", "hours", *section.desk.names.waits})
    found = []
    for item in section.items("despite"):
        if item.value in known:
            found.append(str(item.value))
            continue
        text = f'"{item.value}" is nothing that a message can pass'
        hint = "a message may pass apart, hours and waits; never a ban, a greatest number or a no"
        section.desk.error(item.at, "unknown-rule", text, *meant_or_all(str(item.value), known), hint)
    return tuple(found)
