"""A playbook as a picture: Mermaid for documents, an indented tree for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from followup.cli.screens.names import plain, shown
from followup.cli.screens.page import Look, bold, dim
from followup.cli.screens.table import columns
from followup.core.values.playbook import Branch, Playbook, State
from followup.core.values.times import Choice, When


def mermaid(playbook: Playbook, *, current: str = "") -> list[str]:
    """Return a `stateDiagram-v2`: states with their items, events and timers as arrows, ends marked."""
    lines = ["---", f"title: {_safe(playbook.title)}", "---", "stateDiagram-v2"]
    for name, state in playbook.states.items():
        if state.parent is None:
            lines += _mermaid_state(playbook, name, "  ")
    lines.append(f"  [*] --> {playbook.start}")
    for name, state in playbook.states.items():
        lines += [f"  {name} --> {target}: {_safe(label)}" for label, target in arrows(state)]
        if state.final:
            lines.append(f"  {name} --> [*]")
    if current:
        lines += ["  classDef here fill:#ffe9a8,stroke:#b07d00,stroke-width:3px", f"  class {current} here"]
    return lines


def _mermaid_state(playbook: Playbook, name: str, indent: str) -> list[str]:
    state = playbook.states[name]
    children = [child for child, inner in playbook.states.items() if inner.parent == name]
    lines = [f'{indent}state "{_safe(plain(name))}" as {name}']
    if children:
        lines.append(f"{indent}state {name} {{")
        lines.append(f"{indent}  [*] --> {children[0]}")
        for child in children:
            lines += _mermaid_state(playbook, child, indent + "  ")
        lines.append(f"{indent}}}")
    notes = [*(f"do {plain(item)}" for item in state.do), *_marks(state)]
    if notes and not children:
        lines += [f"{indent}{name}: {_safe(note)}" for note in notes]
    elif notes:
        lines += [
            f"{indent}note right of {name}",
            *(f"{indent}  {_safe(note)}" for note in notes),
            f"{indent}end note",
        ]
    return lines


def arrows(state: State) -> Iterator[tuple[str, str]]:
    """Return the ways out of a state: what makes it leave, and where to."""
    for trigger, branches in state.handlers.items():
        for branch in branches:
            if branch.go is not None:
                yield _label(_trigger(trigger), branch), branch.go
    for timer in state.timers.values():
        if timer.branch.go is not None:
            yield _label(f"after {sentence(timer.due)}", timer.branch), timer.branch.go
    if state.then is not None:
        yield "when all is settled", state.then


def _trigger(trigger: str) -> str:
    return plain(trigger.replace(".", " "))


def _label(trigger: str, branch: Branch) -> str:
    guard = f" if {branch.when}" if branch.when else ""
    does = f" / {', '.join(map(plain, branch.do))}" if branch.do else ""
    return f"{trigger}{guard}{does}"


def sentence(when: When) -> str:
    """Return a time sentence on one line."""
    texts = [line.text for line in when.lines]
    if when.choose is Choice.ONLY:
        return texts[0]
    return f"{plain(when.choose.value)} of {', '.join(texts)}"


def _marks(state: State) -> list[str]:
    marks = [f"outcome {plain(state.outcome)}"] if state.outcome else []
    return [*marks, *(["may rest here"] if state.rest else []), *(["the end"] if state.final else [])]


_ENTITIES = {sign: f"#{ord(sign)};" for sign in '#;:"{}<>[]%`'}


def _safe(text: str) -> str:
    """Return text that cannot end a label of Mermaid or begin something else."""
    return "".join(_ENTITIES.get(sign, sign) for sign in " ".join(text.split()))


def text(playbook: Playbook, look: Look, *, current: str = "") -> list[str]:
    """Return the states as an indented tree, each with what it does and where it leads."""
    lines = [
        bold(f"{playbook.name} {playbook.version}: {playbook.title}"),
        f"begins in {plain(playbook.start)}",
    ]
    for name, state in playbook.states.items():
        if state.parent is None:
            lines += _tree(playbook, name, look, current, 0)
    return lines


def _tree(playbook: Playbook, name: str, look: Look, current: str, depth: int) -> list[str]:
    state = playbook.states[name]
    pad = "  " * depth
    here = "   <- the case is here" if name == current else ""
    marks = f"  ({', '.join(_marks(state))})" if _marks(state) else ""
    lines = [f"{pad}{bold(plain(name))}{marks}{here}"]
    if state.why:
        lines.append(f"{pad}  {dim(state.why)}")
    rows = [
        (word, ", ".join(map(shown, items)))
        for word, items in (("does", state.do), ("may", state.may))
        if items
    ]
    rows += [(f"-> {plain(target)}", label) for label, target in arrows(state)]
    rows += _stays(state)
    lines += columns(rows, look, indent=f"{pad}  ")
    for child, inner in playbook.states.items():
        if inner.parent == name:
            lines += _tree(playbook, child, look, current, depth + 1)
    return lines


def _stays(state: State) -> list[tuple[str, str]]:
    """Return what is taken here without going anywhere."""
    rows = []
    for trigger, branches in state.handlers.items():
        for branch in branches:
            if branch.go is None:
                does = f" / {', '.join(map(plain, branch.do))}" if branch.do else ""
                rows.append(("stays", f"{_label(_trigger(trigger), Branch(when=branch.when))}{does}"))
    return rows
