"""Courtesy and wording: the rules that hold whatever the states say."""

from __future__ import annotations

from followup.authoring.section import Section
from followup.authoring.vocabulary import said
from followup.core.locales import PLAIN, known
from followup.core.values.playbook import Ban, Courtesy, FactType, Limit, Through, Wait, Wording
from followup.core.values.times import Hours, Span

_PEOPLE = (FactType.CONTACT, FactType.CONTACTS, None)


def courtesy(root: Section) -> Courtesy:
    """Return the courtesy of a playbook; without one, rules that forbid nothing."""
    section = root.child("courtesy", "courtesy")
    if section is None:
        return Courtesy(place="")
    names = section.desk.names
    return Courtesy(
        place=_typed(section, "place", FactType.PLACE) or "",
        closed=_typed(section, "closed", FactType.DAYS),
        time=section.text("time") or "10:00",
        hours=_hours(section),
        my_hours=section.hours("my_hours") or (),
        through=_through(section),
        limits=_limits(section),
        ways=_way_limits(section),
        takes=_takes(section),
        bans={name: _ban(name, inner) for name, inner in section.children("bans", "ban")},
        waits={
            name: _wait(name, inner)
            for name, inner in section.children("waits", "wait")
            if name in names.waits
        },
    )


def wording(section: Section | None) -> Wording:
    """Return the rules for wording in a mapping, or none."""
    if section is None:
        return Wording()
    words = section.child("words", "words")
    least = warn = most = None
    if words is not None:
        least, warn, most = words.number("least"), words.number("warn"), words.number("most")
        if least is not None and most is not None and least > most:
            text = f"no text can have at least {least} and at most {most} words"
            section.desk.error(words.at_key("least"), "window-empty", text)
    return Wording(
        least=least,
        warn=warn,
        most=most,
        never=tuple(phrase.lower() for phrase in section.texts("never")),
        must=tuple(phrase.lower() for phrase in section.texts("must")),
        salutation=section.text("salutation") or "as in the room",
        locale=_locale(section),
    )


def _locale(section: Section) -> str:
    """Return a locale that is known, or none; the plain one is none, so that it needs no library."""
    scalar = section.scalar("locale")
    if scalar is None or scalar.value == PLAIN:
        return ""
    if not known(str(scalar.value)):
        text = f'nobody here knows how days are said in "{scalar.value}"'
        section.desk.error(scalar.at, "unknown-locale", text, "de", "en-US", "fr-CA")
        return ""
    return str(scalar.value)


def _typed(section: Section, key: str, kind: FactType) -> str | None:
    """Return the fact named under a key; it has to be of a type."""
    facts = section.desk.names.facts
    scalar = section.scalar(key)
    if scalar is None:
        return None
    word = str(scalar.value)
    if word in facts and facts[word] not in (kind, None):
        right = tuple(section.desk.names.facts_of(kind))
        text = f'"{word}" is {said(facts[word])}, and here a fact of type {kind} is expected'
        section.desk.error(scalar.at, "fact-type", text, *right)
        return None
    return section.desk.name(scalar, facts, "fact")


def _hours(section: Section) -> dict[str, Hours]:
    from followup.authoring.tree import Map

    node = section.get("hours")
    if not isinstance(node, Map):
        return {}
    return {name: section.desk.hours(entry.value) for name, entry in node.entries.items()}


def _through(section: Section) -> Through | None:
    inner = section.child("through", "through")
    if inner is None:
        return None
    fact = _people(inner, "fact")
    groups = people(inner, "for")
    return Through(fact=fact, groups=groups) if fact is not None else None


def _people(section: Section, key: str) -> str | None:
    scalar = section.scalar(key)
    facts = section.desk.names.facts
    name = section.name(key, facts, "fact")
    if scalar is not None and name is not None and facts[name] not in (FactType.CONTACT, None):
        text = f'"{name}" is {said(facts[name])}, and the one in the middle has to be a contact'
        section.desk.error(scalar.at, "fact-type", text, *section.desk.names.facts_of(FactType.CONTACT))
        return None
    return name


def people(section: Section, key: str) -> tuple[str, ...]:
    """Return the facts named in a list; each has to hold contacts."""
    facts = section.desk.names.facts
    found = []
    for scalar in section.items(key):
        name = section.desk.name(scalar, facts, "fact")
        if name is not None and facts[name] not in _PEOPLE:
            text = f'"{name}" is {said(facts[name])} and holds no contacts'
            right = section.desk.names.facts_of(FactType.CONTACTS, FactType.CONTACT)
            section.desk.error(scalar.at, "fact-type", text, *right)
        elif name is not None:
            found.append(name)
    return tuple(found)


def _limits(section: Section) -> dict[str, Limit]:
    inner = section.child("limits", "limits")
    if inner is None:
        return {}
    found: dict[str, Limit] = {}
    for name in ("contact", "case", "house"):
        limit = inner.child(name, "limit")
        if limit is not None:
            found[name] = _limit(name, limit)
    return found


def _way_limits(section: Section) -> dict[str, Limit]:
    inner = section.child("limits", "limits")
    if inner is None:
        return {}
    return {name: _limit(name, limit) for name, limit in inner.children("ways", "limit")}


def _takes(section: Section) -> dict[str, Span]:
    from followup.authoring.tree import Map, Scalar

    node = section.get("takes")
    found: dict[str, Span] = {}
    for name, entry in node.entries.items() if isinstance(node, Map) else ():
        span = section.desk.span(entry.value, setting=False) if isinstance(entry.value, Scalar) else None
        if isinstance(span, Span):
            found[name] = span
    return found


def _limit(name: str, section: Section) -> Limit:
    apart = section.scalar("apart")
    most = section.number("most")
    span = section.desk.span(apart, setting=False) if apart is not None else None
    if name == "house" and most is not None:
        text = "the house has no greatest number, only a distance"
        section.desk.error(section.at_key("most"), "house-limit", text, "apart: 1 day")
    return Limit(
        most=most,
        per_round=(section.text("per") or "round") == "round",
        apart=span if isinstance(span, Span) else None,
    )


def _ban(name: str, section: Section) -> Ban:
    names = section.desk.names
    return Ban(
        name=name,
        why=section.text("why"),
        when=section.condition("if", contact=True),
        states=section.names("in", names.states, "state"),
        to=people(section, "to"),
        via=section.texts("via"),
        allow=section.messages("allow"),
        since=section.when("from", contact=True),
        until=section.when("until", contact=True),
        says=tuple(phrase.lower() for phrase in section.texts("says")),
        lifts=section.name("lifts", names.events, "event"),
    )


def _wait(name: str, section: Section) -> Wait:
    found = Wait(
        name=name,
        why=section.text("why"),
        holds=section.messages("holds"),
        when=section.condition("if", contact=True),
        until=section.when("until", contact=True),
    )
    if not section.has("if") and not section.has("until"):
        text = f'"{name}" does not say what it waits for'
        section.desk.error(section.at, "endless-wait", text, "if: CONDITION", "until: TIME")
    return found
