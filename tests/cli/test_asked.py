"""A person at a terminal is asked; these tests type the answers and read the screens."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.cli.terminal import Terminal
from tests.cli.typing_in import START, Typist

MAIN = "from followup.cli.main import main; main()"
EDITOR = 'sh -c \'printf "PS: a word more.\\n" >> "$0"\''


def converse(typist: Typist, words: Sequence[str], *exchange: str, code: int = 0) -> str:
    """Run a command at a terminal; `exchange` alternates what is expected and what is typed then."""
    arguments = [*words, "--home", str(typist.home), "--now", typist.now]
    with Terminal(MAIN, arguments, env={"EDITOR": EDITOR, "TZ": "UTC"}) as terminal:
        for expected, answer in zip(exchange[::2], exchange[1::2], strict=True):
            terminal.expect(expected)
            terminal.type(answer)
        ended = terminal.end()
        assert ended == code, terminal.read
        assert "Traceback" not in terminal.read
        return terminal.read


ABOUT_ME = (
    "Your own name",
    "Candidate",
    "e-mail address",
    "candidate@example.org",
)
ABOUT_THE_CASE = (
    "Which company",
    "Acme",
    "Which job",
    "Data analyst",
    "Where is the employer?",
    "London",
    "When did the interview end?",
    "16:30",
)


@pytest.fixture
def begun(typist: Typist) -> Typist:
    """A typist whose case was started by answering questions."""
    answer = converse(
        typist,
        ["start"],
        *ABOUT_ME,
        *ABOUT_THE_CASE,
        "Who was there?",
        "Interviewer A, Head of Data, a@example.org, +44 20 7946 0000",
        "is the spelling from a card",
        "y",
        "Which story or skill",
        "the churn dashboard",
        "What happens next",
        "a call by next friday",
        "What happens next",
        "a call by tuesday",
    )
    assert '"by next friday" may be' in answer
    assert "Tue 6 Oct" in answer
    assert "acme-analyst started." in answer
    return typist


def test_a_start_asks_and_keeps_what_was_answered(begun: Typist):
    """Guards the first five minutes: every question once, meanings echoed, facts kept."""
    view = begun.json("show", "acme-analyst")
    facts = {name: words[-1]["value"] for name, words in view["facts"].items()}
    assert facts["company"] == "Acme"
    assert facts["ended_at"] == "2026-10-01T16:30:00+01:00[Europe/London]"
    assert facts["promised_by"] == "2026-10-06"
    assert facts["interviewer-a.topic"] == "the churn dashboard"
    (contact,) = view["contacts"]
    assert contact["name_verified"] is True
    assert contact["addresses"] == {"email": "a@example.org", "phone": "+44 20 7946 0000"}
    assert begun.json("today")["zone"] == "Europe/London"


def test_a_second_case_asks_nothing_about_the_candidate(begun: Typist):
    """Guards that one's own name is asked for once."""
    answer = converse(
        begun,
        ["start", "--fact", "company=Birch", "--fact", "job=Lead", "--fact", "workplace=London"],
        "When did the interview end?",
        "",
        "When is the interview?",
        "in 2 weeks 15:00",
    )
    assert "Your own name" not in answer
    assert "birch-lead started." in answer


def test_reading_editing_and_approving_at_the_desk(begun: Typist):
    """Guards the desk: the exact words, help, the difference after an edit, and that they leave so."""
    begun.now = "2026-10-01T18:35+01:00"
    answer = converse(begun, ["approve"], "[?] >", "?", "[?] >", "x", "[?] >", "e", "[?] >", "a")
    assert "To:      Interviewer A <a@example.org>" in answer
    assert "+ PS: a word more." in answer
    assert "in your own wording" in answer
    assert "Sent 18:35 to Interviewer A" in answer
    (mail,) = (begun.home / "outbox").glob("*.eml")
    assert "PS: a word more." in mail.read_text()


