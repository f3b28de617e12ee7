"""Acting: what a person can do to a case. Every act also steps its case, and delivers what became due.

All of them take the home first and the case by its id, change either everything they say or nothing,
and answer with a `Report`. An act beside a live worker leaves the delivering to it and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whenever import Instant

from followup.core import outlook, story
from followup.core.names import shown, typed
from followup.core.values.case import ItemStatus
from followup.core.values.events import Event, EventKind, FactValue, Wording
from followup.core.values.people import Contact, Me
from followup.core.values.steps import Drafted, Effect
from followup.errors import InvalidInput, Refused
from followup.ports import Writing
from followup.runtime import starting
from followup.runtime.acts import act, finish
from followup.runtime.home import Home
from followup.runtime.items import in_hand, item_of, name_of, of_messages, outcome_of
from followup.runtime.letters import files_of
from followup.runtime.people import Introduced, introduce, restore
from followup.runtime.readiness import carrier
from followup.runtime.recording import Chapter, proposals
from followup.runtime.views import Report

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled

_SKEW_S = 60


def start(  # noqa: PLR0913 - each is one thing that a case begins with
    home: Home,
    compiled: Compiled,
    *,
    owner: str,
    me: Me | None,
    facts: Mapping[str, FactValue],
    words: Mapping[str, str],
    people: Sequence[Contact],
    at: Instant | None = None,
    name: str = "",
) -> Report:
    """Begin a case. The playbook is pinned; editing or deleting its file changes nothing any more.

    Args:
        home: The home.
        compiled: The playbook as it was read.
        owner: The candidate's id.
        me: The candidate, if new or changed.
        facts: What is known, by name.
        words: How the person put what was understood as something else.
        people: Contacts that the facts name; one with a known address is the one who is known.
        at: When it began, if earlier.
        name: A name for the case; empty: made from company and job.

    Raises:
        UsageError: `no-candidate`, `no-contact`.
        InvalidInput: `bad-name`, or a value that fits no field.
        Refused: `name-taken`.
    """
    begun = starting.begin(
        home, compiled, owner=owner, me=me, facts=facts, words=words, people=people, at=at, name=name
    )
    return finish(home, [begun])


def tell(  # noqa: PLR0913 - each is one thing that can be said about an event
    home: Home,
    case: str,
    *,
    event: str | None,
    facts: Mapping[str, FactValue],
    words: Mapping[str, str] | None = None,
    at: Instant | None = None,
    contact: str | None = None,
    channel: str = "",
    by: str = "you",
    note: str = "",
    people: Sequence[Contact] = (),
) -> Report:
    """Say that something happened, or (without an event) that something is known.

    Args:
        home: The home.
        case: Case id.
        event: The event's name in the playbook, or None.
        facts: By name; `CONTACT.FIELD` changes the contact's own row too.
        words: How the person put what was understood as something else.
        at: When it happened, if earlier: the story is told again from there.
        contact: Whom it came from.
        channel: The way it came.
        by: Who said so.
        note: Free words kept with it.
        people: Contacts that come with it.

    Raises:
        UsageError: `no-case`, `no-contact`.
        InvalidInput: `event-unknown`, `fact-missing`, `in-the-future`, or a value that fits no field.
    """
    now = home.clock.now()
    if at is not None and at > now.add(seconds=_SKEW_S):
        raise InvalidInput("in-the-future", "that has not happened yet; nothing was changed")
    introduced: list[Introduced] = []

    def happened(chapter: Chapter, writing: Writing) -> Event:
        told = introduce(
            writing,
            chapter.playbook,
            people,
            facts=of_messages(chapter, facts),
            words=words or {},
            contact=contact,
            ways=home.channels.ways(),
            near=outlook.contacts(chapter.playbook, chapter.case),
        )
        introduced.append(told)
        return Event(
            kind=EventKind.HAPPENED if event else EventKind.KNOWN,
            occurred_at=max(min(at or now, now), chapter.case.started_at),
            recorded_at=now,
            name=typed(event) if event else "",
            facts=told.facts,
            replaced=told.replaced,
            words=told.words,
            contact=told.contact,
            channel=channel,
            by=by,
            note=note,
        )

    done = act(home, case, happened, must=False)
    done.changed |= introduced[0].changed
    return finish(home, [done])


def undo(home: Home, case: str) -> Report:
    """Take back the last thing that was told, as if it had never been said; only while nothing left since.

    What it told of a contact is taken back too.

    Raises:
        UsageError: `no-case`.
        Refused: `cannot-undo`.
    """
    changed: set[str] = set()

    def mistake(chapter: Chapter, writing: Writing) -> Event:
        wrong = story.last_told([entry.event for entry in writing.log(case)])
        if wrong is None:
            raise Refused("cannot-undo", f"nothing was told of {case} that could be taken back")
        changed.update(restore(writing, wrong))
        return replace(_event(chapter, EventKind.UNDONE), undoes=wrong.seq)

    undone = act(home, case, mistake)
    undone.changed |= changed
    return finish(home, [undone])


def done(
    home: Home, case: str, item: str, *, outcome: str = "", at: Instant | None = None, note: str = ""
) -> Report:
    """Say that a to-do was done, or that a message was given by hand, and how it went.

    Args:
        home: The home.
        case: Case id.
        item: Item id.
        outcome: How it went, where that makes a difference: `voicemail`.
        at: When, if earlier.
        note: Free words kept with it.

    Raises:
        UsageError: `no-item`, `outcome-missing`, `no-outcome`.
        Refused: `over`, `on-its-way`.
    """

    def settled(chapter: Chapter, _: Writing) -> Event:
        found = in_hand(chapter, item)
        event = _event(chapter, EventKind.ITEM, item=item, note=note)
        when = min(at or chapter.now, chapter.now)
        return replace(event, occurred_at=when, outcome=outcome_of(home, chapter, found, typed(outcome)))

    return finish(home, [act(home, case, settled)])


def never(home: Home, case: str, item: str) -> Report:
    """Say that a to-do will not be done, or that what another case proposes is declined.

    Raises:
        UsageError: `no-item`.
        Refused: `over`, `on-its-way`.
    """

    def skipped(chapter: Chapter, writing: Writing) -> Event | None:
        offered = [one for one in proposals(writing, case) if one.event.name == item]
        if item not in chapter.case.items and offered:
            for signal in offered:
                writing.take(signal)
            return None
        in_hand(chapter, item)
        return _event(chapter, EventKind.ITEM, item=item, outcome="skipped", note="you decided not to")

    return finish(home, [act(home, case, skipped)])


def refuse(home: Home, case: str, item: str) -> Report:
    """Refuse a message: it will never be sent.

    Raises:
        UsageError: `no-item`.
        Refused: `over`, `on-its-way`.
    """

    def refused(chapter: Chapter, _: Writing) -> Event:
        in_hand(chapter, item)
        return _event(chapter, EventKind.ITEM, item=item, outcome="skipped", note="you refused it")

    return finish(home, [act(home, case, refused)])


def take(home: Home, case: str, name: str) -> Report:
    """Take a message that the state offers (`may`): it is planned, due now.

    Raises:
        Refused: `not-offered`, naming what is.
    """
    wanted = typed(name)

    def taken(chapter: Chapter, _: Writing) -> Event:
        states = chapter.playbook.path(chapter.case.state)
        offered = [one for state in states for one in chapter.playbook.states[state].may]
        if wanted not in offered:
            raise Refused(
                "not-offered",
                f"{shown(wanted)} is not there for the taking in {case} now; nothing was done",
                hint=f"what is: {', '.join(map(shown, offered))}" if offered else "",
            )
        return replace(_event(chapter, EventKind.TAKEN), name=wanted)

    return finish(home, [act(home, case, taken)])


def approve(home: Home, case: str, item: str, *, digest: str) -> Report:
    """Release a message exactly as it was seen, with the files attached to it as they are now.

    It goes as soon as it is due and the rules allow it.

    Raises:
        UsageError: `no-item`.
        InvalidInput: An attached file cannot be read (`attachment-missing`, ...).
        Refused: `changed`, if its words are no longer those that were seen; `wording`, if they break a
            rule; `not-waiting`, if it does not wait for approval.
    """

    def approved(chapter: Chapter, _: Writing) -> Event | None:
        found = item_of(chapter.case, item)
        if digest and found.approved == digest:
            return None  # it has been released already, as it is
        if found.draft is None or found.status is not ItemStatus.DRAFTED:
            raise Refused(
                "not-waiting",
                f"{name_of(case, item)} does not wait for approval; nothing was changed",
                hint=f"playbook why {name_of(case, item)}",
            )
        if found.draft.digest != digest:
            name = name_of(case, item)
            raise Refused(
                "changed",
                f"{name} has changed since you saw {digest[:8]}; not approved, nothing was sent",
                hint=f"read it: playbook show {name}",
            )
        if found.draft.errors:
            raise Refused(
                "wording",
                f"{name_of(case, item)} cannot go as it stands: {'; '.join(found.draft.errors)}",
                hint=f"playbook approve {name_of(case, item)} --edit",
            )
        channel = carrier(home, found.draft.way)
        files = files_of(case, item, found.draft, channel) if channel is not None else ""
        return replace(_event(chapter, EventKind.APPROVED, item=item, note=files), digest=digest)

    done = act(home, case, approved)
    done.effects = [one for one in done.effects if not _as_seen(one[1], item, digest)]
    return finish(home, [done])


def _as_seen(effect: Effect, item: str, digest: str) -> bool:
    """Whether an effect says no more than that a draft now knows its files; its words are those approved."""
    return isinstance(effect, Drafted) and (effect.item, effect.draft.digest) == (item, digest)


def edit(home: Home, case: str, item: str, *, wording: Wording) -> Report:
    """Put a person's own words in the place of a draft: a new revision, checked and approved anew.

    Raises:
        UsageError: `no-item`.
        Refused: `no-words`, `over`, `on-its-way`.
    """

    def edited(chapter: Chapter, _: Writing) -> Event:
        if in_hand(chapter, item).draft is None:
            raise Refused("no-words", f"{name_of(case, item)} has no words yet; nothing was changed")
        return replace(_event(chapter, EventKind.EDITED, item=item), text=wording)

    return finish(home, [act(home, case, edited)])


def still(home: Home, case: str, item: str, *, send: bool) -> Report:
    """Answer `still sensible?` for something late.

    Raises:
        UsageError: `no-item`.
        Refused: `over`, `on-its-way`.
    """

    def answered(chapter: Chapter, _: Writing) -> Event:
        in_hand(chapter, item)
        return _event(chapter, EventKind.SETTLED_LATE, item=item, outcome="send" if send else "skip")

    return finish(home, [act(home, case, answered)])


def resolve(home: Home, case: str, item: str, *, sent: bool) -> Report:
    """Settle what is in doubt: it was sent, or it was not and waits for approval again.

    Raises:
        UsageError: `no-item`.
        Refused: `not-in-doubt`.
    """

    def settled(chapter: Chapter, _: Writing) -> Event:
        if item_of(chapter.case, item).status is not ItemStatus.IN_DOUBT:
            raise Refused(
                "not-in-doubt",
                f"{name_of(case, item)} is not in doubt; nothing was changed",
                hint=f"playbook show {name_of(case, item)}",
            )
        return _event(chapter, EventKind.ITEM, item=item, outcome="sent" if sent else "not_sent")

    return finish(home, [act(home, case, settled)])


def hold(home: Home, cases: Sequence[str], *, until: Instant | None = None, why: str = "") -> Report:
    """Pause cases: waits go on, nothing leaves. `until` None: until somebody lifts it.

    Raises:
        UsageError: `no-case`; the cases before it are paused.
    """

    def held(chapter: Chapter, _: Writing) -> Event:
        return replace(_event(chapter, EventKind.HELD, note=why), until=until)

    return finish(home, [act(home, case, held) for case in cases], only=len(cases) == 1)


def lift(home: Home, cases: Sequence[str]) -> Report:
    """End the pause of cases; those without one are left as they are.

    Raises:
        UsageError: `no-case`.
        Refused: `not-held`, if a single case is not on hold.
    """

    def lifted(chapter: Chapter, _: Writing) -> Event | None:
        if chapter.case.hold is not None:
            return _event(chapter, EventKind.LIFTED)
        if len(cases) == 1:
            raise Refused("not-held", f"{chapter.case.id} is not on hold; nothing was changed")
        return None

    return finish(home, [act(home, case, lifted) for case in cases], only=len(cases) == 1)


def _event(chapter: Chapter, kind: EventKind, *, item: str = "", outcome: str = "", note: str = "") -> Event:
    now = chapter.now
    return Event(kind=kind, occurred_at=now, recorded_at=now, item=item, outcome=outcome, note=note)
