"""Starting a case: its name, its people, its playbook pinned, and the interview's end told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from whenever import Date, Instant, ZonedDateTime

from followup.core.names import LONGEST, slug
from followup.core.values.case import Case
from followup.core.values.events import Event, EventKind, FactValue
from followup.core.values.people import Contact, Me
from followup.core.values.playbook import FactType, Playbook
from followup.errors import InvalidInput, Refused, UsageError
from followup.ports import Reading, Writing
from followup.runtime.acts import Act
from followup.runtime.carrying import carried
from followup.runtime.failpoints import reach
from followup.runtime.home import Home
from followup.runtime.people import introduce
from followup.runtime.pinning import pin
from followup.runtime.questions import opening_event
from followup.runtime.recording import Chapter

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def begin(  # noqa: PLR0913 - each is one thing that a case begins with
    home: Home,
    compiled: Compiled,
    *,
    owner: str,
    me: Me | None,
    facts: Mapping[str, FactValue],
    words: Mapping[str, str],
    people: Sequence[Contact],
    at: Instant | None,
    name: str,
) -> Act:
    """Begin a case in one transaction; see `acting.start`."""
    now = home.clock.now()
    reach("before-fire")
    with home.store.write() as writing:
        _owner(writing, owner, me)
        pin(writing, compiled, now)
        ways = home.channels.ways()
        told = introduce(writing, compiled.playbook, people, facts=facts, words=words, ways=ways)
        case = _name(writing, name) if name else made_name(writing, owner, told.facts)
        event = Event(
            kind=EventKind.STARTED,
            occurred_at=min(at or now, now),
            recorded_at=now,
            facts=told.facts,
            words=told.words,
        )
        chapter = Chapter.first(home, writing, _blank(compiled, case, owner, event), event)
        for known in carried(writing, compiled.playbook, owner, told=told.facts, begin=event):
            chapter.take(known)
        over = _opening(compiled.playbook, chapter.case, told.facts, event)
        if over is not None:
            chapter.take(over)
        chapter.catch_up()
        recorded = chapter.close()
        reach("in-fire")
    reach("fired")
    return Act(case=case, effects=list(recorded.effects), changed=told.changed)


def made_name(reading: Reading, owner: str, facts: Mapping[str, FactValue]) -> str:
    """Return a free name made from company and job, behind the candidate's where there are several."""
    parts = [facts.get(fact) for fact in ("company", "job")]
    words = [part for part in parts if isinstance(part, str) and part]
    several = any(other != owner for other in reading.owners())
    return slug([owner, *words] if several else words, _Cases(reading))


def _owner(writing: Writing, owner: str, me: Me | None) -> None:
    if me is not None:
        writing.put_owner(owner, me)
    elif writing.owner(owner) is None:
        raise UsageError(
            "no-candidate",
            f"nothing is known of the candidate {owner} yet; nothing was started",
            hint="say at least a name, and the e-mail address messages come from",
        )


def _name(reading: Reading, name: str) -> str:
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        raise InvalidInput(
            "bad-name",
            f'"{name}" is no name for a case; nothing was started',
            hint=f"lower-case letters, digits and single -, at most {LONGEST}; or leave it out",
        )
    if reading.case(name) is not None:
        raise Refused("name-taken", f"there is a case {name} already; nothing was started")
    return name


def _blank(compiled: Compiled, case: str, owner: str, event: Event) -> Case:
    at = event.occurred_at
    return Case(
        id=case,
        owner=owner,
        playbook=compiled.digest,
        state=compiled.playbook.start,
        round_at=at,
        last_at=at,
        started_at=at,
    )


def _opening(playbook: Playbook, case: Case, facts: Mapping[str, FactValue], started: Event) -> Event | None:
    """Return the event that leads on from the start, if what it brings was told at the start and is past.

    So a case that is begun after the interview knows that the interview is over.
    """
    opening = opening_event(playbook)
    if opening is None or case.state != playbook.states[playbook.start].leaf:
        return None
    event, _ = opening
    values = {name: facts.get(name) for name in event.facts}
    if any(value is None for value in values.values()):
        return None
    if any(_ahead(playbook, name, value, started.recorded_at) for name, value in values.items()):
        return None
    return Event(
        kind=EventKind.HAPPENED,
        occurred_at=started.occurred_at,
        recorded_at=started.recorded_at,
        name=event.name,
        facts=values,
    )


def _ahead(playbook: Playbook, name: str, value: FactValue, now: Instant) -> bool:
    fact = playbook.facts.get(name)
    if fact is None or not isinstance(value, str):
        return False
    if fact.type is FactType.DATETIME:
        return ZonedDateTime.parse_iso(value).to_instant() > now
    return fact.type is FactType.DATE and Date.parse_iso(value) > now.to_tz("UTC").date()


class _Cases:
    """The names that cases have."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __contains__(self, name: object) -> bool:
        return self._reading.case(str(name)) is not None
