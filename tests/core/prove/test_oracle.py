"""The second opinion objects to what the gate would never let through."""

from __future__ import annotations

from dataclasses import replace

from tests.core.telling import mini

from followup.core.prove.drive import Drive
from followup.core.prove.oracle import objections
from followup.core.prove.representatives import BEGINS, REACHED, people, surroundings, usual
from followup.core.prove.scene import Departure, Scene
from followup.core.values.playbook import Playbook
from followup.core.values.surroundings import Touch


def drafted() -> Scene:
    """Return a case in which a thank-you lies drafted, two hours and more after the interview."""
    playbook = mini()
    drive = Drive(playbook)
    given = {name: usual(fact, (), BEGINS) for name, fact in playbook.facts.items() if not fact.optional}
    given |= {"ended_at": usual(playbook.facts["ended_at"], (), BEGINS), "interviewers": (REACHED,)}
    return drive.begin(surroundings(playbook), given, BEGINS)


def gone(scene: Scene, hours: int = 0) -> Departure:
    return Departure(
        item="thank_you",
        name="thank_you",
        contact=REACHED,
        way="email",
        at=scene.now.add(hours=hours),
        round=1,
        leaf=scene.case.state,
        counted=True,
    )


def paths(playbook: Playbook, scene: Scene, hours: int = 0) -> list[str]:
    return [path for path, _ in objections(playbook, scene, gone(scene, hours))]


def test_what_keeps_every_rule_meets_no_objection() -> None:
    """Guards against a second opinion that cries wolf."""
    assert paths(mini(), drafted()) == []


def test_hours_expiry_limits_and_bans_are_each_seen() -> None:
    """Guards that every kind of rule is looked at."""
    scene = drafted()
    assert paths(mini(), scene, hours=6) == ["courtesy.hours"]
    assert paths(mini(), scene, hours=24 * 7) == ["messages.thank_you.expires"]
    left = tuple(replace(gone(scene), item=f"other_{number}") for number in range(4))
    touched = replace(scene.world, touches=tuple(_touch(one.item, scene) for one in left))
    full = replace(scene, left=left, world=touched)
    assert "courtesy.limits.contact" in paths(mini(), full)
    silent = {**people(mini()), REACHED: replace(people(mini())[REACHED], do_not_contact=True)}
    banned = replace(scene, world=replace(scene.world, contacts=silent))
    assert paths(mini(), banned) == ["courtesy.bans.asked_not_to"]


def _touch(item: str, scene: Scene) -> Touch:
    at = scene.now.subtract(hours=24 * 9)
    return Touch(contact=REACHED, at=at, case="proof", item=item, round=1, owner="me", way="email")
