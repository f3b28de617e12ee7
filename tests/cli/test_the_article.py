"""The founding article through the command line alone: seven months, every answer held to its schema."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.cli.typing_in import Typist

CASE = "acme-analyst"
LINKEDIN = "https://www.linkedin.com/in/interviewer-a/"
PERSON = f"Interviewer A, Head of Data, manager, a@example.org, +44 20 7946 0000, {LINKEDIN}, verified"


def at(typist: Typist, when: str) -> None:
    typist.now = when


def approve(typist: Typist, item: str) -> list[str]:
    """Read a message and release it as it was read; return what became of it."""
    mark = typist.json("show", f"{CASE}/{item}")["draft"]["seen"]
    report = typist.json("approve", f"{CASE}/{item}", "--yes", mark)
    return [one["outcome"] for one in report["delivered"]]


def wanted(typist: Typist) -> list[tuple[str, str]]:
    return [(need["verb"], need["item"] or "") for need in typist.json("today")["needs_you"]]


def mails(typist: Typist) -> list[EmailMessage]:
    files = sorted((typist.home / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [mail for mail in found if isinstance(mail, EmailMessage)]


def test_the_whole_article_by_commands_alone(typist: Typist) -> None:
    """From the evening before to a friendly word half a year later, nothing is done but by commands."""
    at(typist, "2026-09-30T18:00+01:00")
    typist.json(
        "start",
        "--me=name=Candidate",
        "--me=email=candidate@example.org",
        "--me=zone=Europe/London",
        "--fact=company=Acme",
        "--fact=job=Data analyst",
        "--fact=workplace=London",
        "--fact=interview_at=1 oct 15:00",
    )
    # before leaving the room: what happens next, and everybody's card
    at(typist, "2026-10-01T14:00+01:00")
    typist.json("step")
    assert wanted(typist) == [("do", f"{CASE}/before-you-leave")]
    typist.json("done", f"{CASE}/before-you-leave")

    # home: who was there, what was said, what stumbled, what was promised
    at(typist, "2026-10-01T17:00+01:00")
    told = typist.json(
        "tell",
        CASE,
        "ended",
        "ended_at=16:30",
        f"interviewers={PERSON}",
        "interviewer-a.topic=the churn dashboard",
        "stumbled_on=how I count a lost customer",
        "i_meant=I would wait for a second quarter without an order",
        "promised_by=6 oct",
    )
    assert told["state"] == "thanking"
    typist.json("done", f"{CASE}/get-home")

    # a short, polite e-mail the same day, with the story and the better answer
    at(typist, "2026-10-01T18:30+01:00")
    assert approve(typist, "thank-you") == ["sent"]
    (thanks,) = mails(typist)
    words = thanks.get_body().get_content()  # type: ignore[union-attr]
    assert thanks["To"] == "Interviewer A <a@example.org>"
    assert all(part in words for part in ("enjoyed", "churn dashboard", "second quarter"))

    # LinkedIn, by hand; then quiet until two business days after the promise
    at(typist, "2026-10-02T10:30+01:00")
    typist.json("step")
    assert wanted(typist) == [("do", f"{CASE}/connect")]
    typist.json("done", f"{CASE}/connect")
    at(typist, "2026-10-05T09:00+01:00")
    quiet = typist.json("today")
    assert (quiet["needs_you"], quiet["next"]["at"]) == ([], "2026-10-08T09:00:00Z")

    # the promise moves, and the call with it
    at(typist, "2026-10-06T11:00+01:00")
    moved = typist.json("tell", CASE, "told-a-date", "promised_by=9 oct", "--from=interviewer-a")
    assert moved["next"]["at"] == "2026-10-13T09:00:00Z"
    why = typist.json("why", CASE)
    assert any("check" in one["what"] for one in why["waiting"])

    # "I was wondering where you are in the process": a call, answered by a machine
    at(typist, "2026-10-13T10:05+01:00")
    typist.json("step")
    script = typist.json("show", f"{CASE}/check-in")["draft"]
    assert "where you are in the process" in script["body"]
    assert "further information" in script["body"]
    typist.json("done", f"{CASE}/check-in", "voicemail")

    # the answer nobody wanted: courteous, once, with one question
    at(typist, "2026-10-15T16:00+01:00")
    rejected = typist.json(
        "tell", CASE, "rejected", "reason=experience", "--from=interviewer-a", "--channel=email"
    )
    assert (rejected["state"], rejected["outcome"]) == ("declined", "rejected")
    items = {one["item"]: one["status"] for one in typist.json("show", CASE)["items"]}
    assert items[f"{CASE}/check-in-2"] == "dropped"
    at(typist, "2026-10-16T10:05+01:00")
    assert approve(typist, "thanks-and-feedback") == ["sent"]
    assert "do better" in mails(typist)[-1].get_body().get_content()  # type: ignore[union-attr]

    # what they said is learnt from
    at(typist, "2026-10-19T14:00+01:00")
    typist.json("tell", CASE, "feedback-came", "feedback=Say the result first.", "lessons=the result first")

    # and half a year later a friendly word, and no more
    at(typist, "2027-04-15T10:10+01:00")
    typist.json("step")
    assert approve(typist, "reconnect") == ["sent"]
    assert len(mails(typist)) == 3
    at(typist, "2028-01-10T10:00+00:00")
    typist.json("step")
    assert len(mails(typist)) == 3
    history = typist.json("show", CASE, "--history")["history"]
    assert [entry["seq"] for entry in history] == list(range(1, len(history) + 1))

    # the lesson comes back when the next case begins
    at(typist, "2028-01-11T18:00+00:00")
    birch = ("--fact=company=Birch", "--fact=job=Analyst", "--fact=workplace=London", "--fact=ended_at=16:30")
    assert "the result first" in typist("start", *birch, "--person=Interviewer B, b@example.org")
