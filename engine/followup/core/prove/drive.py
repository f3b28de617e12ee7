"""Drives a case as the runtime does: time brings about what is due, what is approved and may go goes.

The runtime's own order, in values: take what is due until nothing is, then attempt each message that
is approved and that the gate lets through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from whenever import Instant

from followup.core import machine, outlook
from followup.core.courtesy import may
from followup.core.knowledge import Knowledge
from followup.core.prove.scene import Departure, Scene, touched
from followup.core.step import begin, case_after
from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.events import Event, EventKind, FactValue
from followup.core.values.playbook import ItemKind, Playbook
from followup.core.values.scenario import Act, Deed
from followup.core.values.surroundings import Surroundings
from followup.core.values.times import Moment
from followup.errors import FollowupError

LONGEST_RUN = 32
ENGINE = "the engine"


class Stopped(FollowupError):
    """The engine fails on a move: the case would be held.

    Attributes:
        scene: The scene before.
        acts: What was being done.
    """

    def __init__(self, scene: Scene, acts: tuple[Act, ...], fault: FollowupError) -> None:
        super().__init__(fault.code, fault.text)
        self.scene = scene
        self.acts = acts


class Restless(FollowupError):
    """Time brings about events in a case without end."""

    def __init__(self) -> None:
        super().__init__("restless", f"time brings about more than {LONGEST_RUN} events at once")


@dataclass(frozen=True, slots=True)
class Drive:
    """Moves scenes of one playbook (whole, or a slice of it)."""

    playbook: Playbook

    # Beginning and news ----------------------------------------------------------------------

    def begin(self, world: Surroundings, facts: Mapping[str, FactValue], now: Instant) -> Scene:
        """Return the first scene of a case."""
        event = Event(kind=EventKind.STARTED, occurred_at=now, recorded_at=now, seq=1, facts=facts)
        told = begin(
            self.playbook,
            id="proof",
            owner="me",
            digest="proof",
            event=event,
            surroundings=world,
            now=now,
        )
        return self._settled(Scene(case=told.case, now=now, world=world))

    def tell(
        self, scene: Scene, event: str, facts: Mapping[str, FactValue], *, contact: str | None = None
    ) -> Scene:
        """Tell an event of the playbook; an empty name tells only facts."""
        act = Act(at=scene.now, deed=Deed.TELL, name=event, facts=dict(facts), contact=contact)
        kind = EventKind.HAPPENED if event else EventKind.KNOWN
        told = self._event(scene, kind, name=event, facts=facts, contact=contact)
        return self._do(scene, (act,), told)

    def words(self, scene: Scene, item: str, facts: Mapping[str, FactValue]) -> Scene:
        """Tell facts that belong to one message."""
        act = Act(at=scene.now, deed=Deed.TELL, facts=dict(facts))
        mine = {f"{item}.{name}": said for name, said in facts.items()}
        return self._do(scene, (act,), self._event(scene, EventKind.KNOWN, facts=mine))

    # The person ------------------------------------------------------------------------------

    def answer(self, scene: Scene, item: str, receipt: str) -> Scene:
        """Say what the channel of a message answers from now on."""
        act = Act(at=scene.now, deed=Deed.RECEIPT, name=item, outcome=receipt)
        receipts = {**scene.receipts, item: receipt}
        return replace(scene, receipts=receipts, behind=scene, acts=(act,), fresh=(), fired=())

    def approve(self, scene: Scene, item: str) -> Scene:
        """Approve a draft as it stands."""
        draft = scene.case.items[item].draft
        assert draft is not None  # noqa: S101 - the caller has looked
        act = Act(at=scene.now, deed=Deed.APPROVE, name=item)
        told = self._event(scene, EventKind.APPROVED, item=item, digest=draft.digest)
        return self._do(scene, (act,), told)

    def done(self, scene: Scene, item: str, outcome: str) -> Scene:
        """Say that a person did something, and how it went."""
        told = "" if outcome in ("done", "sent") else outcome
        act = Act(at=scene.now, deed=Deed.DONE, name=item, outcome=told)
        return self._do(scene, (act,), self._event(scene, EventKind.ITEM, item=item, outcome=outcome))

    def refuse(self, scene: Scene, item: str) -> Scene:
        """Say that something will not be done, or not be sent."""
        kind = self.playbook.items[scene.case.items[item].name]
        deed = Deed.NEVER if kind.kind is ItemKind.TASK else Deed.REFUSE
        act = Act(at=scene.now, deed=deed, name=item)
        return self._do(scene, (act,), self._event(scene, EventKind.ITEM, item=item, outcome="skipped"))

    def resolve(self, scene: Scene, item: str, *, sent: bool) -> Scene:
        """Say what became of something in doubt."""
        act = Act(at=scene.now, deed=Deed.RESOLVE, name=item, outcome="sent" if sent else "not-sent")
        outcome = "sent" if sent else "not_sent"
        return self._do(scene, (act,), self._event(scene, EventKind.ITEM, item=item, outcome=outcome))

    def take(self, scene: Scene, name: str) -> Scene:
        """Take a message that the state offers."""
        act = Act(at=scene.now, deed=Deed.TAKE, name=name)
        return self._do(scene, (act,), self._event(scene, EventKind.TAKEN, name=name))

    # Time ------------------------------------------------------------------------------------

    def next(self, scene: Scene) -> Instant | None:
        """Return when the case has to be looked at again by itself; None: never."""
        if self.playbook.states[scene.case.state].final:
            return None
        found = outlook.row(self.playbook, scene.case, scene.world, scene.now).due
        return None if found is None else max(found, scene.now)

    def wait(self, scene: Scene, until: Instant) -> Scene:
        """Let time pass to an instant; what is due then happens."""
        there = replace(scene, now=until, behind=scene, acts=(), fresh=(), fired=())
        if self.playbook.states[scene.case.state].final:
            return there
        try:
            return self._settled(there, woke=True)
        except FollowupError as fault:
            raise Stopped(scene, (Act(at=until),), fault) from fault

    def _do(self, scene: Scene, acts: tuple[Act, ...], event: Event) -> Scene:
        """Take what somebody does, and all that follows from it at once."""
        try:
            after = self._taken(scene, event)
            return self._settled(replace(after, behind=scene, acts=acts, fresh=(), fired=()))
        except FollowupError as fault:
            raise Stopped(scene, acts, fault) from fault

    # What follows ----------------------------------------------------------------------------

    def _settled(self, scene: Scene, *, woke: bool = False) -> Scene:
        """Take what is due, then send what may go, until nothing follows."""
        scene = self._caught_up(scene, woke=woke)
        tried: set[str] = set()
        while True:
            ready = [
                item
                for item in scene.case.items.values()
                if item.status is ItemStatus.APPROVED and item.id not in tried
            ]
            going = next((item for item in ready if self._may(scene, item)), None)
            if going is None:
                return scene
            tried.add(going.id)
            scene = self._attempt(scene, going)

    def _may(self, scene: Scene, item: Item) -> bool:
        return may(self.playbook, scene.case, item.id, scene.world, scene.now).go

    def _caught_up(self, scene: Scene, *, woke: bool = False) -> Scene:
        for turn in range(LONGEST_RUN):
            if self.playbook.states[scene.case.state].final:
                return scene
            timer = self._due_timer(scene)
            if timer is not None:
                after = self._take(scene, EventKind.FIRED, name=timer, by=ENGINE)
                scene = replace(after, fired=(*scene.fired, timer))
            elif woke and turn == 0:
                scene = self._take(scene, EventKind.WOKE, by=ENGINE)
            else:
                return scene
        raise Restless

    def _due_timer(self, scene: Scene) -> str | None:
        case = scene.case
        due = [
            (armed.due.at, order, name)
            for order, (name, armed) in enumerate(case.timers.items())
            if not armed.fired and isinstance(armed.due, Moment) and armed.due.at <= scene.now
        ]
        if not due:
            return None
        known = Knowledge(self.playbook, case, scene.world)
        chooser = machine.machine_of(self.playbook)

        def holds(guard: str | None) -> bool:
            return known.holds(guard) is True

        ripe = [one for one in due if chooser.choose(case.state, machine.fired(one[2]), holds)]
        return min(ripe)[2] if ripe else None

    def _attempt(self, scene: Scene, item: Item) -> Scene:
        """Make one attempt, and take what the channel answers."""
        assert item.draft is not None  # noqa: S101 - what is approved has words
        gone = Departure(
            item=item.id,
            name=item.name,
            contact=item.contact or "",
            way=item.draft.way,
            at=scene.now,
            round=item.round,
            leaf=scene.case.state,
            counted=self.playbook.items[item.name].counts,
        )
        way = scene.world.ways.get(item.draft.way)
        by_person = way is not None and way.person
        answer = "handed_over" if by_person else scene.receipts.get(item.id, "sent").replace(" ", "_")
        number = item.attempt + 1
        started = self._take(
            scene, EventKind.ATTEMPT, item=item.id, digest=item.approved, attempt=number, by=ENGINE
        )
        until = scene.now.add(hours=1) if answer == "retry" else None
        after = self._take(
            started, EventKind.ITEM, item=item.id, outcome=answer, attempt=number, until=until, by=ENGINE
        )
        after = replace(after, left=(*scene.left, gone), fresh=(*scene.fresh, (gone, scene)))
        return self._caught_up(after)

    def _take(self, scene: Scene, kind: EventKind, **more: Any) -> Scene:
        return self._taken(scene, self._event(scene, kind, **more))

    @staticmethod
    def _event(scene: Scene, kind: EventKind, **more: Any) -> Event:
        seq = scene.case.version + 1
        return Event(kind=kind, occurred_at=scene.now, recorded_at=scene.now, seq=seq, **more)

    def _taken(self, scene: Scene, event: Event) -> Scene:
        case: Case = case_after(self.playbook, scene.case, event, scene.world, scene.now)
        return replace(scene, case=case, world=touched(scene.world, case))
