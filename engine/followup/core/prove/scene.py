"""A scene: one case at one moment, with the world around it and the acts that led there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from whenever import Instant

from followup.core.values.case import Case
from followup.core.values.scenario import Act
from followup.core.values.surroundings import Surroundings, Touch


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A message that has left, or was handed to the person who carries it.

    Attributes:
        item: Item id.
        name: The message.
        contact: To whom.
        way: How.
        at: When.
        round: In which round.
        leaf: Where the case was.
        counted: Whether it counts by the playbook.
    """

    item: str
    name: str
    contact: str
    way: str
    at: Instant
    round: int
    leaf: str
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A case at one moment. Values only; a scene is never changed.

    Attributes:
        case: The case.
        now: The present.
        world: What lies outside it.
        receipts: What deliveries are answered, by item id; sent where nothing is said.
        left: What has left so far, oldest first.
        fired: Timers that have moved the case so far.
        fresh: What left, and which timers fired, in the move that led here.
        acts: What was done in the move that led here.
        behind: The scene before, or None.
    """

    case: Case
    now: Instant
    world: Surroundings
    receipts: Mapping[str, str] = field(default_factory=dict)
    left: tuple[Departure, ...] = ()
    fresh: tuple[tuple[Departure, Scene], ...] = ()
    fired: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    behind: Scene | None = None

    def story(self) -> tuple[Act, ...]:
        """Return every act that led here, in the order of time."""
        found: list[tuple[Act, ...]] = []
        scene: Scene | None = self
        while scene is not None:
            found.append(scene.acts)
            scene = scene.behind
        return tuple(act for acts in reversed(found) for act in acts)

    def scenes(self) -> Iterator[Scene]:
        """Yield the scenes that led here, this one last."""
        found = [self]
        while found[-1].behind is not None:
            found.append(found[-1].behind)
        yield from reversed(found)


def touched(world: Surroundings, case: Case) -> Surroundings:
    """Return the world with the touches of a case as it stands."""
    touches = tuple(
        Touch(
            contact=item.contact,
            at=item.at,
            case=case.id,
            item=item.id,
            round=item.round,
            owner=case.owner,
            counted=item.counted and _counts(world, item.draft.way if item.draft is not None else ""),
            way=item.draft.way if item.draft is not None else "",
        )
        for item in case.items.values()
        if item.contact is not None and item.at is not None and item.status.left
    )
    if touches == world.touches:
        return world
    return replace(world, touches=tuple(sorted(touches, key=lambda touch: touch.at)))


def _counts(world: Surroundings, way: str) -> bool:
    carrier = world.ways.get(way)
    return carrier is None or carrier.counts
