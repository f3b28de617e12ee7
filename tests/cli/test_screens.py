"""Screens are pure: a view in, lines out. What people read at each moment, and at every width."""

from __future__ import annotations

import pytest
from tests.cli import samples
from whenever import Instant

from followup.cli.clean import finish, width
from followup.cli.screens import deliveries, report, today, why
from followup.cli.screens import item as item_screen
from followup.cli.screens.page import Look
from followup.core.values.case import ItemStatus
from followup.core.values.steps import Block, Drafted, Moved, Unsealed, Withdrawn
from followup.errors import Exit
from followup.runtime.views import Delivered, Report, Verb, Waiting, WhyView, Would

NOW = samples.NOW


def read(lines: list[str]) -> list[str]:
    """Return what a pipe gets."""
    return [finish(line, colour=False) for line in lines]


def look(columns: int | None = 90) -> Look:
    return Look(now=NOW, zone=samples.ZONE, width=columns)


def test_nothing_to_do_has_an_end_a_reason_and_a_way_to_change_it():
    """Guards the calm screen: until when, because of what, what then, and what to type if they call."""
    assert read(today.lines(samples.today(), look())) == [
        "Nothing to do until Thu 8 Oct 10:00 (in 3 days),",
        "because Acme said Tue 6 Oct, and 2 business days come after it.",
        "Then: ask Interviewer A kindly by telephone.",
        "If you hear anything: playbook tell acme-analyst",
    ]


def test_without_a_date_nothing_to_do_says_so():
    """Guards that even a rest without a date is a sentence, never an empty screen."""
    (line,) = today.lines(samples.today(upcoming=None), look())
    assert "nothing has a date" in line


def test_a_rest_without_a_date_still_has_its_reason():
    """Guards the reason where there is nothing to count to."""
    from dataclasses import replace

    lines = today.rest(replace(samples.REST, moment=None, because="nobody has named a date"), look())
    assert lines[0] == "Nothing to do, and nothing has a date, because nobody has named a date."


def test_no_cases_is_the_first_screen():
    """Guards the two doors and the habit."""
    lines = today.lines(samples.today(upcoming=None, cases=0), look())
    assert "playbook start" in lines[1]
    assert "playbook demo" in lines[2]
    assert "playbook step" in lines[3]


def test_needs_are_lines_with_the_word_to_type_and_nothing_is_hidden():
    """Guards the order given, the verb in the middle, and the count of what is left out."""
    view = samples.today(
        samples.need(by=NOW.add(hours=7)),
        samples.need(Verb.RESOLVE, "check_in", text="did it reach them?"),
        more=3,
        resting=5,
    )
    lines = read(today.lines(view, look(None)))
    assert lines[0] == "5 for you"
    assert lines[1].split("  ")[1:] == [
        "acme-analyst/thank-you",
        "approve",
        "e-mail to Interviewer A",
        "by 18:00 (in 7 h)",
    ]
    assert "resolve" in lines[2]
    assert lines[3] == "  and 3 more: playbook today --all"
    assert "5 cases rest; the next thing after these: Thu 8 Oct 10:00." in " ".join(lines[4:])


def test_one_thing_to_do_comes_with_its_script():
    """Guards that a call has number, words, voicemail and the outcomes to choose from."""
    need = samples.need(
        Verb.DO,
        "check_in",
        text="telephone Interviewer A",
        draft=samples.CALL,
        outcomes=("answered", "no_answer"),
        by=NOW.add(hours=2),
    )
    text = "\n".join(read(today.lines(samples.today(need), look())))
    for words in ("+44 20 7946 0000", "I was wondering", "This is Candidate", "answered | no-answer"):
        assert words in text


def test_a_link_to_open_and_words_to_paste():
    """Guards the human step: what to open, what to paste, how to end it."""
    need = samples.need(Verb.DO, "connect", draft=samples.INVITATION)
    text = "\n".join(read(today.lines(samples.today(need), look())))
    assert "1  open   https://www.linkedin.com/in/interviewer-a/" in text
    assert "2  paste  (59 characters;" in text
    assert "Next: playbook done acme-analyst/connect" in text


def test_a_message_is_shown_to_the_letter():
    """Guards that what leaves is on the screen: addresses, subject, every line of the body, warnings."""
    lines = read(item_screen.lines(samples.item_view(samples.item()), look()))
    assert "To:      Interviewer A <a@example.org>" in lines
    assert "Subject: Thank you: Data analyst" in lines
    for line in samples.DRAFT.body.splitlines():
        assert f"  {line}".rstrip() in lines
    assert any("Warning: shorter than the 40 words" in line for line in lines)
    assert lines[-1].endswith("--yes 5e1c9a2f")


def test_a_long_line_of_a_message_is_folded_and_never_cut():
    """Guards the exact words against the width of a terminal: folded there, whole in a pipe."""
    from dataclasses import replace

    body = "word  word " * 30
    view = samples.item_view(samples.item(draft=replace(samples.DRAFT, body=body)))
    folded = [line for line in item_screen.message(view, look(60)) if line.startswith("  word")]
    assert all(width(line) <= 60 for line in folded)
    assert " ".join(line[2:] for line in folded) == body.rstrip()
    assert f"  {body}".rstrip() in item_screen.message(view, look(None))


