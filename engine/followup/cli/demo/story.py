"""The story of the founding article, as data: when, what a friend would say, and what is typed."""

from __future__ import annotations

from dataclasses import dataclass

ZONE = "Europe/London"
CASE = "acme-analyst"

INTERVIEWER = (
    "Interviewer A, Head of Data, manager, a@example.org, +44 20 7946 0000, "
    "https://www.linkedin.com/in/interviewer-a/, verified"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of the story.

    Attributes:
        at: Wall time in `ZONE`.
        says: What happens, in a sentence.
        typed: The words after `playbook`; `SEEN` stands for the mark of the message named.
    """

    at: str
    says: str
    typed: tuple[str, ...]


STORY = (
    Scene(
        "2026-09-30T18:00",
        "The evening before. Acme, in London, has invited you for tomorrow at three.",
        (
            "start",
            "--me",
            "name=Candidate",
            "--me",
            "email=candidate@example.org",
            "--me",
            "phone=+44 20 7946 0999",
            "--me",
            f"zone={ZONE}",
            "--fact",
            "company=Acme",
            "--fact",
            "job=Data analyst",
            "--fact",
            "workplace=London",
            "--fact",
            "interview_at=tomorrow 15:00",
        ),
    ),
    Scene("2026-10-01T14:00", "An hour before: what to bring home from that room.", ("step",)),
    Scene(
        "2026-10-01T15:00",
        "The way there is long enough to remember it.",
        ("done", f"{CASE}/before-you-leave"),
    ),
    Scene(
        "2026-10-01T17:10",
        "It is over, and you have a card. One answer came out worse than you meant it.",
        (
            "tell",
            CASE,
            "ended",
            "ended_at=16:30",
            f"interviewers={INTERVIEWER}",
            "interviewer-a.topic=the churn dashboard",
            "promised_by=tuesday",
            "stumbled_on=how I count a lost customer",
            "i_meant=I would count one only after a second quarter without an order",
        ),
    ),
    Scene("2026-10-01T17:20", "While it is fresh.", ("done", f"{CASE}/get-home", "shortlisted=6")),
    Scene(
        "2026-10-01T18:30",
        "Two hours later the words are ready. You read them.",
        ("show", f"{CASE}/thank-you"),
    ),
    Scene("2026-10-01T18:40", "They say what you mean.", ("approve", f"{CASE}/thank-you", "--yes", "SEEN")),
    Scene(
        "2026-10-02T12:10",
        "The next day your name should stay in sight. No program may do this for you.",
        ("step",),
    ),
    Scene("2026-10-02T12:14", "Pasted and sent by hand.", ("done", f"{CASE}/connect")),
    Scene("2026-10-05T09:00", "Monday. May I ask already?", ("today",)),
    Scene(
        "2026-10-06T11:00",
        "They ring: it will take until Friday.",
        ("tell", CASE, "told-a-date", "promised_by=friday", "--from", "interviewer-a", "--channel", "phone"),
    ),
    Scene("2026-10-13T10:05", "Friday went by, and two polite days more.", ("step",)),
    Scene("2026-10-13T10:20", "You ring, and a machine answers.", ("done", f"{CASE}/check-in", "voicemail")),
    Scene("2026-10-15T09:00", "Ring again?", ("why", CASE)),
    Scene(
        "2026-10-15T16:00",
        "The answer you did not want, by e-mail. Somebody else had more experience.",
        ("tell", CASE, "rejected", "reason=experience", "--from", "interviewer-a", "--channel", "email"),
    ),
    Scene("2026-10-16T10:00", "A night later you thank them for the news.", ("step",)),
    Scene(
        "2026-10-16T10:05",
        "Courteous to the end, with one question.",
        ("approve", f"{CASE}/thanks-and-feedback", "--yes", "SEEN"),
    ),
    Scene(
        "2026-10-19T14:00",
        "They take the trouble to answer.",
        (
            "tell",
            CASE,
            "feedback-came",
            "feedback=Say the result first, then the method.",
            "lessons=the result first, then the method",
            "--from",
            "interviewer-a",
            "--channel",
            "email",
        ),
    ),
    Scene("2026-10-20T09:00", "And now?", ("today",)),
    Scene("2027-04-15T10:00", "Half a year on. You have kept at it.", ("step",)),
    Scene("2027-04-15T10:10", "A friendly word.", ("approve", f"{CASE}/reconnect", "--yes", "SEEN")),
)
