"""The lines of a story: one deed each, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from whenever import Instant

from followup.authoring.scenarios.clock import Clock, written
from followup.authoring.scenarios.expecting import expectation, unknown_person
from followup.authoring.scenarios.people import people
from followup.authoring.scenarios.values import facts
from followup.authoring.section import Section
from followup.authoring.spans import span
from followup.authoring.suggesting import meant_or_all
from followup.authoring.tree import Map, Scalar, Stretch
from followup.core.values.events import Wording
from followup.core.values.people import Contact
from followup.core.values.problems import Problem
from followup.core.values.scenario import Act, Deed, Other
from followup.core.values.times import Span, Unit

_TOLD = ("from", "by", "happened", "people", "note")
COMPANIONS: Mapping[str, tuple[str, ...]] = {
    "tell": ("facts", *_TOLD),
    "know": _TOLD,
    "done": ("outcome", "happened", "note"),
    "never": (),
    "approve": (),
    "refuse": (),
    "edit": ("subject", "body"),
    "take": (),
    "still": ("as",),
    "resolve": ("as",),
    "receipt": (),
    "hold": ("note",),
    "lift": (),
    "undo": (),
    "restart": (),
}
"""The verbs, and the keys that may stand beside each of them."""

_ALWAYS = ("at", "after", "case", "refused", "expect")
_AS = {"still": ("send", "skip"), "resolve": ("sent", "not-sent")}


@dataclass(frozen=True, slots=True)
class Scene:
    """What the lines of a story are read with.

    Attributes:
        clock: Of the place.
        begins: When the story begins, if that could be read.
        begins_at: Where that stands.
        people: The contacts at the beginning.
        others: The further cases.
    """

    clock: Clock
    begins: Instant | None
    begins_at: Stretch
    people: Mapping[str, Contact]
    others: Mapping[str, Other]


def story(section: Section, scene: Scene) -> tuple[Act, ...]:
    """Return all lines of a story; what is wrong is noted."""
    return tuple(_Story(scene).acts(section))


class _Story:
    """Goes through a story, and remembers when it is and who is known by now."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._clock = scene.clock
        self._desk = scene.clock.desk
        self._now = scene.begins
        self._now_at = scene.begins_at
        self._people = dict(scene.people)

    def acts(self, section: Section) -> Iterator[Act]:
        for line in section.lines("story", "act"):
            at = self._at(line)
            act = self._act(line, at)
            if at is not None and act is not None:
                yield act

    def _act(self, line: Section, at: Instant | None) -> Act | None:
        verb = self._verb(line)
        case = line.text("case")
        if case and case not in self._scene.others:
            hints = meant_or_all(case, self._scene.others) or ("introduce it under others",)
            self._desk.error(
                line.node.entries["case"].value.at, "unknown-case", f'"{case}" is no case here', *hints
            )
        told = self._told(line, at)
        deed, name = _deed(line, verb)
        expect = line.child("expect", "expect")
        expected = expectation(expect, self._clock, self._people, at) if expect is not None else None
        return Act(
            at=at or Instant.MIN,
            deed=deed,
            name=name,
            case=case,
            facts=facts(line.get("know" if verb == "know" else "facts"), self._clock),
            outcome=self._outcome(line, verb),
            text=Wording(subject=line.text("subject"), body=line.text("body")) if verb == "edit" else None,
            happened=told,
            contact=self._contact(line),
            channel=line.text("by"),
            until=self._until(line, at) if verb == "hold" else None,
            people=self._newcomers(line),
            note=line.text("note"),
            refused=line.text("refused"),
            expect=expected,
            line=line.node.at.start.line + 1,
        )

    def _verb(self, line: Section) -> str:
        """Return the verb of a line, or an empty text; two of them and strange companions are noted."""
        entries = line.node.entries
        verbs = [key for key in entries if key in COMPANIONS]
        for second in verbs[1:]:
            text = f'this line has "{verbs[0]}" already, and a line does one thing'
            self._desk.error(entries[second].key.at, "two-verbs", text, "begin another line with - at: ...")
        verb = verbs[0] if verbs else ""
        fit = (*_ALWAYS, *verbs, *(COMPANIONS[verb] if verb else ()))
        for key, entry in entries.items():
            if key not in fit:
                where = [name for name, keys in COMPANIONS.items() if key in keys]
                here = f'this line has "{verb}"' if verb else "this line does nothing"
                text = f'"{key}" belongs to {_listed(where)}, and {here}'
                self._desk.error(entry.key.at, "out-of-place", text)
        return verb

    def _at(self, line: Section) -> Instant | None:
        """Return the time of a line, and note one before the line above."""
        at, after = line.scalar("at"), line.scalar("after")
        if at is not None and after is not None:
            text = "a line says either when it is, or how long after the line above"
            self._desk.error(line.at_key("after"), "two-times", text, "delete one of them")
        elif at is None and after is None and not line.has("at") and not line.has("after"):
            text = "this line does not say when it is"
            self._desk.error(line.at, "missing-key", text, "at: 2026-10-06 11:00", "after: 3 days")
        now = self._clock.instant(at) if at is not None else self._later(after)
        if now is None:
            return None
        where = (at or after or line.key or Scalar(line.at, "")).at
        if self._now is not None and now < self._now:
            text = "this is earlier than what stands above it"
            hint = f"put it in the order of time; it is {written(self._now, self._clock.zone)} by then"
            self._desk.found.error(
                where, "time-order", text, hint, related=[(self._now_at, "what stands above it")]
            )
            return now
        self._now, self._now_at = now, where
        return now

    def _later(self, after: Scalar | None) -> Instant | None:
        if after is None:
            return None
        found = span(str(after.value))
        if isinstance(found, Problem):
            self._desk.refuse(after, found)
            return None
        if any(part.unit is Unit.BUSINESS_DAY for part in found.parts):
            text = "business days depend on holidays, and a story says exactly when it happens"
            self._desk.error(after.at, "no-business-days", text, "at: 2026-10-06 11:00", "after: 5 days")
            return None
        return _plus(self._now, found, self._clock.zone) if self._now is not None else None

    def _told(self, line: Section, at: Instant | None) -> Instant | None:
        scalar = line.scalar("happened")
        happened = self._clock.instant(scalar)
        if scalar is not None and happened is not None and at is not None and happened > at:
            self._desk.error(scalar.at, "time-order", "it cannot have happened after it was told")
        return happened

    def _until(self, line: Section, at: Instant | None) -> Instant | None:
        scalar = line.scalar("hold")
        if scalar is None or scalar.value is True:
            return None
        if scalar.value is False:
            self._desk.error(scalar.at, "bad-time", "a pause has an end, or none", "hold: true", "lift: true")
            return None
        until = self._clock.instant(scalar)
        if until is not None and at is not None and until <= at:
            self._desk.error(scalar.at, "time-order", "the pause would be over before it begins")
        return until

    def _contact(self, line: Section) -> str | None:
        scalar = line.scalar("from")
        if scalar is None:
            return None
        if scalar.value not in self._people and "from" in line.node.entries:
            self._people |= people(line, self._clock)
            if scalar.value not in self._people:
                self._desk.found.problem(scalar.at, unknown_person(str(scalar.value), self._people))
        return str(scalar.value)

    def _newcomers(self, line: Section) -> tuple[Contact, ...]:
        new = people(line, self._clock, {})
        self._people |= new
        return tuple(new.values())

    def _outcome(self, line: Section, verb: str) -> str:
        if verb == "receipt":
            given = line.child("receipt", "receipt")
            return next((given.text(key) for key in given.node.entries), "") if given is not None else ""
        if verb not in _AS:
            return line.text("outcome")
        scalar = line.scalar("as")
        if scalar is not None and scalar.value not in _AS[verb]:
            one, other = _AS[verb]
            text = f'"{verb}" is answered by {one} or {other}'
            self._desk.error(scalar.at, "unknown-choice", text, f"as: {one}", f"as: {other}")
        return line.text("as")


def _deed(line: Section, verb: str) -> tuple[Deed, str]:
    """Return what is done in a line, and the name it is done to."""
    if not verb:
        return Deed.LOOK, ""
    if verb == "know":
        return Deed.TELL, ""
    if verb == "receipt":
        node = line.get("receipt")
        return Deed.RECEIPT, next(iter(node.entries), "") if isinstance(node, Map) else ""
    deed = Deed(verb)
    return deed, "" if deed in (Deed.HOLD, Deed.LIFT, Deed.UNDO, Deed.RESTART) else line.text(verb)


def _plus(at: Instant, span_: Span, zone: str) -> Instant:
    """Return a later instant: exact time is exact, days keep the time of day."""
    local = at.to_tz(zone)
    for part in span_.parts:
        match part.unit:
            case Unit.MINUTE:
                local = local.add(minutes=part.amount)
            case Unit.HOUR:
                local = local.add(hours=part.amount)
            case Unit.WEEK:
                local = local.add(weeks=part.amount)
            case Unit.MONTH:
                local = local.add(months=part.amount)
            case _:
                local = local.add(days=part.amount)
    return local.to_instant()


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)
