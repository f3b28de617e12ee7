"""Bans by way, time window and content, and limits by way: what is closed is passed over, or waited for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.gated import PHONE, approved, block
from tests.core.telling import Told, at, mini, person
from tests.core.test_bans_and_waits import with_ban

from followup.core.values.events import EventKind
from followup.core.values.events import Wording as OwnWords
from followup.core.values.playbook import Playbook
from followup.core.values.surroundings import Touch


def test_a_ban_begins_at_its_time_and_ends_at_its_end() -> None:
    """A ban with a window forbids nothing before it and nothing after it."""
    told = approved(with_ban("from: 1 day after ended_at, until: 3 days after ended_at"))
    assert told.may("thank_you").go
    for wall, goes in (("2026-10-01 23:59", True), ("2026-10-02 00:00", False), ("2026-10-04 23:59", False)):
        told.now = at(wall)
        assert ("ban" not in told.rules("thank_you")) is goes, wall
    told.now = at("2026-10-05 00:00")
    assert "ban" not in told.rules("thank_you")


def test_a_ban_that_begins_at_a_time_nobody_has_told_holds() -> None:
    """What is not known falls on the side of silence, for a beginning as for a condition."""
    told = approved(with_ban("from: promised_by"))
    ban = block(told.may("thank_you"), "ban")
    assert (ban.until, ban.never, ban.lifts) == (None, False, "promised_by told")
    told.take(EventKind.KNOWN, facts={"promised_by": "2026-10-05"})
    assert "ban" not in told.rules("thank_you")


def test_a_ban_that_an_event_begins_does_not_hold_before_it() -> None:
    """What has not happened is known not to have happened, so a ban from then on has not begun."""
    told = approved(with_ban("from: heard"))
    assert told.may("thank_you").go
    told.happen("heard", contact="interviewer-a")
    assert told.rules("thank_you") == ["ban"]


def test_what_is_free_now_says_that_it_will_not_be_free_then() -> None:
    """A message that is due inside a coming window is promised for its end, and not for its due."""
    told = Told(playbook=with_ban("from: 1 hour after ended_at, until: 1 day after ended_at at 12:00"))
    told.approve("thank_you")
    assert "ban" not in told.rules("thank_you")
    assert told.may("thank_you").free_at == at("2026-10-02 12:00")


def test_windows_that_follow_each_other_are_waited_for_one_by_one() -> None:
    """The end of one window may lie in the next; what is promised is the end of the last."""
    one = "first: {from: ended_at, until: 1 day after ended_at at 12:00, why: One.}"
    two = "second: {from: 1 day after ended_at, until: 2 days after ended_at at 12:00, why: Two.}"
    told = approved(mini(("  waits:\n", f"    {one}\n    {two}\n  waits:\n")))
    assert told.may("thank_you").free_at == at("2026-10-05 08:00")  # the third is a Saturday


def says(rule: str) -> Told:
    """Return a case whose thanks are in the person's own words, and approved."""
    told = approved(with_ban(rule))
    text = OwnWords(subject="Thank you", body="Thank you. You are my first choice, and I would rank you so.")
    told.take(EventKind.EDITED, item="thank_you", text=text)
    told.approve("thank_you")
    return told


def test_a_ban_of_a_content_forbids_only_texts_that_say_it() -> None:
    """A question of fact may be asked where talk of ranks may not."""
    rule = "says: [first choice, commit]"
    assert approved(with_ban(rule)).may("thank_you").go
    ban = block(says(rule).may("thank_you"), "ban")
    assert 'it says "first choice"' in ban.why
    assert ban.lifts == "an edit"
    assert not ban.never


def test_a_ban_of_a_content_has_a_window_and_names_those_let_through() -> None:
    """Channel, time and content of a ban hold together: one of them that does not fit, and it is none."""
    told = says("says: [first choice], until: 1 day after ended_at at 12:00")
    assert block(told.may("thank_you"), "ban").until == at("2026-10-02 12:00")
    told.now = at("2026-10-02 12:00")
    assert told.may("thank_you").go
    assert says("says: [first choice], via: [phone]").may("thank_you").go
    assert says("says: [first choice], allow: [thank_you]").may("thank_you").go


def ways_of(told: Told, item: str) -> str:
    """Return the way of a draft."""
    return str(told.draft(item).way)


CALLS = (
    "    via: [email]\n    due: 2 hours after ended_at",
    "    via: [phone, email]\n    due: 2 hours after ended_at",
)


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        ("via: [phone]", "email"),
        ("via: [phone], if: shortlisted > 8", "email"),
        ("via: [phone], from: 1 day after ended_at", "phone"),
        ("via: [phone], until: ended_at", "phone"),
        ("via: [phone, email]", "phone"),
        ("via: [phone], allow: [thank_you]", "phone"),
        ("via: [phone], to: [agent]", "phone"),
        ("via: [phone], says: [choice]", "phone"),
    ],
)
def test_a_way_that_is_forbidden_now_is_passed_over(rule: str, way: str) -> None:
    """Where calls are not wanted a message takes its next way; only where none is left does it wait."""
    playbook = mini(CALLS, ("  waits:\n", f"    more: {{{rule}, why: 'No calls.'}}\n  waits:\n"))
    told = Told(person("interviewer-a", addresses=PHONE), playbook=playbook)
    told.until("2026-10-01 17:00", send=False)
    assert ways_of(told, "thank_you") == way


