"""Stacks of overlays: a set, in which nothing is touched twice and the tighter rule holds."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.authoring.overlaid import BASE, codes, same, stacked, written
from tests.authoring.test_overlays import ACCEPTED, BOOKS

from followup.authoring.compile import read, read_stack
from followup.authoring.library import Text
from followup.core.values.playbook import Pick, Playbook
from followup.core.values.times import Part, Span, Unit

DICE = random.Random(20261125)
PAIRS = DICE.sample([(one, other) for one in ACCEPTED for other in ACCEPTED if one.stem < other.stem], 30)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0].stem}+{pair[1].stem}")
def test_the_order_of_a_stack_never_matters(pair):
    """Guards that a stack is a set: any two examples give one digest, or one refusal, either way round."""
    books = [Text(file.name, file.read_bytes()) for file in pair]
    found, findings = same(
        read_stack(books, library=BOOKS, flow=False), read_stack(books[::-1], library=BOOKS, flow=False)
    )
    assert found is not None or any(one.severity == "error" for one in findings)


@st.composite
def rules(draw: st.DrawFn, name: str) -> Text:
    """Return an overlay that tightens limits, a ban and hours, and changes one setting of its own."""
    most = draw(st.integers(0, 4))
    apart = draw(st.integers(1, 9))
    allow = draw(st.sampled_from(["[]", "[answer]", "[answer, thanks_for_telling]"]))
    way = draw(st.sampled_from(["email", "visit", "card"]))
    never = draw(st.lists(st.sampled_from(["one", "two", "three"]), unique=True))
    return written(
        name,
        f"""
        settings:
          {name}_pause: {{use: {apart} days, because: It has one.}}
        courtesy:
          limits:
            contact: {{most: {most}, apart: {apart} days, because: So it is here.}}
            ways: {{{way}: {{most: {most}, because: So it is here.}}}}
          bans:
            asked_not_to: {{allow: {allow}, because: So it is here.}}
        wording: {{never: [{", ".join(never)}], because: So it is here.}}
        """,
    )


@settings(max_examples=15, deadline=None)
@given(rules("north"), rules("south"))
def test_what_both_ask_for_holds(north: Text, south: Text):
    """Guards that limits, bans and phrases of a stack are as tight as those of each overlay."""
    alone = [read(one.data, one.file, library=BOOKS)[0] for one in (north, south)]
    found, findings = stacked(north, south)
    assert found is not None, findings
    both = found.playbook.courtesy
    for one in alone:
        assert one is not None
        mine = one.playbook.courtesy
        assert (both.limits["contact"].most or 0) <= (mine.limits["contact"].most or 0)
        assert _days(both.limits["contact"].apart) >= _days(mine.limits["contact"].apart)
        assert set(both.bans["asked_not_to"].allow) <= set(mine.bans["asked_not_to"].allow)
        for way, limit in mine.ways.items():
            assert (both.ways[way].most or 0) <= (limit.most or 0)
        assert set(found.playbook.wording.never) >= set(one.playbook.wording.never)


def _days(span: Span | None) -> int:
    assert span is not None
    assert all(part.unit is Unit.DAY for part in span.parts)
    return sum(part.amount for part in span.parts)


def test_a_stack_is_called_after_all_of_it():
    """Guards name, version and title of what comes out, and that every change says from whom it is."""
    south = written("south", "settings: {rounds: {use: 1, because: Once.}}")
    north = written("north", "settings: {tone: {use: warm, because: It is cold.}}")
    east = written("east", "facts: {nickname: {drop: Nobody has one.}}")
    found, findings = read_stack([south, north, east], library=BOOKS)
    assert found is not None, findings
    assert found.playbook.name == "east+north+south"
    assert found.playbook.title == "East + North + South"
    assert found.extends == "kitchen@2"
    assert {change.overlay for change in found.changes} == {"east", "north", "south"}
    assert {change.file for change in found.changes} == {"east.yaml", "north.yaml", "south.yaml"}
    assert found.places["settings.rounds"] == ("south.yaml", 5)
    assert found.places["settings.tone"] == ("north.yaml", 5)


@pytest.mark.parametrize(
    ("first", "second", "thing"),
    [
        ("settings: {rounds: {use: 1, because: X.}}", "settings: {rounds: {use: 3, because: X.}}", "rounds"),
        ("messages: {ask: {drop: X.}}", "messages: {ask: {via: [email], because: X.}}", "ask"),
        ("states: {waiting: {do: [ask], because: X.}}", "states: {waiting: {do: [], because: X.}}",
         "states.waiting.do"),
        ("courtesy: {hours: {any: business days 10:00-11:00, because: X.}}",
         "courtesy: {hours: {any: business days 11:00-12:00, because: X.}}", "courtesy.hours"),
        ("wording: {words: {most: 90}, because: X.}", "wording: {words: {most: 80}, because: X.}", "wording"),
        ("courtesy: {bans: {rain: {why: X., if: busy, because: X.}}}",
         "courtesy: {bans: {rain: {why: X., via: [phone], because: X.}}}", "courtesy.bans.rain"),
        ("courtesy: {limits: {contact: {apart: 2 days, because: X.}}}",
         "courtesy: {limits: {contact: {apart: 60 hours, because: X.}}}", "nobody can say"),
        ("courtesy: {waits: {settling_in: {drop: X.}}}",
         "courtesy: {waits: {settling_in: {until: patience and 9 days after ended_at, because: X.}}}",
         "courtesy.waits.settling_in"),
    ],
)  # fmt: skip
def test_a_thing_touched_by_both_is_named(first: str, second: str, thing: str):
    """Guards that no stack decides silently between two overlays, and that both places are shown."""
    found, findings = stacked(written("north", first), written("south", second))
    assert found is None
    assert codes(findings) == ["stack-clash"]
    assert thing in findings[0].text
    assert findings[0].place.file == "south.yaml"
    assert findings[0].related[0][0].file == "north.yaml"


def test_a_state_one_drops_and_the_other_changes_is_a_clash():
    """Guards a thing that is touched inside what the other leaves out."""
    drops = """
        states:
          waiting: {timers: {silence: {due: 9 days after entry, go: over}}, because: X.}
          quiet: {drop: X.}
        promises: {quiet_then: {drop: X., widens: X.}}
        """
    changes = "states: {quiet: {events: {told: {go: open}}, because: X.}}"
    found, findings = stacked(written("north", drops), written("south", changes))
    assert found is None
    assert "stack-clash" in codes(findings)


def test_different_keys_of_one_message_are_no_clash():
    """Guards that one overlay may say to whom a message goes, and another one how late."""
    found, findings = stacked(
        written("north", "messages: {thanks: {to: one of people, because: X.}}"),
        written("south", "messages: {thanks: {expires: 1 day after ended_at, because: X.}}"),
    )
    assert found is not None, findings
    assert found.playbook.items["thanks"].target.pick is Pick.ONE
    told = [(change.keys, change.overlay) for change in found.changes]
    assert told == [(("to",), "north"), (("expires",), "south")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("to: one of people", "to: each of people"),
        ("to: one of people", "reply_to: heard"),
        ("via: [phone]", 'texts: {phone: {body: "Hello."}}'),
        ("wording: {never: [one]}", "wording: {never: [two]}"),
    ],
)
def test_what_two_keys_say_between_them_clashes(first: str, second: str):
    """Guards that nobody decides by chance who is addressed, or which words go by which way."""
    found, findings = stacked(
        written("north", f"messages: {{thanks: {{{first}, because: X.}}}}"),
        written("south", f"messages: {{thanks: {{{second}, because: X.}}}}"),
    )
    assert found is None
    assert "stack-clash" in codes(findings)


def test_different_keys_of_one_state_are_no_clash():
    """Guards that two overlays may touch one state in different places."""
    found, findings = stacked(
        written("north", "states: {waiting: {do: [ask], because: X.}}\nmessages: {ask_again: {drop: X.}}"),
        written("south", "states: {waiting: {events: {heard: {go: quiet}}, because: X.}}"),
    )
    assert found is not None, findings
    assert found.playbook.states["waiting"].do == ("ask",)
    assert found.playbook.states["waiting"].handlers["heard"][0].go == "quiet"


def test_one_ban_from_both_lets_through_what_both_do():
    """Guards two overlays that bring the same ban with different exceptions."""
    ban = "courtesy: {{bans: {{rain: {{why: {}, if: busy, allow: {}, because: X.}}}}}}"
    found, findings = stacked(
        written("north", ban.format("Rain.", "[answer, thanks]")),
        written("south", ban.format("Much rain.", "[thanks, ask]")),
    )
    assert found is not None, findings
    assert found.playbook.courtesy.bans["rain"].allow == ("thanks",)


def test_each_overlay_of_a_stack_answers_for_itself():
    """Guards that one overlay's tighter limit does not hide that the other widens silently."""
    found, findings = stacked(
        written("north", "courtesy: {limits: {contact: {most: 9, because: X.}}}"),
        written("south", "courtesy: {limits: {contact: {most: 2, because: X.}}}"),
    )
    assert found is None
    assert codes(findings) == ["widens"]
    assert findings[0].place.file == "north.yaml"


