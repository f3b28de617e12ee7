"""What is known at one moment: of facts, people and settings, and what is not made up."""

from __future__ import annotations

from dataclasses import replace

from tests.core.telling import Told, at, fact, mini, person

from followup.core import story
from followup.core.knowledge import Knowledge
from followup.core.values.events import EventKind
from followup.core.values.playbook import Setting, SettingKind, SettingLine
from followup.core.values.times import Moment, Part, Span, Unit, Unknown


def known(told: Told) -> Knowledge:
    return Knowledge(told.playbook, told.case, told.world)


def test_what_nobody_has_declared_is_not_known() -> None:
    """A name that the playbook does not have is no fact, no setting and no field of anybody."""
    found = known(Told())
    assert found.value("weather") is None
    assert found.setting("weather") is None
    assert found.of_contact("interviewer-a", "weather") is None
    assert found.of_contact("nobody", "email") is None


def test_what_was_said_about_somebody_holds_for_its_round() -> None:
    """A topic talked about with one person is theirs alone, and belongs to the round of the meeting."""
    told = Told(person("interviewer-a"), person("interviewer-b"))
    told.take(EventKind.KNOWN, facts={"interviewer-a.topic": "churn"})
    assert known(told).of_contact("interviewer-a", "topic") == "churn"
    assert known(told).of_contact("interviewer-b", "topic") is None
    told.until("2026-10-02 12:00")
    told.happen("invited", facts={"interviewers": ("interviewer-a",), "ended_at": fact("2026-10-02 11:00")})
    assert known(told).of_contact("interviewer-a", "topic") is None
    assert "churn" not in told.draft("thank_you_3").body


def test_somebody_is_called_as_they_want_to_be() -> None:
    """The salutation somebody gave stands before their name; without one the name does."""
    told = Told(person("interviewer-a", salutation="Dr A"))
    assert known(told).of_contact("interviewer-a", "salutation") == "Dr A"
    assert "Dear Dr A," in told.draft("thank_you").body
    assert known(Told()).of_contact("interviewer-a", "salutation") == "Interviewer A"


def test_a_setting_of_which_no_line_holds_is_unknown() -> None:
    """A wait that nobody can tell names its setting, and a number that nobody can tell is none."""
    playbook = mini()
    patience = Setting(
        name="patience",
        kind=SettingKind.SPAN,
        lines=(SettingLine(use=Span((Part(1, Unit.DAY),)), when="senior"),),
    )
    count = Setting(
        name="check_ins", kind=SettingKind.COUNT, lines=(SettingLine(use=3, when="shortlisted > 1"),)
    )
    settings = {**playbook.settings, "patience": patience}
    told = Told(playbook=replace(playbook, settings=settings), interviewers=None)
    due = told.item("check_in").due
    assert isinstance(due, Unknown)
    assert "patience" in due.missing
    told.take(EventKind.KNOWN, facts={"senior": True})
    assert isinstance(told.item("check_in").due, Moment)
    counted = Told(playbook=replace(playbook, settings={**playbook.settings, "check_ins": count}))
    assert known(counted).count_of("check_ins") == 0
    assert known(counted).count_of("gap") == 0
    counted.take(EventKind.KNOWN, facts={"shortlisted": 2})
    assert known(counted).count_of("check_ins") == 3


def test_a_time_may_hang_on_what_is_known_of_somebody() -> None:
    """Each of two people is written to at a time of their own, once that is known."""
    topic = '      topic: {type: text, optional: true, ask: "What did you talk about?"}\n'
    free = '      back_on: {type: date, optional: true, ask: "When are they back?"}\n'
    due = "    due: 2 hours after ended_at\n"
    playbook = mini((topic, topic + free), (due, "    due: 1 business day after contact.back_on\n"))
    told = Told(person("interviewer-a"), person("interviewer-b"), playbook=playbook)
    missing = told.item("thank_you").due
    assert isinstance(missing, Unknown)
    assert missing.missing == ("contact.back_on",)
    told.take(EventKind.KNOWN, facts={"interviewer-b.back_on": "2026-10-02"})
    assert isinstance(told.item("thank_you").due, Unknown)
    moment = told.item("thank_you_2").due
    assert isinstance(moment, Moment)
    assert moment.at == at("2026-10-05 10:00")


def test_a_question_that_is_answered_before_its_time_is_never_asked() -> None:
    """Who has told it already is not asked for it, and it is done when it would have been shown."""
    told = Told(ended_at=fact("2026-10-01 19:00"))
    assert told.item("write_down").status == "planned"
    told.take(EventKind.KNOWN, facts={"topic_told": "churn"})
    told.until("2026-10-01 19:00")
    assert (told.item("write_down").status, told.item("write_down").outcome) == ("done", "done")


def test_a_new_address_takes_up_what_one_of_them_was_stuck_with() -> None:
    """`one of` turns to somebody who can be reached as soon as there is one."""
    told = Told(person("interviewer-a", addresses={}), interviewers=("interviewer-a",))
    told.until("2026-10-06 18:00")
    assert told.item("check_in").stuck == ("contact.email",)
    told.meet(person("interviewer-b"))
    told.take(EventKind.KNOWN, facts={"interviewers": ("interviewer-a", "interviewer-b")})
    assert told.item("check_in").contact == "interviewer-b"
    assert told.item("check_in").stuck == ()


def test_what_would_be_too_late_is_not_planned() -> None:
    """A message whose end has passed when it would be planned is none, and its batch is settled."""
    told = Told()
    told.until("2026-10-20 12:00")
    told.happen("rejected", happened="2026-10-09 12:00", contact="interviewer-a", channel="email")
    assert told.case.state == "closed"
    assert not any(item.status.live for item in told.case.items.values())


def test_the_last_thing_a_person_said_is_what_undo_means() -> None:
    """Neither what time brought about nor what was undone already is undone next."""
    told = Told()
    assert story.last_told(told.log) is None
    told.until("2026-10-01 17:00")
    told.happen("heard", contact="interviewer-a")
    told.until("2026-10-01 17:10")
    told.take(EventKind.KNOWN, facts={"senior": True})
    said = told.case.version
    told.until("2026-10-02 12:00")
    last = story.last_told(told.log)
    assert last is not None
    assert last.seq == said
    told.take(EventKind.UNDONE, undoes=last.seq)
    before = story.last_told(told.log)
    assert before is not None
    assert before.name == "heard"