def test_a_draft_takes_another_way_once_its_own_is_forbidden() -> None:
    """A no to calls that comes after the drafting is heeded: the words go by mail, to be approved anew."""
    rule = "    more: {via: [phone], if: known.promised_by, why: 'No calls.'}\n  waits:\n"
    told = Told(person("interviewer-a", addresses=PHONE), playbook=mini(CALLS, ("  waits:\n", rule)))
    assert ways_of(told, "thank_you") == "phone"
    told.take(EventKind.KNOWN, facts={"promised_by": "2026-10-12"})
    assert ways_of(told, "thank_you") == "email"
    assert told.item("thank_you").status == "drafted"


# Limits by way -------------------------------------------------------------------------------


def limited(rule: str) -> Playbook:
    """Return the small playbook with a limit for calls, and thanks that are rung first."""
    return mini(
        CALLS, ("    house: {apart: 1 day}", f"    house: {{apart: 1 day}}\n    ways: {{phone: {rule}}}")
    )


def rung(told: Told, *whens: str, **more: object) -> None:
    """Write down calls that were made before."""
    touches = [
        Touch(
            **{  # type: ignore[arg-type]  # the fields of a touch, some of them changed
                "contact": "interviewer-a",
                "at": at(when),
                "case": "acme",
                "item": f"x{number}",
                "round": 1,
                "owner": "me",
                "way": "phone",
                **more,
            }
        )
        for number, when in enumerate(whens)
    ]
    told.world = replace(told.world, touches=tuple(touches))
    told.take(EventKind.WOKE)


@pytest.mark.parametrize(
    ("more", "way"),
    [
        ({}, "email"),
        ({"way": "email"}, "phone"),
        ({"way": ""}, "phone"),
        ({"contact": "interviewer-b"}, "phone"),
        ({"owner": "somebody"}, "phone"),
        ({"counted": False}, "phone"),
        ({"round": 0}, "phone"),
        ({"case": "other"}, "email"),
    ],
)
def test_calls_are_counted_apart_and_the_next_way_is_taken(more: dict[str, object], way: str) -> None:
    """Two calls at most, by any case of the candidate: after them the words go by mail."""
    told = Told(person("interviewer-a", addresses=PHONE), playbook=limited("{most: 2}"))
    rung(told, "2026-10-01 16:41", "2026-10-01 16:42", **more)
    assert ways_of(told, "thank_you") == way


def test_the_limit_of_a_way_is_kept_where_there_is_no_other() -> None:
    """Without another way the limit stands, and is named with its way."""
    told = Told(person("interviewer-a", addresses={"phone": "+442079460000"}), playbook=limited("{most: 2}"))
    rung(told, "2026-10-01 16:41", "2026-10-01 16:42")
    told.now = at("2026-10-01 18:30")
    cap = block(told.may("thank_you"), "cap")
    assert cap.path == "courtesy.limits.ways.phone"
    assert "2 of at most 2 contacts by phone" in cap.why


def test_calls_keep_a_distance_of_their_own() -> None:
    """A distance between calls is waited for; it sends nobody to another way."""
    told = Told(person("interviewer-a", addresses=PHONE), playbook=limited("{apart: 3 days}"))
    rung(told, "2026-10-01 16:41", case="other")
    told.now = at("2026-10-01 18:30")
    assert ways_of(told, "thank_you") == "phone"
    gaps = [one for one in told.may("thank_you").blocks if one.rule == "gap"]
    assert next(one.path for one in gaps) == "courtesy.limits.ways.phone"


def test_what_has_no_draft_yet_is_held_by_the_bans_of_its_own_way_only() -> None:
    """A ban on LinkedIn says nothing about the e-mail that comes next; one on e-mail does."""
    told = Told(playbook=with_ban("via: [linkedin]"))
    told.approve("thank_you")
    told.until("2026-10-02 12:00")
    assert told.item("check_in").draft is None
    assert "ban" not in told.rules("check_in")
    assert told.may("check_in").free_at == told.item("check_in").due.at
    told = Told(playbook=with_ban("via: [email]"))
    told.until("2026-10-02 12:00")
    assert "ban" in told.rules("thank_you")


def test_what_has_no_draft_yet_goes_in_the_hours_of_its_own_way() -> None:
    """What is promised of a call is when calls may be made, not when mails may go."""
    via = ('    why: "Ask kindly."\n    to: one of interviewers\n    via: [', "email]", "phone, email]")
    hours = ('phone: "business days 10:00-12:00, ', 'phone: "business days 13:00-13:30, ')
    calls = mini(hours, ("".join(via[:2]), via[0] + via[2]))
    for someone, wall in (
        (person("interviewer-a", addresses=PHONE), "13:00"),
        (person("interviewer-a"), "10:00"),
    ):
        told = Told(someone, playbook=calls)
        told.approve("thank_you")
        told.until("2026-10-02 12:00")
        assert told.item("check_in").draft is None
        assert told.may("check_in").free_at == at(f"2026-10-08 {wall}")
