"""Views made by hand, as the runtime would answer on Mon 5 Oct 2026 in London."""

from __future__ import annotations

from whenever import Instant

from followup.core.values.case import Case, Draft, Item, ItemStatus
from followup.core.values.people import Contact
from followup.core.values.records import Counts
from followup.core.values.steps import Block, Verdict
from followup.core.values.times import Moment, Unknown
from followup.runtime.views import ItemView, Need, Next, Today, Verb

ZONE = "Europe/London"
NOW = Instant.from_utc(2026, 10, 5, 10)
THEN = Moment(
    at=Instant.from_utc(2026, 10, 8, 9),
    wall="2026-10-08T10:00:00+01:00[Europe/London]",
    rule="grace after promised_by",
    counted="2 business days after Tue 6 Oct",
)
PERSON = Contact(
    id="interviewer-a", name="Interviewer A", name_verified=True, addresses={"email": "a@example.org"}
)
DRAFT = Draft(
    revision=1,
    digest="5e1c9a2f" + "0" * 56,
    way="email",
    contact="interviewer-a",
    address="a@example.org",
    subject="Thank you: Data analyst",
    body="Dear Interviewer A,\n\nThank you for your time today.\n\nCandidate\n",
    warnings=("shorter than the 40 words that read as meant",),
    message_id="<1@followup.invalid>",
)
CALL = Draft(
    revision=1,
    digest="ab" * 32,
    way="phone",
    contact="interviewer-a",
    address="+44 20 7946 0000",
    body="I was wondering where you are in the process.",
    voicemail="This is Candidate, about the analyst post.",
)
INVITATION = Draft(
    revision=1,
    digest="cd" * 32,
    way="linkedin",
    contact="interviewer-a",
    address="https://www.linkedin.com/in/interviewer-a/",
    body="Thank you for meeting me. I would be glad to stay in touch.",
)
REST = Next(
    case="acme-analyst",
    what="check_in",
    text="ask Interviewer A kindly by telephone",
    moment=THEN,
    because="Acme said Tue 6 Oct, and 2 business days come after it",
    zone=ZONE,
)


def need(verb: Verb = Verb.APPROVE, item: str = "thank_you", **more: object) -> Need:
    """Return a need; the words fit the verb."""
    given: dict[str, object] = {
        "case": "acme-analyst",
        "owner": "me",
        "item": item,
        "verb": verb,
        "text": "e-mail to Interviewer A",
        "since": Instant.from_utc(2026, 10, 5, 8),
        **more,
    }
    return Need(**given)  # type: ignore[arg-type]


def today(*needs: Need, more: int = 0, upcoming: Next | None = REST, **counts: int) -> Today:
    """Return what `today` looks at."""
    found = {"cases": 1, "resting": 0 if needs else 1, "wanting": len(needs), **counts}
    return Today(now=NOW, needs=needs, more=more, next=upcoming, counts=Counts(**found), zone=ZONE)


def item(status: ItemStatus = ItemStatus.DRAFTED, draft: Draft | None = DRAFT, **more: object) -> Item:
    """Return a thank-you in some status."""
    given: dict[str, object] = {
        "id": "thank_you",
        "name": "thank_you",
        "contact": "interviewer-a",
        "round": 1,
        "state": "met",
        "planned_at": NOW,
        "status": status,
        "due": THEN,
        "draft": draft,
        **more,
    }
    return Item(**given)  # type: ignore[arg-type]


def item_view(one: Item, *blocks: Block) -> ItemView:
    """Return a view of an item."""
    return ItemView(
        now=NOW,
        case="acme-analyst",
        item=one,
        why="A short, polite note on the same day.",
        contact=PERSON,
        parcel=None,
        raw=None,
        verdict=Verdict(blocks=blocks, free_at=None if blocks else NOW),
        channel="email",
        zone=ZONE,
    )


def case(**more: object) -> Case:
    """Return a case that waits."""
    given: dict[str, object] = {
        "id": "acme-analyst",
        "owner": "me",
        "playbook": "f" * 64,
        "version": 3,
        "state": "waiting",
        "round_at": NOW,
        "last_at": NOW,
        "started_at": NOW,
        **more,
    }
    return Case(**given)  # type: ignore[arg-type]


UNKNOWN = Unknown(missing=("promised_by",))
