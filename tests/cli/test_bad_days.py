"""Bad days: a server that drops the line, one that is down, a package that is gone, a laptop that slept."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.typing_in import Typist

CASE = "acme-analyst"
THANKS = f"{CASE}/thank-you"


@contextmanager
def dropping() -> Iterator[int]:
    """A mail server that takes a whole message and drops the line instead of answering."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)

    def serve() -> None:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        with line, line.makefile("rb") as heard:
            line.sendall(b"220 lab\r\n")
            for words in heard:
                if words.upper().startswith(b"DATA"):
                    line.sendall(b"354 go on\r\n")
                    for text in heard:
                        if text == b".\r\n":
                            return
                line.sendall(b"250 ok\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join()


def use_email(typist: Typist, port: int) -> None:
    """Set the email channel up by hand, as a script would."""
    typist.home.joinpath("config.toml").write_text(
        f'[channels.email]\naddress = "candidate@example.org"\nserver = "127.0.0.1"\nport = {port}\n'
        'tls = "none"\npackage = "followup-email 0.1.0"\n[ways]\nemail = "email"\n'
    )


def approve(typist: Typist, code: int = 0) -> str:
    """Approve the thank-you as it was seen, at a time when it may go."""
    typist.now = "2026-10-01T18:35+01:00"
    seen = typist.json("show", THANKS)["draft"]["seen"]
    return typist("approve", THANKS, "--yes", seen[:8], code=code)


@pytest.fixture
def doubtful(started: Typist) -> Typist:
    """A typist whose thank-you is in doubt."""
    pytest.importorskip("followup_email")
    with dropping() as port:
        use_email(started, port)
        answer = approve(started, code=5)
    assert "in doubt" in answer
    assert f"playbook resolve {THANKS} sent " in answer
    assert f"playbook resolve {THANKS} not-sent " in answer
    return started


def test_a_line_that_drops_is_a_doubt_for_a_person(doubtful: Typist):
    """Guards exit 5, that it is wanted until settled, and that nothing is sent again by itself."""
    (need, *_) = doubtful.json("today")["needs_you"]
    assert need["verb"] == "resolve"
    doubtful.now = "2026-10-02T09:00+01:00"
    document = doubtful.json("step", code=0)
    assert document["delivered"] == []
    assert doubtful.json("show", THANKS)["status"] == "in_doubt"
    assert "in doubt" in doubtful("list")
    doubtful("done", THANKS, code=1)
    assert "playbook resolve" in doubtful.err


def test_it_was_sent(doubtful: Typist):
    """Guards the first of the two answers."""
    assert f"{THANKS} was sent." in doubtful("resolve", THANKS, "sent")
    assert doubtful.json("show", THANKS)["status"] == "sent"
    doubtful("resolve", THANKS, "sent", code=1)


def test_it_was_not_sent(doubtful: Typist):
    """Guards the second: back to approval, never by itself."""
    answer = doubtful("resolve", THANKS, "not-sent")
    assert f"{THANKS} was not sent." in answer
    assert doubtful.json("show", THANKS)["status"] == "drafted"
    assert "approve" in [need["verb"] for need in doubtful.json("today")["needs_you"]]


def test_a_server_that_is_down_is_surely_not_sent(started: Typist):
    """Guards that nobody sends by hand what is tried again by itself: said with the time of the next try."""
    pytest.importorskip("followup_email")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    use_email(started, port)
    answer = approve(started)
    assert "certainly was not sent" in answer
    assert "tries again" in answer
    assert "failed" not in answer
    assert started.json("show", THANKS)["status"] == "approved"


def test_a_package_that_is_gone_holds_only_its_messages(started: Typist):
    """Guards exit 5 with the way out, and that all else is done."""
    started.home.joinpath("config.toml").write_text('[channels.pigeon]\n[ways]\nemail = "pigeon"\n')
    answer = approve(started, code=5)
    assert "pigeon" in answer
    assert "All else was done." in answer
    assert started.json("show", THANKS)["status"] == "approved"
    started("doctor", code=1)
    assert "pigeon" in started("channels")


def test_a_laptop_that_slept_says_what_became_of_each_thing(started: Typist):
    """Guards catching up: late things by their own rule, all of it said."""
    started("step")
    started.now = "2026-10-20T09:00+01:00"
    document = started.json("step")
    assert document["caught"]
    fresh = Typist(started.home, now="2026-11-20T09:00+00:00")
    assert "became due; here is what was done with" in fresh("step")


def test_a_late_message_is_asked_about_and_can_be_dropped(started: Typist):
    """Guards that what is late is either released by a person or dropped by one."""
    started.now = "2026-10-05T10:00+01:00"
    started("step")
    status = started.json("show", THANKS)["status"]
    assert status in ("drafted", "planned")
    assert "off your list" in started("done", THANKS, "--never")
    assert started.json("show", THANKS)["status"] == "skipped"


def test_two_workers_of_one_home_do_not_meet(started: Typist):
    """Guards that a second `run` is refused by name, and that a command beside a worker says so."""
    main = [sys.executable, "-c", "from followup.cli.main import main; main()", "--home", str(started.home)]
    with subprocess.Popen([*main, "run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as first:
        try:
            assert first.stdout is not None
            assert first.stdout.readline().startswith("Running on this home (pid ")
            second = subprocess.run([*main, "run"], capture_output=True, text=True, timeout=30, check=False)
            assert (second.returncode, second.stdout) == (4, "")
            assert "error[worker-runs]" in second.stderr
            beside = subprocess.run([*main, "step"], capture_output=True, text=True, timeout=30, check=True)
            assert "Deliveries were handed over to" in beside.stdout
        finally:
            first.terminate()
            first.communicate(timeout=30)


def test_the_file_of_a_playbook_may_vanish(typist: Typist, tmp_path: Path):
    """Guards that a case lives on when its file is deleted, and how the file comes back."""
    file = tmp_path / "mine.yaml"
    typist("new", str(file))
    text = file.read_text()
    typist(
        "start",
        str(file),
        "--me=name=Candidate",
        "--me=zone=London",
        "--fact=company=Acme",
        "--fact=job=Data analyst",
        "--fact=workplace=London",
        "--fact=ended_at=16:30",
        "--person=Interviewer A, a@example.org, verified",
    )
    file.unlink()
    assert "mine.yaml is gone. The case goes on" in typist("show", CASE)
    assert typist("show", CASE, "--playbook") == text


def test_a_to_do_that_is_done_by_what_came_with_it(typist: Typist):
    """Guards an alarm about something that went well: the fact told settles the question that asks for it."""
    words = ("company=Acme", "job=Data analyst", "workplace=London", "interview_at=2026-10-01 15:00")
    typist.now = "2026-10-01T10:00+01:00"
    me = ("--me=name=Candidate", "--me=zone=Europe/London")
    typist("start", *me, *[f"--fact={word}" for word in words], "--person=Interviewer A, a@example.org")
    typist.now = "2026-10-01T17:05+01:00"
    typist("step", code=0)
    text = typist("done", f"{CASE}/say-how-it-went", "ended_at=16:30")
    assert "say-how-it-went is settled by what you told." in text
    assert "Thu 1 Oct 16:30" in typist("show", CASE)
