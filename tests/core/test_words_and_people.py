"""Whose words go to whom, by which way, and what follows when that changes."""

from __future__ import annotations

from dataclasses import replace

from tests.core.gated import PHONE, thanked
from tests.core.telling import Told, at, mini, person

from followup.core.values.events import EventKind, Wording
from followup.core.values.playbook import Through
from followup.core.values.steps import Noted, Unsealed, Withdrawn

# Words -------------------------------------------------------------------------------------


def test_an_edit_needs_words_to_edit() -> None:
    """Neither what is not drafted, nor what has gone, nor an edit without words is one."""
    told = Told(person("interviewer-a"), person("interviewer-b", addresses={}))
    words = Wording(subject="Thanks", body="In my words.\n")
    for item, text in (("thank_you_2", words), ("thank_you", None), ("nothing", words)):
        told.take(EventKind.EDITED, item=item, text=text)
        assert not told.last.handled
    told.approve("thank_you")
    told.until("2026-10-01 18:30")
    told.take(EventKind.EDITED, item="thank_you", text=words)
    assert (told.last.handled, told.item("thank_you").status) == (False, "sent")


def test_what_a_person_says_aloud_may_be_edited_while_they_have_it() -> None:
    """The words for a call are the caller's own: an edit needs no approval and takes nothing away."""
    told = thanked(person("interviewer-a", addresses=PHONE))
    told.until("2026-10-05 10:00")
    told.take(EventKind.TAKEN, name="call")
    told.until("2026-10-05 10:01")
    told.take(EventKind.EDITED, item="call", text=Wording(subject="", body="Hello.\n"))
    call = told.item("call")
    assert (call.status, call.approved) == ("handed_over", told.draft("call").digest)
    assert told.draft("call").body == "Hello.\n"


def test_a_draft_whose_address_is_lost_is_taken_back() -> None:
    """An approved message whose contact has no address any more waits for one, and says so."""
    told = Told()
    told.approve("thank_you")
    told.meet(person("interviewer-a", addresses={}))
    item = told.item("thank_you")
    assert (item.status, item.draft, item.approved) == ("planned", None, "")
    kinds = [type(effect) for effect in told.last.effects]
    assert Unsealed in kinds or Withdrawn in kinds
    assert Noted in kinds


def test_mail_goes_on_in_the_youngest_thread_with_somebody() -> None:
    """A check-in answers the thanks before it, or a mail that came since."""
    told = thanked()
    first = told.draft("thank_you").message_id
    told.until("2026-10-07 12:00")
    assert told.draft("check_in").in_reply_to == first
    told.happen("heard", contact="interviewer-a", channel="email", thread="<theirs@example.org>")
    assert told.draft("check_in").in_reply_to == "<theirs@example.org>"


def test_an_attachment_is_part_of_what_is_approved() -> None:
    """A link that changes makes another draft, and one that is not known is left out."""
    facts = (
        "  wanted:       {type: text",
        '  papers:       {type: link, optional: true, ask: "Where?"}\n  wanted:       {type: text',
    )
    told = Told(playbook=mini(facts, ("    needs: [contact.name_verified]\n", "    attach: [papers]\n")))
    assert told.draft("thank_you").attach == ()
    told.approve("thank_you")
    told.take(EventKind.KNOWN, facts={"papers": "https://example.org/papers"})
    assert told.draft("thank_you").attach == ("https://example.org/papers",)
    assert told.item("thank_you").status == "drafted"


# People ------------------------------------------------------------------------------------


def test_a_proxy_that_nobody_knows_reaches_nobody() -> None:
    """A message through somebody unknown is stuck; it never goes straight."""
    told = Told(person("interviewer-a", proxy="agent-b"))
    assert told.item("thank_you").stuck == ("contact.email",)


def test_a_group_is_reached_through_the_one_in_the_middle() -> None:
    """`through` sends what is for a group by way of another contact; while nobody is, all are stuck."""
    playbook = mini()
    through = Through(fact="agent", groups=("interviewers",))
    playbook = replace(playbook, courtesy=replace(playbook.courtesy, through=through))
    agent = person("agent-b", addresses={"email": "agent@example.org"})
    told = Told(person("interviewer-a"), agent, playbook=playbook, interviewers=("interviewer-a",))
    assert told.item("thank_you").stuck == ("contact.email",)
    told.take(EventKind.KNOWN, facts={"agent": "agent-b"})
    draft = told.draft("thank_you")
    assert (draft.contact, draft.through, draft.address) == ("interviewer-a", "agent-b", "agent@example.org")


