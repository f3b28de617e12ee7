"""The screen of `why`: what a case waits for, by which rule, until when, and what events would do."""

from __future__ import annotations

from followup.cli.phrases import lacking, listed, rule
from followup.cli.screens.item import blocked
from followup.cli.screens.names import plain, shown
from followup.cli.screens.needs import brief
from followup.cli.screens.page import Look, bold, wrap
from followup.cli.screens.table import columns
from followup.core.values.steps import Block
from followup.runtime.views import Waiting, WhyView, Would


def lines(view: WhyView, look: Look) -> list[str]:
    """Return the reasons."""
    case = view.case
    head = f"{bold(case.id)}   {plain(case.state)}, since {look.moment(view.since)}"
    found = wrap(f"{head}. {view.state_why}" if view.state_why else head, look.width, rest="  ")
    if case.hold is not None:
        until = f" until {look.limit(case.hold.until)}" if case.hold.until else ""
        held = f"{case.hold.why}{until}; nothing leaves, waits go on"
        found += wrap(held, look.width, first=_label("on hold"))
    for waiting in view.waiting:
        found += _waiting(waiting, look)
    if not view.waiting:
        found.append(f"{_label('waits')}for you to say what happens; nothing has a date")
    found += columns([(f"if {plain(one.event)}", _would(one)) for one in view.would], look)
    return [*found, f"Something happened?  playbook tell {case.id}"]


def _waiting(waiting: Waiting, look: Look) -> list[str]:
    when = look.when(waiting.moment.at) if waiting.moment else "no date yet"
    found = wrap(f"{shown(waiting.what)}: {brief(waiting.text)}, {when}", look.width, first=_label("would"))
    if waiting.moment is not None:
        place = f" ({waiting.place})" if waiting.place else ""
        found += wrap(f"{rule(waiting.moment)}{place}", look.width, first=_label("rule"))
    if waiting.missing:
        missing = ", ".join(map(lacking, waiting.missing))
        found += wrap(f"{missing}, not known yet", look.width, first=_label("needs"))
    for block in waiting.blocks:
        if not _said_already(block, waiting):
            found += blocked(block, look, label=_label("held back"))
    if waiting.blocks and waiting.free_at is not None and _later(waiting):
        found.append(f"{_label('free')}{look.when(waiting.free_at)}")
    return found


def _label(word: str) -> str:
    return f"  {word:<11}"


def _said_already(block: Block, waiting: Waiting) -> bool:
    """Return whether a block only repeats the rule, or the missing facts, above it."""
    if block.rule == "hours" and waiting.moment is not None and block.until is not None:
        return block.until <= waiting.moment.at  # it is not due before
    return block.rule == "due" or (bool(waiting.missing) and block.rule in ("needs", "condition"))


def _later(waiting: Waiting) -> bool:
    return waiting.moment is None or (waiting.free_at is not None and waiting.free_at != waiting.moment.at)


def _would(one: Would) -> str:
    parts = [f"goes to {plain(one.go)}"] if one.go else []
    if one.do:
        parts.append(f"plans {', '.join(map(shown, one.do))}")
    if not one.go and (one.facts or one.moves):
        down = listed([plain(fact) for fact in one.facts])
        what = f"takes down {down}" if down else "is taken down"
        parts.insert(0, f"{what}{_moves(one.moves)}")
    return f"{one.say.rstrip('.')}: {', '.join(parts) or 'is taken down and moves nothing'}"


def _moves(names: tuple[str, ...]) -> str:
    """Return what may move with what an event tells."""
    if not names:
        return ""
    return f"; {listed([f'the {shown(name)}' for name in names])} may move with it"
