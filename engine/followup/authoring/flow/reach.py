"""What is never reached: states nobody comes to, items nobody plans, names nobody uses."""

from __future__ import annotations

from followup.authoring.findings import Findings
from followup.authoring.index import Index
from followup.core.prove.known import Flow
from followup.core.prove.planned import Plan
from followup.core.values.playbook import ItemKind, Playbook
from followup.core.values.times import SettingName, Sum, When


def unreached(playbook: Playbook, flow: Flow, found: Findings, index: Index) -> None:
    """Warn of states that no case comes to; of a nest of them only once."""
    for name, state in playbook.states.items():
        if name not in flow.states and (state.parent is None or state.parent in flow.states):
            text = f'no case ever comes to "{name}"'
            found.warning(index.key(f"states.{name}"), "unreachable", text, f"go: {name}", "or delete it")


def unplanned(playbook: Playbook, found: Findings, index: Index) -> None:
    """Warn of messages and tasks that no state plans or offers."""
    named = {kind.or_else.send for kind in playbook.items.values() if kind.or_else is not None}
    for state in playbook.states.values():
        named.update(state.do, state.may)
        branches = [branch for lines in state.handlers.values() for branch in lines]
        branches += [timer.branch for timer in state.timers.values()]
        named.update(name for branch in branches for name in branch.do)
    for name, kind in playbook.items.items():
        if name not in named:
            section = "messages" if kind.kind is ItemKind.MESSAGE else "tasks"
            text = f'no state plans "{name}"'
            found.warning(
                index.key(f"{section}.{name}"), "never-planned", text, f"do: [{name}]", "or delete it"
            )


def unheard(playbook: Playbook, found: Findings, index: Index) -> None:
    """Warn of events that no state takes: they would be noted and change nothing."""
    heard = {trigger for state in playbook.states.values() for trigger in state.handlers}
    for name in playbook.events:
        if name not in heard:
            text = f'no state takes "{name}", so it is noted and changes nothing'
            found.warning(
                index.key(f"events.{name}"), "never-heard", text, f"under events of a state: {name}: {{}}"
            )


def unused(playbook: Playbook, found: Findings, index: Index, conditions: str) -> None:
    """Warn of settings that nothing uses; `conditions` holds the text of all conditions."""
    used: set[str] = set()
    for when in _times(playbook):
        for line in when.lines:
            if isinstance(line, Sum):
                used.update(span.name for span in line.spans if isinstance(span, SettingName))
    for kind in playbook.items.values():
        if kind.repeat is not None:
            used.update(one for one in (kind.repeat.every, kind.repeat.most) if isinstance(one, str))
        used.update(rule.again for rule in kind.outcomes.values() if isinstance(rule.again, str))
    for name in playbook.settings:
        at = index.key(f"settings.{name}")
        if name not in used and name not in conditions and at.file == 0:  # an overlay cannot drop its base's
            found.warning(at, "never-used", f'nothing uses "{name}"', "delete it")


def misplaced(playbook: Playbook, plans: list[Plan], found: Findings, index: Index) -> None:
    """Refuse to wait for `X.settled` in a state in which X is never planned."""
    owners: dict[str, set[str]] = {}
    for plan in plans:
        owners.setdefault(plan.item, set()).add(plan.state)
    for name, state in playbook.states.items():
        for item in state.may:
            owners.setdefault(item, set()).add(name)
    for name, state in playbook.states.items():
        for trigger in state.handlers:
            item, dot, outcome = trigger.partition(".")
            if not dot or outcome != "settled":
                continue
            near = {
                name,
                *playbook.path(name),
                *(one for one in playbook.states if name in playbook.path(one)),
            }
            if not owners.get(item, set()) & near:
                text = f'"{item}" is not planned here, so it is never settled here'
                at = index.key(f"states.{name}.events.{trigger}")
                found.error(at, "never-settled", text, f"do: [{item}]", "or delete this line")


def _times(playbook: Playbook) -> list[When]:
    whens: list[When | None] = []
    for kind in playbook.items.values():
        whens += [kind.due, kind.by, kind.expires, kind.or_else.after if kind.or_else else None]
    whens += [timer.due for state in playbook.states.values() for timer in state.timers.values()]
    whens += [when for rule in playbook.courtesy.bans.values() for when in (rule.since, rule.until)]
    whens += [rule.until for rule in playbook.courtesy.waits.values()]
    return [when for when in whens if when is not None]