def test_later_leaves_everything_as_it_was(begun: Typist):
    """Guards `l`."""
    begun.now = "2026-10-01T18:35+01:00"
    answer = converse(begun, ["approve"], "[?] >", "l")
    assert "Nothing was changed. They wait: playbook approve" in answer
    assert begun.json("show", "acme-analyst/thank-you")["status"] == "drafted"


def test_never_is_final_and_said(begun: Typist):
    """Guards `n`."""
    begun.now = "2026-10-01T18:35+01:00"
    assert "will never be sent" in converse(begun, ["approve"], "[?] >", "n")
    assert begun.json("show", "acme-analyst/thank-you")["status"] == "skipped"


def test_control_c_at_the_desk_keeps_what_was_decided(begun: Typist):
    """Guards the way out in the middle: 130, and the truth about what is kept."""
    begun.now = "2026-10-01T18:35+01:00"
    arguments = ["approve", "--home", str(begun.home), "--now", begun.now]
    with Terminal(MAIN, arguments, env={"EDITOR": EDITOR}) as terminal:
        terminal.expect("[?] >")
        time.sleep(0.3)
        terminal.interrupt()
        terminal.expect("Stopped. Nothing was changed.")
        assert terminal.end() == 130
    assert begun.json("show", "acme-analyst/thank-you")["status"] == "drafted"


def test_the_menu_of_what_happened(begun: Typist):
    """Guards `tell` alone: events in the playbook's words, their facts asked, what is known in brackets."""
    begun.now = "2026-10-02T11:00+01:00"
    answer = converse(
        begun,
        ["tell", "acme"],
        "What happened with acme-analyst?",
        "They told me when",
        "By when did they say you will hear? [Tue 6 Oct]",
        "fri",
        "What happens next",
        "",
    )
    assert "They said no." in answer
    assert "acme-analyst: told a date." in answer
    assert "known    promised by: Fri 9 Oct" in answer or "known  promised by: Fri 9 Oct" in answer


def test_what_is_asked_can_be_answered_from_the_menu(typist: Typist):
    """Guards the questions that hold a message up: a name not yet confirmed, and the message goes on."""
    typist("start", *START[:-1], START[-1].replace(", verified", ""))
    assert typist.json("show", "acme-analyst/thank-you")["stuck"] == ["contact.name_verified"]
    answer = converse(
        typist,
        ["tell", "acme"],
        "(an answer) is Interviewer A spelt right?",
        "1",
        "Interviewer A spelt",
        "yes",
    )
    assert "drafted  acme-analyst/thank-you" in answer
    assert typist.json("show", "acme-analyst/thank-you")["status"] == "drafted"


def test_outcomes_are_offered(begun: Typist):
    """Guards that `done CASE` is enough for one open to-do, and that its outcomes are a menu."""
    begun.now = "2026-10-01T18:35+01:00"
    converse(begun, ["approve"], "[?] >", "a")
    begun.now = "2026-10-08T10:30+01:00"
    begun("step")
    begun("done", "acme-analyst", code=2)
    assert "voicemail" in begun.err
    answer = converse(begun, ["done", "acme"], "How did it go?", "voicemail")
    assert "acme-analyst/check-in done 10:30: voicemail." in answer


def test_a_channel_is_set_up_by_questions(begun: Typist, tmp_path: Path):
    """Guards `channels --use`: only what is needed is asked, by the channel's own words; and it is tried."""
    answer = converse(
        begun,
        ["channels", "email", "--use"],
        "Your address",
        "candidate@example.org",
        "Outgoing server",
        "127.0.0.1:1",
        "Encryption",
        "",
        "sign in there?",
        "y",
        "Password",
        "env:NO_SUCH_PASSWORD",
        code=3,
    )
    assert "env:NO_SUCH_PASSWORD is not set" in answer
    assert "Nothing was sent." in answer
    text = (begun.home / "config.toml").read_text()
    assert 'password = "env:NO_SUCH_PASSWORD"' in text
    assert "out of use" in begun("channels", "email", "--drop")
    assert "[channels.email]" not in (begun.home / "config.toml").read_text()
