"""From a tree of the right shape to the neutral playbook, noting all that has no meaning."""

from __future__ import annotations

from followup.authoring import offsets
from followup.authoring.desk import Desk
from followup.authoring.meaning.events import events
from followup.authoring.meaning.facts import facts
from followup.authoring.meaning.items import messages, tasks
from followup.authoring.meaning.promises import promises
from followup.authoring.meaning.rules import courtesy, wording
from followup.authoring.meaning.settings import settings
from followup.authoring.meaning.sources import sources
from followup.authoring.meaning.states import states
from followup.authoring.section import Section
from followup.authoring.tree import Map
from followup.core.values.playbook import Playbook
from followup.core.values.problems import Problem


def playbook(root: Map, desk: Desk) -> Playbook:
    """Return the playbook of a tree; what is wrong is noted at the desk and left out of the value."""
    section = Section(desk, "base", root)
    known = facts(section)
    desk.sources = sources(section)
    values = settings(section)  # read first: a time may name a setting
    rules = courtesy(section)
    items = {**messages(section, known), **tasks(section)}
    found = Playbook(
        name=section.text("playbook"),
        version=section.text("version"),
        title=section.text("title"),
        about=section.text("about"),
        start=section.name("start", desk.names.states, "state") or "",
        facts=known,
        settings=values,
        courtesy=rules,
        wording=wording(section.child("wording", "wording")),
        events=events(section),
        items=items,
        states=states(section),
        promises=promises(section, items),
        dropped=desk.names.dropped,
    )
    if "fact" not in desk.names.lost:
        _conditions(found, desk)
        _templates(desk)
    return found


def _conditions(found: Playbook, desk: Desk) -> None:
    """Check every condition; what is said about a name that was itself refused is left out."""
    from followup.core.guards import Guards

    guards = Guards(found)
    unsure = _unsure(found, desk)
    for condition in desk.conditions:
        text = str(condition.at.value)
        for problem in guards.problems(text, contact=condition.contact):
            if not _mentions(text, problem, unsure):
                desk.refuse(condition.at, problem)


def _templates(desk: Desk) -> None:
    from followup.core.templates import problems

    for template in desk.templates:
        text = str(template.at.value)
        declared = {*desk.names.facts, *(f"contact.{field}" for field in desk.names.each)}
        unsure = frozenset(declared - set(template.names))
        for problem in problems(text, template.names, types=template.types):
            if not _mentions(text, problem, unsure):
                at = offsets.part(desk.found.sources, template.at, problem.start, problem.end)
                desk.found.problem(at, problem)


def _unsure(found: Playbook, desk: Desk) -> frozenset[str]:
    """Return names that are declared but could not be understood."""
    facts_ = {name for name in desk.names.facts if name not in found.facts}
    settings_ = {name for name in desk.names.settings if name not in found.settings}
    items = {name for name in desk.names.items if name not in found.items}
    events_ = {name for name in desk.names.events if name not in found.events}
    each = {f"contact.{name}" for name in desk.names.each}
    known = {f"contact.{name}" for fact in found.facts.values() for name in fact.each}
    plain = facts_ | settings_ | (each - known)
    families = {f"known.{name}" for name in facts_}
    families |= {f"happened.{name}" for name in events_}
    families |= {f"{family}.{name}" for family in ("open", "sent") for name in items}
    return frozenset(plain | families)


def _mentions(text: str, problem: Problem, names: frozenset[str]) -> bool:
    return bool(names) and text[problem.start : problem.end] in names