def test_an_answer_to_nobody_in_particular_goes_to_somebody_reachable() -> None:
    """News without a sender is answered to the most senior of those who can be reached."""
    people = (person("interviewer-a"), person("interviewer-b", role="chair"))
    told = Told(*people, person("interviewer-c", main=True, addresses={}))
    told.happen("wants", facts={"wanted": "references"})
    assert told.item("send_it").contact == "interviewer-b"


def test_an_answer_with_nobody_there_waits_for_somebody() -> None:
    """Without any contact an answer is stuck until one is told."""
    told = Told(interviewers=None)
    told.happen("wants", facts={"wanted": "references"})
    assert (told.item("send_it").contact, told.item("send_it").stuck) == (None, ("interviewers",))
    told.take(EventKind.KNOWN, facts={"interviewers": ("interviewer-a",)})
    assert told.item("send_it").contact == "interviewer-a"


def test_a_fallback_needs_somebody_who_can_be_reached() -> None:
    """With everybody out of reach nobody is asked to pass anything on."""
    told = Told(person("interviewer-a", addresses={}), person("interviewer-b", addresses={}))
    told.until("2026-10-02 17:00")
    assert "pass_it_on" not in told.case.items
    told.meet(person("interviewer-b"))
    told.until("2026-10-02 17:30")
    assert "pass_it_on" in told.case.items
    assert told.item("pass_it_on").about == ("interviewer-a",)


def test_a_fallback_names_everybody_it_stands_for() -> None:
    """Two who cannot be reached are named in one message."""
    told = Told(*(person(f"interviewer-{one}", addresses={}) for one in "ab"), person("interviewer-c"))
    told.approve("thank_you_3")
    told.until("2026-10-02 16:30")
    assert "Interviewer A and Interviewer B" in told.draft("pass_it_on").body


def test_with_nobody_left_what_failed_is_over() -> None:
    """`one of` does not try the same dead address again."""
    told = thanked()
    told.until("2026-10-08 09:00")
    told.approve("check_in")
    told.until("2026-10-08 10:00", send=False)
    told.send("check_in", "failed")
    assert [name for name in told.case.items if name.startswith("check_in")] == ["check_in"]


def test_what_failed_in_a_state_that_is_over_goes_to_nobody_else() -> None:
    """A bounce that comes after a rejection brings about nothing."""
    told = thanked(person("interviewer-a"), person("interviewer-b"))
    told.until("2026-10-08 09:00")
    told.approve("check_in")
    told.until("2026-10-08 10:00", send=False)
    told.take(EventKind.ATTEMPT, item="check_in", digest=told.item("check_in").approved, attempt=1)
    told.happen("rejected", contact="interviewer-a", channel="email")
    told.end("check_in", "failed", attempt=1)
    assert "check_in_2" not in told.case.items


def test_a_contact_found_later_frees_what_was_stuck() -> None:
    """An address told in time lets the message go after all, though its batch is settled."""
    told = thanked(person("interviewer-a"), person("interviewer-b", addresses={}), playbook=mini())
    assert told.case.state == "waiting"
    told.meet(person("interviewer-b"))
    assert told.item("thank_you_2").status == "drafted"
    told.approve("thank_you_2")
    assert told.may("thank_you_2").go


def test_a_fallback_that_comes_too_late_is_none() -> None:
    """A bounce, then a week without a step: nobody is asked to pass on what has expired, and all goes on."""
    told = Told(person("interviewer-a"), person("interviewer-b"))
    told.approve("thank_you")
    told.until("2026-10-01 18:30", send=False)
    told.send("thank_you", "failed")
    told.now = at("2026-10-07 09:00")
    told.settle()
    assert told.case.state == "waiting"
    assert "pass_it_on" not in told.case.items
    assert "pass_it_on" not in told.case.batches