@pytest.mark.parametrize("status", list(ItemStatus))
def test_every_status_of_a_message_has_a_screen_with_a_next_step(status: ItemStatus):
    """Guards that no status is forgotten, and that each ends with a command."""
    lines = item_screen.lines(samples.item_view(samples.item(status, at=NOW)), look())
    assert "playbook" in lines[-1]


def test_what_holds_a_message_back_says_which_rule_and_until_when():
    """Guards the sentence behind a block."""
    block = Block(
        rule="gap",
        path="courtesy.limits.contact",
        why="1 business day between two messages.",
        until=samples.THEN.at,
    )
    text = " ".join(read(item_screen.lines(samples.item_view(samples.item(), block), look())))
    assert "1 business day between two messages, until Thu 8 Oct 10:00 (in 3 days)" in (
        " ".join(text.split())
    )


def test_an_act_says_what_follows_and_what_moved():
    """Guards drafted, moved from and to, stopped with its reason, and what needs approval again."""
    found = Report(
        case=samples.case(),
        effects=(
            ("acme-analyst", Drafted(item="thank_you", draft=samples.DRAFT, due=None, expires=None)),
            ("acme-analyst", Moved(what="check_in", before=NOW, after=samples.THEN.at)),
            ("acme-analyst", Moved(what="silence", before=None, after=samples.THEN.at)),
            ("acme-analyst", Withdrawn(item="connect", reason="they said no")),
            ("acme-analyst", Unsealed(item="thank_you", reason="the job was corrected")),
        ),
        next=samples.REST,
    )
    lines = read(report.lines(found, look(), head=["acme-analyst started."]))
    assert lines[:5] == [
        "acme-analyst started.",
        "  drafted  acme-analyst/thank-you: by email, may go now",
        "  moved    the check-in, from Mon 5 Oct 11:00 to Thu 8 Oct 10:00",
        "  stopped  acme-analyst/connect: they said no",
        "  look     acme-analyst/thank-you needs your approval again: the job was corrected",
    ]
    assert "If you hear anything" in lines[-1]


def delivered(outcome: str, **more: object) -> Delivered:
    given: dict[str, object] = {
        "case": "acme-analyst",
        "item": "thank_you",
        "outcome": outcome,
        "way": "email",
        "channel": "email",
        "to": "Interviewer A",
        "at": NOW,
        **more,
    }
    return Delivered(**given)  # type: ignore[arg-type]


def test_in_doubt_never_says_failed_and_offers_both_answers():
    """Guards the screen on which a person decides what nobody can know."""
    text = "\n".join(
        deliveries.delivered(
            delivered("in_doubt", text="The line dropped after the last byte.", message_id="<5@x>"), look()
        )
    )
    assert "failed" not in text
    assert "<5@x>" in text
    assert "playbook resolve acme-analyst/thank-you sent " in text
    assert "playbook resolve acme-analyst/thank-you not-sent " in text


def test_surely_not_sent_says_so_and_who_tries_again():
    """Guards that nobody sends by hand what is tried again by itself."""
    text = "\n".join(
        deliveries.delivered(delivered("retry", text="refused", retry_at=NOW.add(minutes=5)), look())
    )
    assert "certainly was not sent" in text
    assert "tries again 11:05 (in 5 min)" in text


def test_only_what_needs_a_person_ends_with_five():
    """Guards exit code 5: in doubt or a missing package, not an approval that waits."""
    assert report.settled(Report(needs=(samples.need(),))) is Exit.DONE
    assert report.settled(Report(in_doubt=("a/b",))) is Exit.NEEDS_PERSON
    assert report.settled(Report(missing={"email": None})) is Exit.NEEDS_PERSON


def test_why_names_the_rule_its_place_and_each_event():
    """Guards the answer to: what does it wait for, by which rule, until when, what would change it."""
    view = WhyView(
        now=NOW,
        case=samples.case(),
        state_why="They need time.",
        since=NOW,
        waiting=(
            Waiting(
                what="check_in",
                text="ask Interviewer A",
                moment=samples.THEN,
                missing=("offer_until",),
                blocks=(),
                free_at=None,
                place="interview-follow-up.yaml:141",
            ),
        ),
        would=(Would(event="rejected", say="They said no.", go="declined", do=("let_it_sink",)),),
        zone=samples.ZONE,
    )
    text = "\n".join(read(why.lines(view, look(None))))
    assert "2 business days after Tue 6 Oct (interview-follow-up.yaml:141)" in text
    assert "offer until, not known yet" in text
    assert "They said no: goes to declined, plans let-it-sink" in text


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_screens_keep_to_the_terminal(columns: int):
    """Guards every width: only words to paste or the exact message may be longer."""
    needs = [samples.need(text="a rather long thing to say to somebody " * 2, by=NOW.add(hours=30))] * 2
    for line in today.lines(samples.today(*needs), look(columns)):
        assert width(line) <= max(columns, 78)


def test_a_far_date_is_told_in_the_years_and_months_of_the_reader():
    """Guards that another year is named and a long distance is told in months."""
    when = look().when(Instant.from_utc(2027, 4, 15, 9))
    assert when == "Thu 15 Apr 2027 10:00 (in 6 months)"


def test_values_of_facts_are_read_by_people():
    """Guards dates, instants, yes and no, and lists in `show`."""
    assert [look().value(value) for value in (True, "2026-10-06", ("a", "b"), 7)] == [
        "yes",
        "Tue 6 Oct",
        "a, b",
        "7",
    ]
    assert look().value("2026-10-01T16:30:00+01:00[Europe/London]") == "Thu 1 Oct 16:30"
