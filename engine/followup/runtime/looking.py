"""Looking: today, a case, an item, lists. Looking never changes anything."""

from __future__ import annotations

from pathlib import Path

from followup.core.names import typed
from followup.core.values.playbook import ItemKind, Playbook
from followup.core.values.records import Counts, Pinned, Summary
from followup.errors import InvalidInput, UsageError
from followup.ports import Reading
from followup.runtime import questions
from followup.runtime.explaining import why
from followup.runtime.glance import Glance, glance
from followup.runtime.home import Home
from followup.runtime.letters import letter_of
from followup.runtime.naming import find_case, find_item
from followup.runtime.recording import row_of
from followup.runtime.upcoming import leaving, put_off, upcoming, when_of
from followup.runtime.views import CaseView, Choice, ItemView, Need, Next, Question, Today
from followup.runtime.wanting import needs, urgency

__all__ = [
    "case_view",
    "choices",
    "find_case",
    "find_item",
    "item_view",
    "listing",
    "start_questions",
    "today",
    "why",
]

_MOST_LOOKED_AT = 1000


def today(home: Home, *, owner: str | None = None, limit: int = 10) -> Today:
    """Return what needs a person now, one step ahead of what has been done; else until when not.

    Args:
        home: The home.
        owner: One candidate only, or None for all.
        limit: Greatest number of needs; `more` counts the rest.

    Raises:
        UsageError: `no-candidate`.
    """
    now = home.clock.now()
    with home.store.read() as reading:
        owners = reading.owners()
        if owner is not None and owner not in owners:
            raise UsageError(
                "no-candidate", f"there is no candidate {owner}; nothing was done", hint=", ".join(owners)
            )
        counts = reading.counts(owner)
        cases = _to_look_at(home, reading, owner, max(limit * 2, 50))
        looks = [glance(home, reading, case, ahead=True) for case in cases]
        found = sorted((need for look in looks for need in needs(look, reading)), key=urgency)
        more = max(len(found) - limit, 0) + _unseen(reading, owner, counts)
        me = owners.get(owner or "", next(iter(owners.values())) if len(owners) == 1 else None)
        return Today(
            now=now,
            needs=tuple(found[:limit]),
            more=more,
            next=_next(home, reading, owner, looks),
            counts=counts,
            zone=me.zone if me is not None else "UTC",
            leaving=tuple(sorted((one for look in looks for one in leaving(look)), key=when_of)),
        )


def case_view(home: Home, case: str) -> CaseView:
    """Return a case at a glance, with all that it is made of.

    Raises:
        UsageError: `no-case`.
    """
    with home.store.read() as reading:
        look = glance(home, reading, case)
        pinned = reading.pinned(look.case.playbook)
        ahead = glance(home, reading, case, ahead=True)
        return CaseView(
            now=look.now,
            summary=_summary(look),
            case=look.case,
            contacts=look.contacts,
            needs=needs(ahead, reading),
            next=upcoming(ahead),
            log=tuple(reading.log(case)),
            parcels=tuple(reading.parcels(case)),
            playbook=f"{look.playbook.name} {look.playbook.version}",
            playbook_file=Path(pinned.file).name if pinned is not None else "",
            file_gone=_gone(pinned),
            zone=look.zone,
            goes=put_off(look),
        )


def item_view(home: Home, case: str, item: str) -> ItemView:
    """Return one item: its exact words, the bytes that will leave or have left, and where it stands.

    Raises:
        UsageError: `no-case` or `no-item`.
    """
    with home.store.read() as reading:
        look = glance(home, reading, case, ahead=True)
        found = look.case.items.get(item)
        if found is None:
            raise UsageError(
                "no-item", f"{case} has no {item}; nothing was done", hint=f"playbook show {case}"
            )
        parcel = reading.parcel(case, item)
    kind = look.kind(found)
    way = look.world.ways.get(found.draft.way) if found.draft is not None else None
    sent = parcel.data if parcel is not None and found.draft is not None else None
    return ItemView(
        now=look.now,
        case=case,
        item=found,
        why=kind.why or (kind.say if kind.kind is ItemKind.TASK else ""),
        contact=look.contacts.get(found.contact or ""),
        parcel=parcel,
        raw=sent or _rendered(home, look, item),
        verdict=look.may(found),
        channel=way.channel if way is not None else "",
        zone=look.zone,
        leaves=next((one for one in leaving(look) if one.what == item), None),
        through=look.world.contacts.get((found.draft.through if found.draft else None) or ""),
    )


