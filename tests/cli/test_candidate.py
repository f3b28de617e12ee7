"""A candidate's weeks through the command line alone, in a sandbox home: words typed, answers read."""

from __future__ import annotations

import json

from tests.cli.typing_in import START, Typist

from followup.cli.screens.item import SEEN

CASE = "acme-analyst"
THANKS = f"{CASE}/thank-you"


def seen(typist: Typist, item: str) -> str:
    """Return the mark of a message as `show` prints it."""
    return str(typist.json("show", item)["draft"]["seen"])[:SEEN]


def test_an_empty_home_shows_two_doors(typist: Typist):
    """Guards the first screen, and that looking at nothing is no error."""
    assert "playbook start" in typist("today")
    assert typist() == typist("today")
    assert typist.json("today")["cases"] == 0
    assert typist.json("list")["cases"] == []


def test_a_start_says_what_is_drafted_and_when_it_is_quiet(typist: Typist):
    """Guards the answer to the first command: the case's name, what happens, what to type next."""
    answer = typist("start", *START)
    assert answer.startswith(f"{CASE} started.\n")
    assert answer.splitlines()[-1].startswith(("Next:", "Then:", "If you hear"))


def test_a_start_names_everything_that_is_missing(typist: Typist):
    """Guards that a script learns all missing options at once, and nothing is started."""
    typist("start", "--me=name=Candidate", "--fact=company=Acme", code=2)
    assert "error[fact-missing]" in typist.err
    assert "--fact job=..." in typist.err
    assert typist.json("list")["cases"] == []


def test_the_first_use_needs_a_name(typist: Typist):
    """Guards that nobody writes letters without a name under them."""
    typist("start", *START[1:], code=2)
    assert "--me name=" in typist.err


def test_a_message_is_approved_as_seen_and_sent(started: Typist):
    """Guards the way of a message: shown, approved by its mark, sent when due, told."""
    started.now = "2026-10-01T18:35+01:00"
    started("step")
    document = started.json("approve", THANKS, "--yes", seen(started, THANKS))
    assert [one["outcome"] for one in document["delivered"]] == ["sent"]
    assert started.json("show", THANKS)["status"] == "sent"
    assert "approve" not in [need["verb"] for need in started.json("today")["needs_you"]]


def test_a_mark_of_other_words_approves_nothing(started: Typist):
    """Guards that a script cannot approve what it has not seen."""
    started.now = "2026-10-01T18:35+01:00"
    started("step")
    started("approve", THANKS, "--yes", "0" * SEEN, code=1)
    assert "error[changed]" in started.err
    started("approve", THANKS, "--yes", seen(started, THANKS)[:2], code=1)
    started("approve", THANKS, code=2)
    assert "error[unseen]" in started.err
    assert started.json("show", THANKS)["status"] == "drafted"


def test_own_words_from_a_file_wait_for_approval(started: Typist, tmp_path):
    """Guards that an edit shows only what changed, and is no approval."""
    started.now = "2026-10-01T18:35+01:00"
    started("step")
    before = seen(started, THANKS)
    words = tmp_path / "words.txt"
    words.write_text(
        "Subject: Thank you\n\nDear Interviewer A,\n\n"
        "Thank you. I enjoyed meeting you and your team.\n\nCandidate\n"
    )
    answer = started("approve", THANKS, "--edit", str(words))
    assert "+ Thank you. I enjoyed meeting you and your team." in answer
    assert seen(started, THANKS) != before
    assert started.json("show", THANKS)["status"] == "drafted"
    started("approve", THANKS, "--yes", before, code=1)


def test_a_refused_message_never_leaves(started: Typist):
    """Guards `--refuse`."""
    started.now = "2026-10-01T18:35+01:00"
    started("step")
    assert "will never be sent" in started("approve", THANKS, "--refuse")
    assert started.json("show", THANKS)["status"] == "skipped"


def test_a_new_date_moves_the_wait_and_undo_moves_it_back(started: Typist):
    """Guards that telling says what is known since, and that a slip can be taken back."""
    started.now = "2026-10-01T18:35+01:00"
    started("approve", THANKS, "--refuse")
    before = started.json("why", CASE)["waiting"]
    answer = started("tell", CASE, "told-a-date", "promised_by=9 oct")
    assert "known  promised by: Fri 9 Oct" in answer
    assert "moved  the check-in, from Thu 8 Oct 10:00 to Tue 13 Oct 10:00" in answer
    assert started.json("why", CASE)["waiting"] != before
    started("tell", CASE, "--undo")
    facts = started.json("show", CASE)["facts"]["promised_by"]
    assert facts[-1]["value"] == "2026-10-06"


