"""States: nested in the file, flat as values; each keeps its own handlers, so precedence stays."""

from __future__ import annotations

from followup.authoring.section import Section
from followup.authoring.suggesting import meant
from followup.authoring.tree import Map, Scalar, Sequence
from followup.authoring.vocabulary import OUTCOMES, Names
from followup.core.values.playbook import Branch, ItemKind, State, Timer


def states(root: Section) -> dict[str, State]:
    """Return all states of a playbook, each behind the one around it."""
    found: dict[str, State] = {}
    for name, section in root.children("states", "state"):
        _collect(name, section, None, found)
    return found


def _collect(name: str, section: Section, parent: str | None, found: dict[str, State]) -> str:
    """Add a state and those inside it, and return the leaf it leads to."""
    inner = list(section.children("states", "state"))
    if name in found:
        return found[name].leaf
    found[name] = _state(name, section, parent, leaf=name)
    leaves = [_collect(child, one, name, found) for child, one in inner]
    if leaves:
        found[name] = _state(name, section, parent, leaf=leaves[0])
        _no_leaf_words(section)
    return found[name].leaf


def _no_leaf_words(section: Section) -> None:
    for key, text in (
        ("rest", "a case waits in the states inside this one, so they say whether it may rest"),
        ("final", "a state with others inside is not the end"),
    ):
        if section.flag(key):
            section.desk.error(section.at_key(key), "not-a-leaf", text, "say it in the states inside")


def _state(name: str, section: Section, parent: str | None, *, leaf: str) -> State:
    names = section.desk.names
    return State(
        name=name,
        parent=parent,
        leaf=leaf,
        was=section.text("was"),
        why=section.text("why"),
        do=section.names("do", names.items, "message or task"),
        may=section.messages("may"),
        then=section.name("then", names.states, "state"),
        outcome=section.text("outcome") or None,
        rest=section.flag("rest"),
        final=section.flag("final"),
        handlers=_handlers(section),
        timers={
            name: timer
            for name, inner in section.children("timers", "timer")
            if (timer := _timer(name, inner))
        },
    )


def _timer(name: str, section: Section) -> Timer | None:
    due = section.when("due")
    branch = _branch(section)
    return Timer(name=name, due=due, branch=branch) if due is not None else None


def _handlers(section: Section) -> dict[str, tuple[Branch, ...]]:
    node = section.get("events")
    if not isinstance(node, Map):
        return {}
    found: dict[str, tuple[Branch, ...]] = {}
    for trigger, entry in node.entries.items():
        if not _trigger(section, entry.key):
            continue
        if isinstance(entry.value, Map):
            found[trigger] = (_branch(Section(section.desk, "branch", entry.value, entry.key)),)
        elif isinstance(entry.value, Sequence):
            maps = [item for item in entry.value.items if isinstance(item, Map)]
            lines = [Section(section.desk, "branch", item) for item in maps]
            found[trigger] = tuple(_branch(line) for line in lines)
            _reached(section, found[trigger], lines)
    return found


def _reached(section: Section, branches: tuple[Branch, ...], lines: list[Section]) -> None:
    for branch, following in zip(branches, lines[1:], strict=False):
        if branch.when is None:
            text = "the line above has no condition, so this one is never reached"
            at = following.at
            section.desk.error(at.part(at.start, following.node.at.end), "never-reached", text, "put it last")
            return


def _branch(section: Section) -> Branch:
    names = section.desk.names
    return Branch(
        when=section.condition("when", contact=False),
        go=section.name("go", names.states, "state"),
        do=section.names("do", names.items, "message or task"),
    )


def _trigger(section: Section, key: Scalar) -> bool:
    """Whether a state can be told of this: an event, or an outcome of an item."""
    names = section.desk.names
    name, dot, outcome = str(key.value).partition(".")
    if not dot:
        if name in names.items:
            text = f'"{name}" is a {_kind(names, name)}; it comes back by what became of it'
            section.desk.error(
                key.at, "unknown-event", text, *(f"{name}.{one}" for one in _usual(names, name))
            )
            return False
        return section.desk.name(key, names.events, "event") is not None
    if name not in names.items:
        text = f'"{name}" is no message or task of this playbook'
        hints = meant(name, names.items, shape=f"{{}}.{outcome}")
        section.desk.error(key.at, "unknown-item", text, *hints)
        return False
    known = names.items[name]
    if outcome in known:
        return True
    close = meant(outcome, known, shape=f"{name}.{{}}")
    kind = _kind(names, name)
    text = f'"{name}" has no outcome "{outcome}"'
    section.desk.error(key.at, "unknown-outcome", text, *(close or (f"a {kind} can be {', '.join(known)}",)))
    return False


def _kind(names: Names, name: str) -> ItemKind:
    return ItemKind.MESSAGE if name in names.messages else ItemKind.TASK


def _usual(names: Names, name: str) -> tuple[str, ...]:
    return ("settled", OUTCOMES[_kind(names, name)][0])
