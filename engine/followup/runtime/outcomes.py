"""What an act meant beyond its effects: a case that came to an outcome, a touch used up, nobody to tell."""

from __future__ import annotations

from dataclasses import replace

from followup.core.values.case import Case, Item
from followup.core.values.playbook import Audience, ItemKind
from followup.core.values.steps import Effect, Told
from followup.core.values.surroundings import Touch
from followup.ports import Reading
from followup.runtime.glance import glance
from followup.runtime.home import Home
from followup.runtime.pinning import playbook_of
from followup.runtime.views import Report


def standing(home: Home, case: str) -> Case | None:
    """Return a case as it stands before an act; None if there is no such case."""
    with home.store.read() as reading:
        return reading.case(case)


def meant(home: Home, before: Case | None, report: Report) -> Report:
    """Return a report with what the act meant.

    Args:
        home: The home after the act.
        before: The case as it stood before; None where it did not exist, or the act was about many.
        report: What the act came to.
    """
    after = report.case
    with home.store.read() as reading:
        effects = tuple(
            (name, effect) for name, effect in report.effects if not _unheard(reading, name, effect)
        )
        if after is None:
            return replace(report, effects=effects)
        return replace(
            report,
            effects=effects,
            entered_why=_entered_why(reading, before, after),
            counted=_counted(home, reading, before, after),
        )


def _unheard(reading: Reading, case: str, effect: Effect) -> bool:
    """Whether an effect tells other cases something although there are none."""
    if not isinstance(effect, Told) or effect.to is Audience.NEW_CASE:
        return False
    found = reading.case(case)
    if found is None:
        return False
    running = reading.summaries(owner=found.owner, ended=False, limit=2)
    return not any(line.case != case for line in running)


def _entered_why(reading: Reading, before: Case | None, after: Case) -> str:
    """Return why a state with an outcome matters that the case has just come to, or nothing."""
    if before is None or not after.outcome or after.outcome == before.outcome:
        return ""
    playbook = playbook_of(reading, after.playbook)
    path = [playbook.states[name] for name in reversed(playbook.path(after.state))]
    entered = [state for state in path if state.outcome == after.outcome]
    passed = [state for state in playbook.states.values() if state.outcome == after.outcome]
    return next((state.why for state in (*entered, *passed) if state.why), "")


def _counted(home: Home, reading: Reading, before: Case | None, after: Case) -> str:
    """Return what an item that has just been settled used up of the limits, or nothing."""
    known = before.items if before is not None else {}
    fresh = [
        item
        for item in after.items.values()
        if item.counted and item.contact is not None and not _was_counted(known.get(item.id))
    ]
    if not fresh:
        return ""
    look = glance(home, reading, after.id)
    limit = look.playbook.courtesy.limits.get("contact")
    item = fresh[-1]
    contact = look.contacts.get(item.contact or "")
    if limit is None or limit.most is None or contact is None or look.kind(item).kind is not ItemKind.MESSAGE:
        return ""
    if not look.kind(item).counts:
        return ""
    touches = [
        touch
        for touch in look.world.touches
        if touch.counted and touch.contact == contact.id and touch.owner == after.owner
    ]
    made = [touch for touch in touches if not limit.per_round or _this_round(touch, after)]
    span = " in this round" if limit.per_round else ""
    return f"It counts: {len(made)} of at most {limit.most} contacts made with {contact.name}{span}."


def _this_round(touch: Touch, case: Case) -> bool:
    return touch.round == case.round if touch.case == case.id else touch.at >= case.round_at


def _was_counted(item: Item | None) -> bool:
    return item is not None and item.counted
