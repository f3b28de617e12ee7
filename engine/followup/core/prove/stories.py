"""Stories: a refutation as a scenario that can be run, and as lines that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from whenever import Instant

from followup.core.names import shown
from followup.core.prove.representatives import BEGINS, ME, PLACE, ZONE
from followup.core.prove.scene import Scene
from followup.core.values.events import FactValue
from followup.core.values.scenario import Act, Approvals, Deed, Expectation, Receipt, Scenario
from followup.core.values.surroundings import Surroundings

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def scenario(
    *,
    name: str,
    promise: str,
    why: str,
    given: Mapping[str, FactValue],
    world: Surroundings,
    story: Iterable[Act],
    at_once: bool = False,
) -> Scenario:
    """Return a story as a scenario: everything is approved at once, or nothing but what it says."""
    acts = tuple(story)
    named = " ".join(repr((act.contact, dict(act.facts))) for act in acts) + repr(given)
    return Scenario(
        name=name,
        why=why,
        place=PLACE,
        begins=BEGINS,
        me=ME,
        given=given,
        people=tuple(one for one in world.contacts.values() if one.id in named),
        approvals=Approvals.AT_ONCE if at_once else Approvals.NEVER,
        story=acts,
        promise=promise,
    )


def acts_of(scenes: Iterable[Scene]) -> list[Act]:
    """Return all that was done in some scenes, in order."""
    return [act for scene in scenes for act in scene.acts if act.deed is not Deed.LOOK]


def leaving(acts: Sequence[Act]) -> list[Act]:
    """Return acts in which what was not to leave really leaves: its channel does not fail on the way.

    To the prover an attempt is a departure, whatever is answered; a test counts what left.
    """
    expect = acts[-1].expect if acts else None
    kept = frozenset(expect.not_sent) if expect is not None else frozenset()
    return [
        act
        for act in acts
        if act.deed is not Deed.RECEIPT
        or act.name not in kept
        or act.outcome not in (Receipt.FAILED, Receipt.RETRY)
    ]


def expecting(at: Instant, expectation: Expectation) -> Act:
    """Return the last act of a story: a look, and what was promised."""
    return Act(at=at, deed=Deed.LOOK, expect=expectation)


def lines(scenes: list[Scene], last: str) -> tuple[str, ...]:
    """Return a story for people, one line for each thing that happens.

    Args:
        scenes: Its scenes.
        last: What is wrong in the end.
    """
    found = [f"{_when(scenes[0].now)}   the case begins in {shown(scenes[0].case.state)}"]
    before = scenes[0]
    for scene in scenes[1:]:
        words = list(_happens(before, scene))
        if words:
            found.append(f"{_when(scene.now)}   {'; '.join(words)}")
        before = scene
    found.append(f"{_when(scenes[-1].now)}   {last}")
    return tuple(found)


def _happens(before: Scene, scene: Scene) -> Iterator[str]:
    yield from (_deed(act) for act in scene.acts if act.deed is not Deed.LOOK)
    for timer in scene.fired:
        yield f"{shown(timer.partition('.')[2])} is due"
    for gone, _ in scene.fresh:
        person = scene.world.contacts.get(gone.contact)
        whom = f" to {person.name}" if person is not None else ""
        way = scene.world.ways.get(gone.way)
        what = "is yours to do" if way is not None and way.person else "leaves"
        yield f"{shown(gone.item)} {what}{whom} by {gone.way}"
    for name, item in scene.case.items.items():
        old = before.case.items.get(name)
        if item.status == "expired" and (old is None or old.status != "expired"):
            yield f"{shown(name)} expires"
    if scene.case.state != before.case.state:
        yield f"-> {shown(scene.case.state)}"


def _deed(act: Act) -> str:
    if act.deed is Deed.TELL:
        facts = ", ".join(f"{shown(name)} {_said(value)}" for name, value in act.facts.items())
        return f"{shown(act.name)}{': ' if act.name and facts else ''}{facts}"
    words = {
        Deed.APPROVE: "you approve",
        Deed.DONE: "you do",
        Deed.REFUSE: "you refuse",
        Deed.NEVER: "you will not do",
        Deed.TAKE: "you take",
        Deed.RESOLVE: "you say of",
        Deed.RECEIPT: "from now on the channel answers for",
    }
    tail = f" ({act.outcome})" if act.outcome else ""
    return f"{words.get(act.deed, act.deed.value)} {shown(act.name)}{tail}"


def _said(value: FactValue) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " and ".join(value) if value else "nobody"
    text = str(value)
    text = f"{text[:37]}..." if len(text) > 40 and "[" not in text else text
    return text[:16].replace("T", " ") if "T" in text and "[" in text else text


def _when(at: Instant) -> str:
    local = at.to_tz(ZONE)
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[local.date().day_of_week().value - 1]
    month = _MONTHS[local.month - 1]
    return f"{day} {local.day} {month} {local.hour:02}:{local.minute:02}"
