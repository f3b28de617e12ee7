"""Scenarios written and read again: whatever can be said comes back the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whenever import Instant

from followup.authoring.report import render
from followup.authoring.scenario_text import entry, text
from followup.authoring.scenarios import read
from followup.core.values.events import Wording
from followup.core.values.people import Contact, Me
from followup.core.values.scenario import (
    Act,
    Approvals,
    Deed,
    Expectation,
    Other,
    Receipt,
    Scenario,
    Sent,
)

ROOT = Path(__file__).parents[2]
ZONES = ("Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kolkata")
PEOPLE = ("interviewer-a", "chair", "b-2")

_SIGNS = "ab1 ,:#-{}[]'\"|>@&*!?%`.~=\n\\\t"
"""What means something in YAML, somewhere."""

_ODD = (
    *("null", "true", "~", "1.10", "1e3", "0x1f", "2026-10-01", "10:00", "- a", "a: b", "a #b", "a:b"),
    *("a,b", "a, b", "a]b", "a}", "{a", "it's", "a ", " a", "a\n\nb\n", "a\nb", "a\n b\n\n"),
)

WORDS = st.one_of(
    st.text(alphabet=_SIGNS, max_size=9),
    st.text(
        alphabet=st.characters(
            codec="utf-8",
            exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"),
            include_characters="\n\t",
        ),
        max_size=60,
    ),
    st.sampled_from(_ODD),
)
LINE = WORDS.map(lambda words: " ".join(words.split())).filter(bool)
NAME = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
INSTANT = st.integers(min_value=1_750_000_000, max_value=1_900_000_000).map(Instant.from_timestamp)
PERSON = st.sampled_from(PEOPLE)


def _zoned(zone: str) -> st.SearchStrategy[str]:
    return INSTANT.map(lambda at: at.to_tz(zone).format_iso())


def _values(zone: str) -> st.SearchStrategy[object]:
    single = st.one_of(WORDS, _zoned(zone), st.just("2026-10-01 16:30"), st.dates().map(str))
    whole = st.integers(min_value=-(10**14), max_value=10**14)
    return st.one_of(st.none(), st.booleans(), whole, single, st.lists(single, max_size=3).map(tuple))


def _mapping(values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(NAME, values, max_size=2)


@st.composite
def _contact(draw: st.DrawFn, name: str) -> Contact:
    return Contact(
        id=name,
        name=draw(LINE),
        name_verified=draw(st.booleans()),
        title=draw(WORDS),
        role=draw(st.sampled_from(["", "manager", "chair"])),
        main=draw(st.booleans()),
        addresses=draw(st.dictionaries(st.sampled_from(["email", "phone", "sms"]), LINE)),
        do_not_contact=draw(st.booleans()),
        away_until=draw(st.none() | INSTANT),
    )


@st.composite
def _expectation(draw: st.DrawFn, zone: str, now: Instant) -> Expectation:
    phrases = st.lists(WORDS, max_size=2).map(tuple)
    sent = st.builds(lambda item, who: Sent(at=now, item=item, contact=who), NAME, PERSON | st.just(""))
    return Expectation(
        state=draw(st.none() | NAME),
        outcome=draw(st.none() | st.just("") | NAME),
        round=draw(st.none() | st.integers(0, 9)),
        sent=draw(st.none() | st.lists(sent, max_size=2).map(tuple)),
        not_sent=draw(st.lists(NAME, max_size=2).map(tuple)),
        most=draw(_mapping(st.integers(0, 9))),
        items=draw(_mapping(st.sampled_from(["sent", "handed_over", "none"]))),
        due=draw(_mapping(st.none() | INSTANT)),
        blocked=draw(_mapping(st.tuples(st.lists(NAME, max_size=2).map(tuple), st.none() | INSTANT))),
        facts=draw(_mapping(st.lists(_values(zone), max_size=2).map(tuple))),
        stuck=draw(_mapping(st.lists(NAME, max_size=2).map(tuple))),
        about=draw(_mapping(st.lists(PERSON, max_size=2).map(tuple))),
        said=draw(phrases),
        wants=draw(st.none() | phrases),
        text=draw(_mapping(phrases)),
        lacks=draw(_mapping(phrases)),
        ends=draw(st.none() | st.booleans()),
        settles=draw(st.just(1100) | st.integers(1, 5000)),
    )


@st.composite
def _act(draw: st.DrawFn, zone: str, at: Instant) -> Act:
    deed = draw(st.sampled_from(Deed))
    act = Act(
        at=at,
        deed=deed,
        case=draw(st.sampled_from(["", "rival"])),
        refused=draw(st.sampled_from(["", "cannot-undo"])),
        expect=draw(st.none() | _expectation(zone, at)),
    )
    name = draw(NAME)
    match deed:
        case Deed.TELL:
            return replace(
                act,
                name=draw(st.just("") | NAME),
                facts=draw(_mapping(_values(zone))),
                contact=draw(st.none() | PERSON),
                channel=draw(st.just("") | NAME),
                happened=draw(st.none() | st.just(at)),
                note=draw(WORDS),
                people=draw(st.just(()) | _contact("newcomer").map(lambda one: (one,))),
            )
        case Deed.DONE:
            return replace(act, name=name, outcome=draw(st.just("") | NAME), note=draw(WORDS))
        case Deed.EDIT:
            wording = st.builds(lambda subject, body: Wording(subject=subject, body=body), WORDS, WORDS)
            return replace(act, name=name, text=draw(wording))
        case Deed.STILL:
            return replace(act, name=name, outcome=draw(st.sampled_from(["send", "skip"])))
        case Deed.RESOLVE:
            return replace(act, name=name, outcome=draw(st.sampled_from(["sent", "not-sent"])))
        case Deed.RECEIPT:
            return replace(act, name=name, outcome=draw(st.sampled_from(Receipt)).value)
        case Deed.HOLD:
            return replace(act, until=draw(st.none() | st.just(at.add(hours=30))), note=draw(WORDS))
        case Deed.LOOK | Deed.LIFT | Deed.UNDO | Deed.RESTART:
            return act
        case _:
            return replace(act, name=name)


@st.composite
def _scenario(draw: st.DrawFn) -> Scenario:
    zone = draw(st.sampled_from(ZONES))
    times = sorted(draw(st.lists(INSTANT, min_size=1, max_size=4)))
    approvals = draw(st.sampled_from(Approvals))
    other = Other(
        name="rival",
        begins=times[0],
        playbook=draw(st.just("") | NAME),
        owner=draw(st.just("") | NAME),
        facts=draw(_mapping(_values(zone))),
    )
    return Scenario(
        name=draw(NAME),
        why=draw(WORDS),
        place=f"PLAIN {zone}",
        begins=times[0],
        me=draw(
            st.builds(lambda name, zone: Me(name=name, email="", zone=zone), LINE, st.sampled_from(ZONES))
        ),
        given=draw(_mapping(_values(zone))),
        people=tuple(draw(_contact(name)) for name in PEOPLE),
        approvals=approvals,
        approve_after=draw(st.integers(1, 9000)) if approvals is Approvals.LATER else 0,
        ways=draw(st.dictionaries(NAME, st.sampled_from(["sends", "person"]), max_size=2)),
        others=(other,),
        story=tuple(draw(_act(zone, at)) for at in times[1:]),
        fails_on=draw(st.just("") | NAME),
        promise=draw(st.just("") | NAME),
    )


def _bare(scenarios: tuple[Scenario, ...]) -> list[Scenario]:
    """Return scenarios without the lines they stand on."""
    return [replace(one, line=0, story=tuple(replace(act, line=0) for act in one.story)) for one in scenarios]


def _again(written: str) -> list[Scenario]:
    suite, findings = read(written.encode(), "some.tests.yaml", almanac_place=str)
    assert suite is not None, f"{written}\n{render(findings)}"
    assert not findings, render(findings)
    return _bare(suite.scenarios)


@settings(max_examples=60, deadline=None)
@given(st.lists(_scenario(), min_size=1, max_size=2, unique_by=lambda one: one.name))
def test_what_is_written_reads_back_the_same(scenarios: list[Scenario]) -> None:
    """Guards that a refutation can be saved as a test, whatever it is about."""
    assert _again(text(scenarios)) == scenarios
    for one in scenarios:
        assert _again(f"scenarios:\n{entry(one)}") == [one]


@pytest.mark.parametrize("file", sorted(ROOT.glob("playbooks/*.tests.yaml")), ids=lambda file: file.name)
def test_the_library_reads_back_the_same(file: Path) -> None:
    """Guards the same for stories that people have written."""
    from followup.runtime.almanac import PublicAlmanac

    suite, _ = read(file.read_bytes(), file.name, almanac_place=PublicAlmanac().place)
    assert suite is not None
    assert _again(text(suite.scenarios)) == _bare(suite.scenarios)
