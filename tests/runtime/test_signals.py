"""Signals: what happens in one case and matters to another of the same candidate."""

from __future__ import annotations

from tests.runtime.world import World, fact, person

from followup.core.values.people import Me
from followup.runtime import acting, looking
from followup.runtime.views import Verb


def two_cases(world: World) -> None:
    world.begin(name="first")
    world.begin(person("p-1"), name="second", company="Birch")


def test_an_offer_reaches_the_other_cases(world: World) -> None:
    """An offer here becomes an event there, once, with its facts under their names there."""
    two_cases(world)
    until = fact("2026-10-09 17:00")
    report = acting.tell(world.home, "first", event="offered", facts={"offer_until": until})
    assert report.case is not None
    assert report.case.id == "first"
    other = world.case("second")
    assert other.facts["rival_until"][-1].value == until
    assert other.happened["rival_offer"].at == world.clock.now()
    version = other.version
    world.step()
    assert world.case("second").version == version
    assert "rival_offer" not in world.case("first").happened


def test_nobody_elses_cases_hear_of_it(world: World) -> None:
    """No candidate is told of another."""
    world.begin(name="first")
    world.begin(person("p-1"), name="other", owner="c07", me=Me(name="Other candidate"))
    version = world.case("other").version
    acting.tell(world.home, "first", event="offered", facts={"offer_until": fact("2026-10-09 17:00")})
    assert world.case("other").version == version


def test_what_lacks_a_fact_waits_for_it(world: World) -> None:
    """An offer without a date is asked about in the other case instead of being lost or invented."""
    two_cases(world)
    acting.tell(world.home, "first", event="offered", facts={})
    needs = looking.case_view(world.home, "second").needs
    asked = next(need for need in needs if "rival" in need.text)
    assert asked.verb is Verb.TELL
    assert list(asked.asks) == ["rival_until"]
    acting.tell(world.home, "second", event="rival_offer", facts={"rival_until": fact("2026-10-09 17:00")})
    assert not any("rival" in need.text for need in looking.case_view(world.home, "second").needs)


def test_a_proposal_waits_for_a_yes_or_a_no(world: World) -> None:
    """Accepting one offer proposes to withdraw the others; nothing is withdrawn unasked."""
    two_cases(world)
    world.begin(person("p-2"), name="third", company="Cedar")
    acting.tell(world.home, "first", event="accepted", facts={})
    assert world.case("first").state == "closed"
    assert world.case("second").state == "thanking"
    wanted = {need.case for need in looking.today(world.home).needs if "withdrawn" in need.text}
    assert wanted == {"second", "third"}
    acting.tell(world.home, "second", event="withdrawn", facts={})
    assert looking.find_item(world.home, "third/withdrawn", exact=True) == ("third", "withdrawn")
    acting.never(world.home, "third", "withdrawn")
    assert not [need for need in looking.today(world.home).needs if "withdrawn" in need.text]
    assert world.case("third").state == "thanking"


def test_a_case_that_is_over_hears_nothing(world: World) -> None:
    """A signal to a case that has ended is dropped."""
    two_cases(world)
    acting.tell(world.home, "second", event="withdrawn", facts={})
    version = world.case("second").version
    acting.tell(world.home, "first", event="accepted", facts={})
    assert world.case("second").version == version
    with world.home.store.read() as reading:
        assert reading.signals() == ()


def test_a_signal_causes_no_signal_of_the_same_event(world: World) -> None:
    """Two cases that tell each other the same news tell it once; only cases at that employer hear it."""
    world.begin(name="first")
    world.begin(person("p-1"), name="second")
    world.begin(person("p-2"), name="third", company="Birch")
    acting.tell(world.home, "first", event="advertised", facts={})
    heard = {}
    for name in ("first", "second", "third"):
        with world.home.store.read() as reading:
            heard[name] = sum(entry.event.name == "advertised" for entry in reading.log(name))
    assert heard == {"first": 1, "second": 1, "third": 0}
