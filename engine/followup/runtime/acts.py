"""One act of a person on a case: record it, let follow what follows, deliver what became due, report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from whenever import Instant

from followup.core.values.case import Case
from followup.core.values.events import Event
from followup.core.values.playbook import Audience
from followup.core.values.steps import Drafted, Effect, Moved, Noted, Told, Withdrawn
from followup.errors import Refused
from followup.ports import Writing
from followup.runtime import signals
from followup.runtime.failpoints import reach
from followup.runtime.home import Home
from followup.runtime.looking import case_needs
from followup.runtime.outbox import Deliveries, deliver, recover
from followup.runtime.recording import CaseStopped, Chapter
from followup.runtime.views import Report
from followup.runtime.working import at_work


@dataclass(slots=True)
class Act:
    """What an act came to, on the way to its report.

    Attributes:
        case: The case it was about.
        handled: Whether a state took the event.
        repeat: Whether it was known already.
        effects: What was decided, with the case each belongs to.
        changed: Contacts whose rows changed.
    """

    case: str
    handled: bool = True
    repeat: bool = False
    effects: list[tuple[str, Effect]] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)


Before = Callable[[Chapter, Writing], Event | None]
"""Looks at the case inside the transaction and gives the event; raises to refuse, None for no event."""


def act(home: Home, case: str, event: Before, *, must: bool = True) -> Act:
    """Record one event in a case that has caught up with time, and all that follows from it at once.

    Args:
        home: The home.
        case: Case id.
        event: Makes the event; what it raises undoes the transaction.
        must: Whether an event that nothing takes is refused rather than noted.

    Raises:
        UsageError: `no-case`, or what `event` raises.
        Refused: `not-now`, if nothing takes the event and it must be taken; nothing was changed.
        CaseStopped: The playbook fails on it; the event was not taken, and the case is held.
    """
    done = Act(case=case)
    now = home.clock.now()
    reach("before-fire")
    try:
        with home.store.write() as writing:
            chapter = Chapter.of(home, writing, case, now)
            chapter.catch_up()
            _record(chapter, event(chapter, writing), done, must=must)
            done.effects += chapter.close().effects
            reach("in-fire")
    except CaseStopped as fault:
        stop(home, case, fault.why)
        raise
    reach("fired")
    return done


def stop(home: Home, case: str, why: str) -> None:
    """Hold a case that its playbook fails on, until a person lifts it."""
    with home.store.write() as writing:
        chapter = Chapter.of(home, writing, case, home.clock.now())
        chapter.stop(why)
        chapter.close()


def _record(chapter: Chapter, event: Event | None, done: Act, *, must: bool) -> None:
    """Take an event into an open chapter, and what time brings about after it."""
    if event is None:
        return
    told = chapter.take(event)
    done.handled, done.repeat = told.handled, told.repeat
    if must and not told.handled:
        why = told.why[-1] if told.why else "nothing here takes it"
        raise Refused("not-now", f"{chapter.case.id}: {why}; nothing was changed")
    chapter.catch_up()


def finish(home: Home, acts: Iterable[Act], *, only: bool = True) -> Report:
    """Let other cases hear of the acts, deliver what became due in these, and say what comes next.

    Args:
        home: The home.
        acts: What was done.
        only: Whether the report is about one case.
    """
    done = list(acts)
    effects = [effect for one in done for effect in one.effects]
    effects += signals.arrive(home)
    for contact in {contact for one in done for contact in one.changed}:
        effects += _tell_others(home, contact, {one.case for one in done})
    sent = Deliveries()
    with at_work(home) as post:
        if not post.elsewhere:
            recover(home, sent, all_of_them=post.fresh)
            for one in done:
                deliver(home, one.case, sent)
    effects += sent.effects
    effects += signals.arrive(home)
    return _report(home, done, effects, sent, post.elsewhere, only=only)


def _report(
    home: Home,
    done: list[Act],
    effects: list[tuple[str, Effect]],
    sent: Deliveries,
    elsewhere: str,
    *,
    only: bool,
) -> Report:
    case: Case | None = None
    with home.store.read() as reading:
        looks = [case_needs(home, reading, one.case) for one in done if not home.quiet]
        if only and done:
            case = reading.case(done[0].case)
    return Report(
        case=case,
        handled=all(one.handled for one in done),
        repeat=bool(done) and all(one.repeat for one in done),
        effects=tidy(effects),
        delivered=tuple(sent.made),
        needs=tuple(need for needs, _ in looks for need in needs),
        next=looks[0][1] if only and looks else None,
        in_doubt=tuple(dict.fromkeys(sent.in_doubt)),
        missing=sent.missing,
        elsewhere=elsewhere,
    )


def tidy(effects: Iterable[tuple[str, Effect]]) -> tuple[tuple[str, Effect], ...]:
    """Return what several steps decided as one story: the last word on each thing, in the order it came."""
    found: dict[tuple[str, str, str], tuple[str, Effect]] = {}
    for case, effect in effects:
        kept: Effect | None = effect
        match effect:
            case Drafted() | Withdrawn():
                found.pop((case, "Drafted", effect.item), None)
                key = (case, type(effect).__name__, effect.item)
            case Moved():
                key = (case, "Moved", effect.what)
                kept = _joined(found.pop(key, None), effect)
            case _:
                key = (case, type(effect).__name__, repr(effect))
        if kept is not None:
            found[key] = (case, kept)
        if isinstance(effect, Told) and effect.to is Audience.NEW_CASE:
            note = Noted(text="that is a case of its own; begin it with: playbook start")
            found[case, "Noted", repr(note)] = (case, note)
    return tuple(found.values())


def _joined(first: tuple[str, Effect] | None, then: Moved) -> Moved | None:
    """Return two moves of one thing as one; None if it is back where it was."""
    before = first[1].before if first is not None and isinstance(first[1], Moved) else then.before
    return Moved(what=then.what, before=before, after=then.after) if before != then.after else None


def _tell_others(home: Home, contact: str, known: set[str]) -> list[tuple[str, Effect]]:
    """Let other cases that know a contact look again, since the contact's row has changed."""
    with home.store.read() as reading:
        others = [case for case in reading.involving(contact) if case not in known]
    effects: list[tuple[str, Effect]] = []
    for case in others:
        effects += catch_up(home, case)
    return effects


def catch_up(home: Home, case: str, now: Instant | None = None) -> tuple[tuple[str, Effect], ...]:
    """Take what time has brought about in a case, in one transaction (T1)."""
    reach("before-fire")
    with home.store.write() as writing:
        chapter = Chapter.of(home, writing, case, now or home.clock.now())
        chapter.catch_up()
        recorded = chapter.close()
        reach("in-fire")
    reach("fired")
    return recorded.effects
