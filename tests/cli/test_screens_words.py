"""What a newcomer reads after each act: what goes by itself, when and why; kind words; no raw names."""

from __future__ import annotations

import pytest
from tests.cli.typing_in import START, Typist

THANKS = "acme-analyst/thank-you"


def flat(text: str) -> str:
    """Return a screen as one line, as it reads."""
    return " ".join(text.split())


@pytest.fixture
def late_evening(started: Typist) -> Typist:
    """The thank-you is read and approved at 21:30, when no mail may leave."""
    started.now = "2026-10-01T21:30+01:00"
    seen = started.json("show", THANKS)["draft"]["seen"][:8]
    started("done", "acme-analyst/get-home", "--never")
    started.approved = flat(started("approve", THANKS, "--yes", seen))  # type: ignore[attr-defined]
    return started


def test_an_approved_message_says_when_it_leaves_and_why(late_evening: Typist):
    """Guards the answer to approve: it has not left, and when it does."""
    said = late_evening.approved  # type: ignore[attr-defined]
    assert "It leaves Fri 2 Oct 08:00 (tomorrow): quiet hours until then." in said
    assert "It leaves Fri 2 Oct 08:00 (tomorrow)" in late_evening("show", THANKS)


@pytest.mark.parametrize("verb", ["today", "step"])
def test_what_leaves_by_itself_is_never_invisible(late_evening: Typist, verb: str):
    """Guards the daily look: an approved message is named with its time."""
    said = flat(late_evening(verb))
    assert f"{THANKS} is approved and leaves Fri 2 Oct 08:00 (tomorrow): quiet hours until then." in said
    assert "Nothing else waits" not in said
    assert late_evening.json("today")["next"]["leaves"] is True


def test_beside_what_is_wanted_stands_what_leaves_and_what_comes(started: Typist):
    """Guards a look with something to do: the approved message and the next wait are there as well."""
    started.now = "2026-10-01T21:30+01:00"
    seen = started.json("show", THANKS)["draft"]["seen"][:8]
    started("approve", THANKS, "--yes", seen)
    said = flat(started("today"))
    assert "1 for you" in said
    assert f"{THANKS} is approved and leaves Fri 2 Oct 08:00" in said


def test_an_approved_message_that_expired_unsent_is_told(late_evening: Typist):
    """Guards catching up: what was approved and could not leave in time is said, and what it is due to."""
    late_evening.now = "2026-10-20T09:00+01:00"
    said = flat(late_evening("step"))
    assert f"expired {THANKS} due Thu 1 Oct 18:30; approved, but it could not leave in time" in said
    assert f"stopped {THANKS}" not in said


def test_a_draft_says_the_first_moment_that_hours_allow(typist: Typist):
    """Guards "may go": not at night, although its rule would allow it."""
    typist.now = "2026-10-01T23:30+01:00"
    said = flat(typist("start", *(word.replace("16:30", "20:30") for word in START)))
    assert "may go from Fri 2 Oct 08:00 (tomorrow), quiet hours until then" in said
    assert "may go now" not in said


def test_a_start_says_until_when_it_is_quiet(started: Typist):
    """Guards the calm after a start, with the reason as a person would give it."""
    started.now = "2026-10-01T20:30+01:00"
    said = flat(started("done", "acme-analyst/get-home", "--never"))
    assert (
        "then quiet until Thu 8 Oct 10:00 (in 7 days): "
        "they said Tue 6 Oct, and a polite 2 business days come after it" in said
    )


def test_bad_news_has_one_kind_line_of_the_playbook(started: Typist):
    """Guards kindness: what the playbook says of the outcome comes first, once, and in JSON too."""
    lines = started("tell", "acme-analyst", "rejected").splitlines()
    assert lines[1].startswith("Do not take it to heart; nothing needs you today.")
    assert not started.json("tell", "acme-analyst", "feedback-came", "feedback=x")["entered_why"]


def test_an_offer_is_told_to_nobody_where_there_is_no_other_case(started: Typist):
    """Guards against news of cases that do not exist."""
    assert "rival offer" not in started("tell", "acme-analyst", "offered")


def test_why_says_what_a_date_would_move_and_no_raw_names(started: Typist):
    """Guards `why`: a told date moves the check-in, and rules are words."""
    said = flat(started("why", "acme-analyst"))
    assert "takes down promised by; the check-in may move with it" in said
    for raw in ("courtesy.", "contact.", "thanks first", "not (", "moves nothing"):
        assert raw not in said


def test_history_and_withdrawals_are_words(started: Typist):
    """Guards the history: no arrows between states, no numbers of entries."""
    started("tell", "acme-analyst", "offered")
    started("tell", "acme-analyst", "--undo")
    said = flat(started("tell", "acme-analyst", "rejected"))
    assert " is over" not in said
    history = flat(started("show", "acme-analyst", "--history"))
    assert "you took back: offered" in history
    assert " -> " not in history


def test_a_counted_message_says_what_it_used_up(started: Typist):
    """Guards limits: after a message that counts, how many are left is known."""
    started.now = "2026-10-01T18:40+01:00"
    seen = started.json("show", THANKS)["draft"]["seen"][:8]
    said = started("approve", THANKS, "--yes", seen)
    assert "It counts: 1 of at most 5 contacts made with Interviewer A in this round." in said


def test_a_paused_case_is_marked(started: Typist):
    """Guards `today` of a pause: nothing leaves there, and the pause ends with a day."""
    assert "until the end of Sun 4 Oct" in started("hold", "acme-analyst", "--until", "2026-10-05")
    assert "on hold; e-mail to Interviewer A" in started("today")


def test_a_person_without_a_number_is_not_telephoned(typist: Typist):
    """Guards `why`: the way named is the one that will be used."""
    typist("start", *(word.replace(" +44 20 7946 0000,", "") for word in START))
    assert "check-in: e-mail to Interviewer A" in typist("why", "acme-analyst")