def test_a_limit_that_one_widens_with_a_reason_stays_as_the_other_has_it():
    """Guards that in a stack the tighter limit holds, even where a wider one is allowed alone."""
    found, findings = stacked(
        written("north", "courtesy: {limits: {contact: {most: 9, because: X., widens: Y.}}}"),
        written("south", "courtesy: {limits: {contact: {most: 2, apart: 1 week, because: X.}}}"),
    )
    assert found is not None, findings
    limit = found.playbook.courtesy.limits["contact"]
    assert limit.most == 2
    assert limit.apart == Span((Part(1, Unit.WEEK),))
    assert limit.per_round is BASE.playbook.courtesy.limits["contact"].per_round


@pytest.mark.parametrize(
    ("books", "code"),
    [
        ((written("north", ""), Text("kitchen.yaml", BASE.source.encode())), "stack-of-bases"),
        ((written("north", ""), written("north", "")), "stack-twice"),
        ((written("north", ""), written("south", "", "interview-follow-up@1")), "stack-of-bases"),
        ((written("north", ""), Text("south.yaml", b"playbook: [")), "not-closed"),
        ((written("north", ""), Text("south.yaml", b"\xff")), "not-utf-8"),
        ((written("north", "", "kitchn@2"), written("south", "", "kitchn@2")), "no-base"),
        ((written("north", "settings: {patience: 3}"), written("south", "")), "wrong-type"),
    ],
    ids=("a base", "one twice", "two bases", "no YAML", "no text", "no base", "a fault in one"),
)
def test_what_cannot_be_stacked_is_refused(books, code: str):
    """Guards against stacks that would be something else than overlays of one base."""
    found, findings = read_stack(books, library=BOOKS)
    assert found is None
    assert code in codes(findings)


def test_the_base_alone_is_as_it_was():
    """Guards that laying overlays over a base changes nothing in it."""
    before: Playbook = BASE.playbook
    stacked(
        written("north", "settings: {rounds: {use: 1, because: X.}}"),
        written("south", "facts: {nickname: {drop: X.}}"),
    )
    again = read(BASE.source.encode(), "kitchen.yaml")[0]
    assert again is not None
    assert again.playbook == before