def listing(
    home: Home,
    *,
    owner: str | None = None,
    state: str | None = None,
    ended: bool | None = None,
    limit: int = 100,
) -> tuple[Summary, ...]:
    """Return cases, a line each: those that are due first come first."""
    with home.store.read() as reading:
        found = reading.summaries(
            owner=owner, state=typed(state) if state else None, ended=ended, limit=limit
        )
    return tuple(found)


def start_questions(playbook: Playbook) -> tuple[Question, ...]:
    """Return what to ask when a case begins."""
    return questions.start_questions(playbook)


def choices(home: Home, case: str) -> tuple[Choice, ...]:
    """Return the events that can be told of a case, in the words of its playbook.

    Raises:
        UsageError: `no-case`.
    """
    with home.store.read() as reading:
        return questions.choices(glance(home, reading, case, ahead=True))


def case_needs(home: Home, reading: Reading, case: str) -> tuple[tuple[Need, ...], Next | None]:
    """Return what a case wants of a person after an act, and what comes next in it."""
    look = glance(home, reading, case, ahead=True)
    return needs(look, reading), upcoming(look)


def _to_look_at(home: Home, reading: Reading, owner: str | None, most: int) -> tuple[str, ...]:
    """Return cases that want a person, or would after a step."""
    most = min(most, _MOST_LOOKED_AT)
    wanting = [line.case for line in reading.summaries(owner=owner, wanting=True, limit=most)]
    due = [
        line.case
        for line in reading.summaries(owner=owner, ended=False, limit=most)
        if line.row.due is not None and line.row.due <= home.clock.now()
    ]
    return tuple(dict.fromkeys([*wanting, *due]))


def _unseen(reading: Reading, owner: str | None, counts: Counts) -> int:
    """Return how many cases want a person beyond those that were looked at."""
    looked_at = len(reading.summaries(owner=owner, wanting=True, limit=_MOST_LOOKED_AT))
    return max(counts.wanting - looked_at, 0)


def _next(home: Home, reading: Reading, owner: str | None, looks: list[Glance]) -> Next | None:
    """Return what comes next: of the cases looked at, and of the one that is due next."""
    found = [next_ for look in looks for next_ in [upcoming(look)] if next_ is not None]
    first = reading.next_due(owner=owner)
    if first is not None and first[0] not in {look.case.id for look in looks}:
        ahead = upcoming(glance(home, reading, first[0], ahead=True))
        found += [ahead] if ahead is not None else []
    return min(found, key=when_of, default=None)


def _summary(look: Glance) -> Summary:
    case = look.case
    return Summary(
        case=case.id,
        owner=case.owner,
        state=case.state,
        outcome=case.outcome,
        round=case.round,
        playbook=case.playbook,
        started_at=case.started_at,
        row=row_of(look.playbook, case, look.world, look.now),
    )


def _gone(pinned: Pinned | None) -> bool:
    """Whether the file of a playbook is no longer where it was; stock playbooks have no place."""
    return pinned is not None and Path(pinned.file).is_absolute() and not Path(pinned.file).exists()


def _rendered(home: Home, look: Glance, item: str) -> bytes | None:
    """Return the bytes as they would leave now; None where its channel cannot say."""
    draft = look.case.items[item].draft
    channel = home.channels.carrier(draft.way) if draft is not None else None
    if draft is None or channel is None:
        return None
    letter = letter_of(
        key="preview",
        case=look.case.id,
        item=item,
        draft=draft,
        me=look.world.me,
        contacts=look.contacts,
        date=look.now,
    )
    try:
        return channel.render(letter).data
    except InvalidInput:
        return None