def test_a_fact_alone_is_told(started: Typist):
    """Guards `tell CASE K=V`, for the case and for a contact."""
    started("tell", CASE, "next_step=a call", "interviewer-a.title=Head of Data Science")
    view = started.json("show", CASE)
    assert view["facts"]["next_step"][-1]["value"] == "a call"
    assert view["contacts"][0]["title"] == "Head of Data Science"


def test_no_contact_is_one_word(started: Typist):
    """Guards that whoever asked to be left alone is, with one word."""
    started("tell", CASE, "no-contact")
    assert started.json("show", CASE)["contacts"][0]["do_not_contact"] is True


def test_a_wrong_event_or_fact_changes_nothing(started: Typist):
    """Guards against a guess: the nearest name is offered, and nothing was done."""
    before = started.json("show", CASE, "--history")["history"]
    started("tell", CASE, "rejectd", code=2)
    assert 'Did you mean "rejected"? Nothing was done.' in started.err
    started("tell", CASE, "promisd_by=fri", code=2)
    assert "did you mean promised_by?" in started.err
    started("tell", CASE, "told-a-date", code=2)
    assert "promised_by=..." in started.err
    started("tell", CASE, "told-a-date", "promised_by=soonish", code=3)
    started("tell", CASE, code=2)
    assert "rejected" in started.err
    started("tell", "acme", "rejected", code=2)
    assert started.json("show", CASE, "--history")["history"] == before


def test_a_rejection_is_kind_and_says_what_stops(started: Typist):
    """Guards the screen of the worst day."""
    started.now = "2026-10-01T18:35+01:00"
    started("step")
    answer = started(
        "tell", CASE, "rejected", "reason=experience", "--channel", "email", "--from", "interviewer-a"
    )
    assert f"{CASE}: rejected." in answer
    assert "stopped" in answer
    assert "!" not in answer


def test_a_pause_stops_what_would_leave(started: Typist):
    """Guards hold and lift, and that both are seen."""
    started.now = "2026-10-01T18:35+01:00"
    started("step")
    assert "is on hold until" in started("hold", CASE, "--until", "9 oct")
    assert started.json("show", CASE)["hold"]["until"]["wall"].startswith("2026-10-09T00:00")
    assert "goes on" in started("hold", "--all", "--lift")
    assert started.json("show", CASE)["hold"] is None
    started("hold", CASE, "--until", "yesterday", code=3)
    started("hold", code=2)


def test_looking_changes_nothing(started: Typist):
    """Guards that no look is an event."""
    started.now = "2026-10-02T12:00+01:00"
    before = started.json("show", CASE, "--history")["history"]
    for words in (
        ("today",),
        ("why", CASE),
        ("why", THANKS),
        ("list", "--all"),
        ("show", THANKS),
        ("doctor",),
    ):
        started(*words, code=1 if words == ("doctor",) and started.code else 0)
    started("graph", CASE)
    started("step", "--dry-run")
    assert started.json("show", CASE, "--history")["history"] == before


def test_the_history_tells_what_happened_in_order(started: Typist):
    """Guards `show --history` in words and in JSON."""
    started.now = "2026-10-02T12:00+01:00"
    started("step")
    started("tell", CASE, "heard", "--note", "they rang")
    lines = started("show", CASE, "--history").splitlines()
    assert "started" in lines[1]
    assert any("heard: they rang" in line for line in lines)
    entries = started.json("show", CASE, "--history")["history"]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))


def test_the_playbook_of_a_case_comes_back_as_a_file(started: Typist, tmp_path):
    """Guards that a lost playbook file can be had back from the home."""
    text = started("show", CASE, "--playbook")
    assert text.startswith(("playbook:", "#"))
    assert "interview-follow-up" in text


def test_the_bytes_of_a_message_can_be_had(started: Typist):
    """Guards `show --raw`."""
    started.now = "2026-10-01T18:35+01:00"
    started("step")
    assert "To: Interviewer A <a@example.org>" in started("show", THANKS, "--raw")


def test_json_is_one_object_of_ascii(started: Typist):
    """Guards what scripts read, whatever is in a name."""
    started("tell", CASE, "next_step=caf\u00e9 \u202e")
    text = started("show", CASE, "--json")
    assert text.isascii()
    assert len(text.splitlines()) == 1
    assert json.loads(text)["facts"]["next_step"][-1]["value"].startswith("caf\u00e9")


def test_names_are_forgiving_about_dashes_only(started: Typist):
    """Guards that `-` and `_` are one, and that a script needs the full name."""
    started("show", f"{CASE}/thank_you")
    started("show", "acme", code=2)
    assert CASE in started.err
    started("show", f"{CASE}/thank-yuo", code=2)
    assert "thank-you" in started.err
