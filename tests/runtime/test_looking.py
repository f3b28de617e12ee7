"""Looking: today, cases, items, reasons, names. Looking never changes anything."""

from __future__ import annotations

import pytest
from tests.runtime.world import ME, World, at, fact, person, small, stock

from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.people import Me
from followup.errors import UsageError
from followup.runtime import acting, looking
from followup.runtime.views import Verb


def test_today_looks_one_step_ahead(world: World) -> None:
    """What the next step would ask for is shown before it is taken, and nothing is written."""
    world.begin(remembered="all")
    acting.refuse(world.home, "acme-analyst", "thank_you")
    before = world.case()
    world.go("2026-10-08 10:05")
    for _ in range(2):
        view = looking.today(world.home)
        assert [(need.item, need.verb, need.text) for need in view.needs] == [
            ("call", Verb.DO, "telephone Interviewer A, +44 20 7946 0000")
        ]
        if world.case() == before:
            world.step()
    assert world.item("call").status == "handed_over"
    assert view.needs[0].outcomes == ("answered", "voicemail", "no_answer", "gatekeeper", "call_back")


def test_an_empty_home_wants_nothing(world: World) -> None:
    """Looking at a home without cases is no error."""
    view = looking.today(world.home)
    assert (view.needs, view.next, view.counts.cases) == ((), None, 0)


def test_needs_come_by_when_they_are_too_late(world: World) -> None:
    """The most urgent is first, and what does not fit is counted."""
    for number in range(4):
        world.begin(person(f"p-{number}"), name=f"case-{number}", ended_at=fact(f"2026-10-01 1{number}:30"))
    view = looking.today(world.home, limit=3)
    assert [need.case for need in view.needs if need.verb is Verb.APPROVE] == ["case-0", "case-1", "case-2"]
    assert len(view.needs) == 3
    assert view.more == 5  # one thank-you and four to-dos


def test_today_of_one_candidate_shows_only_theirs(world: World) -> None:
    """A coach sees one candidate at a time where they ask for one."""
    world.begin()
    world.begin(person("p-1"), owner="c07", me=Me(name="Other candidate", zone="America/New_York"))
    view = looking.today(world.home, owner="c07")
    assert {need.owner for need in view.needs} == {"c07"}
    assert view.zone == "America/New_York"
    with pytest.raises(UsageError, match="no-candidate"):
        looking.today(world.home, owner="c99")


def test_a_question_is_asked_once(world: World) -> None:
    """Two messages that lack the same thing make one question, with the words to type."""
    world.begin(
        person(name_verified=False, addresses={"email": "a@example.org", "linkedin": "x"}), playbook=stock()
    )
    view = looking.today(world.home)
    asked = [name for need in view.needs if need.verb is Verb.TELL for name in need.asks]
    assert asked.count("interviewer-a.name_verified") == 1
    assert len(asked) == len(set(asked))


def test_what_is_missing_is_said_in_words(world: World) -> None:
    """Somebody without an address is asked for by name, never guessed."""
    world.begin(person(addresses={}))
    need = next(need for need in looking.today(world.home).needs if need.item == "thank_you")
    assert need.verb is Verb.TELL
    assert need.text == "no address for Interviewer A"
    assert need.asks == {"interviewer-a.email": "What is the e-mail address of Interviewer A?"}


def test_the_rest_has_a_date_and_a_reason(world: World) -> None:
    """Nothing to do is a date with the sentence it comes from."""
    world.begin(promised_by="2026-10-06", remembered="all")
    acting.refuse(world.home, "acme-analyst", "thank_you")
    view = looking.today(world.home)
    assert view.next is not None
    assert view.next.moment is not None
    assert view.next.moment.at == at("2026-10-08 10:00")
    assert "2 business days" in view.next.because
    assert "Tue 6 Oct" in view.next.because
    assert view.next.zone == "Europe/London"


def test_a_case_shows_all_that_it_is_made_of(world: World) -> None:
    """The view of a case holds its people, its log, its outbox rows and the playbook it is pinned to."""
    world.begin()
    view = looking.case_view(world.home, "acme-analyst")
    assert list(view.contacts) == ["interviewer-a"]
    assert view.playbook == "small 1.0"
    assert view.playbook_file == "small.yaml"
    assert not view.file_gone
    assert [parcel.item for parcel in view.parcels] == ["thank_you"]
    assert view.summary.row.title == "Data analyst at Acme"
    assert view.log[0].event.facts["company"] == "Acme"
    with pytest.raises(UsageError, match="no-case"):
        looking.case_view(world.home, "nothing")


def test_an_item_shows_the_exact_bytes(world: World) -> None:
    """What is shown before it is sent is what would leave now; afterwards it is what has left."""
    world.begin()
    before = looking.item_view(world.home, "acme-analyst", "thank_you")
    assert before.raw is not None
    assert b"To: Interviewer A <a@example.org>" in before.raw
    assert not before.verdict.go
    assert before.why == "Thanks are said the same day."
    world.approve()
    world.step("2026-10-01 18:45")
    after = looking.item_view(world.home, "acme-analyst", "thank_you")
    assert after.raw == world.parcel("thank_you").data
    assert after.channel == "folder"
    assert looking.item_view(world.home, "acme-analyst", "write_down").raw is None


def test_why_names_the_rule_its_line_and_its_end(world: World) -> None:
    """Each thing that waits has its moment, what blocks it, the line of the playbook, and when it is free."""
    world.begin(promised_by="2026-10-06")
    world.approve()
    view = looking.why(world.home, "acme-analyst")
    assert view.state_why == "Thanks first."
    waiting = {one.what: one for one in view.waiting}
    thanks = waiting["thank_you"]
    assert thanks.moment is not None
    assert [block.rule for block in thanks.blocks] == ["due"]
    assert thanks.free_at == at("2026-10-01 18:30")
    line = 1 + next(
        number
        for number, text in enumerate(small().source.splitlines())
        if text.strip() == "due: 2 hours after ended_at"
    )
    assert thanks.place == f"small.yaml:{line}"
    assert waiting["enough"].text == "go on to waiting"
    assert waiting["enough"].place.startswith("small.yaml:")
    would = {one.event: one for one in view.would}
    assert (would["rejected"].go, would["rejected"].do) == ("declined", ("goodbye",))
    assert "ended" not in would


def test_why_of_one_item_says_why_it_never_goes(world: World) -> None:
    """An item that is over still has a reason."""
    world.begin()
    acting.refuse(world.home, "acme-analyst", "thank_you")
    view = looking.why(world.home, "acme-analyst", "thank_you")
    assert next(block.why for one in view.waiting for block in one.blocks) == "you decided not to"
    with pytest.raises(UsageError, match="no-item"):
        looking.why(world.home, "acme-analyst", "nothing")


def test_why_says_which_fact_is_missing(world: World) -> None:
    """What cannot be told yet names what has to be known."""
    world.begin(ended_at=None, interview_at=None)
    view = looking.why(world.home, "acme-analyst")
    waiting = {one.what: one for one in view.waiting}
    assert waiting["say_how_it_went"].missing == ("interview_at",)


def test_the_menu_has_what_can_happen_first(world: World) -> None:
    """Events that something follows from stand before those that would only be noted."""
    world.begin()
    choices = looking.choices(world.home, "acme-analyst")
    handled = [choice.handled for choice in choices]
    assert handled == sorted(handled, reverse=True)
    assert choices[-1].event == "ended"
    promised = next(choice for choice in choices if choice.event == "told_a_date")
    assert [(fact.fact, fact.type) for fact in promised.facts] == [("promised_by", "date")]


def test_a_start_asks_only_what_the_beginning_needs() -> None:
    """Case facts, the end of the interview (else its date), who was there, and the date promised."""
    asked = [question.fact for question in looking.start_questions(small().playbook)]
    assert asked == ["company", "job", "workplace", "ended_at", "interview_at", "interviewers", "promised_by"]
    questions = {question.fact: question for question in looking.start_questions(small().playbook)}
    assert questions["interview_at"].unless == "ended_at"
    assert questions["interviewers"].each == ("topic",)
    assert not questions["company"].optional


@pytest.mark.parametrize(
    ("word", "exact", "found"),
    [
        ("acme-analyst", True, "acme-analyst"),
        ("acme_analyst", True, "acme-analyst"),
        ("acme-analyst", False, "acme-analyst"),
        ("birch", False, "birch-lead"),
        ("acme", False, "case-unclear"),
        ("birch", True, "case-unclear"),
        ("acne-analyst", False, "no-case"),
        ("", False, "no-case"),
    ],
)
def test_cases_by_the_words_people_type(world: World, word: str, exact: bool, found: str) -> None:
    """A unique beginning will do at a terminal; a script needs the full name; nothing is guessed."""
    world.begin()
    world.begin(person("p-1"))
    world.begin(person("p-2"), company="Birch", job="Lead")
    if "-" in found and found not in ("case-unclear", "no-case"):
        assert looking.find_case(world.home, word, exact=exact) == found
    else:
        with pytest.raises(UsageError, match=found):
            looking.find_case(world.home, word, exact=exact)


@pytest.mark.parametrize(
    ("word", "exact", "found"),
    [
        ("acme-analyst/thank-you", True, "thank_you"),
        ("acme/thank_you", False, "thank_you"),
        ("acme/th", False, "thank_you"),
        ("acme-analyst/th", True, "item-unclear"),
        ("acme/thank-yuo", False, "no-item"),
        ("acme", False, "item-missing"),
    ],
)
def test_items_by_the_words_people_type(world: World, word: str, exact: bool, found: str) -> None:
    """`-` and `_` are the same, a wrong word is never guessed into an act, and the nearest is named."""
    world.begin()
    if "_" in found:
        assert looking.find_item(world.home, word, exact=exact) == ("acme-analyst", found)
    else:
        with pytest.raises(UsageError, match=found):
            looking.find_item(world.home, word, exact=exact)


def test_in_doubt_says_what_to_ask(world: World) -> None:
    """What nobody knows is a need of its own kind, for the one it concerns."""
    channel = world.scripted()
    channel.answers = [Answer(kind=AnswerKind.UNKNOWN, text="the line dropped")]
    world.begin()
    world.approve()
    world.step("2026-10-01 18:45")
    need = next(need for need in looking.today(world.home).needs if need.verb is Verb.RESOLVE)
    assert need.text == "did it reach Interviewer A? (e-mail to Interviewer A)"
    assert looking.case_view(world.home, "acme-analyst").summary.row.in_doubt == 1


def test_lists_are_lines_of_cases(world: World) -> None:
    """A list can be narrowed to a state, a candidate, or what is over."""
    world.begin()
    world.begin(person("p-1"), name="second")
    acting.tell(world.home, "second", event="withdrawn", facts={})
    assert [line.case for line in looking.listing(world.home, ended=False)] == ["acme-analyst"]
    assert [line.case for line in looking.listing(world.home, ended=True)] == ["second"]
    assert [line.case for line in looking.listing(world.home, state="thanking")] == ["acme-analyst"]
    assert looking.listing(world.home, owner="nobody") == ()
    assert ME.zone == "Europe/London"
