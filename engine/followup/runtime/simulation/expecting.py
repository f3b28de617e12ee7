"""What was expected at one moment and came otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from whenever import Instant

from followup.core.names import typed
from followup.core.values.case import Case, Item
from followup.core.values.playbook import Playbook
from followup.core.values.records import Entry
from followup.core.values.scenario import Expectation, Sent
from followup.core.values.times import Moment, Unknown
from followup.runtime.glance import Glance, glance
from followup.runtime.home import Home
from followup.runtime.looking import item_view
from followup.runtime.simulation.leaving import away, left
from followup.runtime.simulation.values import Rest
from followup.runtime.views import Need, Verb
from followup.runtime.wanting import needs

Found = tuple[str, str, str]
"""What it is about, what was expected, what came."""

EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """A case at the moment at which it is compared."""

    look: Glance
    log: tuple[Entry, ...]
    said: Sequence[str]
    wanted: tuple[Need, ...]

    @property
    def case(self) -> Case:
        """The case."""
        return self.look.case

    @property
    def playbook(self) -> Playbook:
        """Its playbook."""
        return self.look.playbook

    def at(self, at: Instant | None) -> str:
        """Return an instant as scenario files write it, on the wall of the place."""
        return wall(at, self.look.zone)


def compare(
    home: Home, case: str, expect: Expectation, *, said: Sequence[str], rest: Rest | None
) -> tuple[Found, ...]:
    """Return all that is otherwise than expected in a case now.

    Args:
        home: The home.
        case: Case id.
        expect: What is expected.
        said: What the person was told so far.
        rest: Where it comes to rest if it is left alone, for `ends`.
    """
    with home.store.read() as reading:
        look = glance(home, reading, case)
        here = Here(
            look=look,
            log=tuple(reading.log(case)),
            said=said,
            wanted=needs(glance(home, reading, case, ahead=True), reading),
        )
    found = [*_standing(here, expect), *_gone(here, expect), *_items(here, expect), *_words(here, expect)]
    found += _blocked(home, here, expect)
    if expect.ends is not None and rest is not None and rest.ends is not expect.ends:
        found.append(("ends", "that it comes to rest" if expect.ends else "no rest", rest.text))
    return tuple(found)


def wall(at: Instant | None, zone: str) -> str:
    """Return `2026-10-13 10:00` on the wall of a zone; None is `unknown`."""
    if at is None:
        return "unknown"
    local = at.to_tz(zone).to_plain()
    text = local.format_iso().replace("T", " ")
    return text[:16] if text[16:] == ":00" else text


def sent_line(sent: Sent, zone: str) -> str:
    """Return `2026-10-13 10:00 check_in interviewer-a`."""
    return f"{wall(sent.at, zone)} {sent.item} {sent.contact}".rstrip()


def _standing(here: Here, expect: Expectation) -> Iterator[Found]:
    case = here.case
    if expect.state is not None and typed(expect.state) not in here.playbook.path(case.state):
        yield "state", expect.state, case.state
    if expect.outcome is not None and typed(expect.outcome) != case.outcome:
        yield "outcome", expect.outcome or "none", case.outcome or "none"
    if expect.round is not None and expect.round != case.round:
        yield "round", str(expect.round), str(case.round)
    for name, values in expect.facts.items():
        came = tuple(word.value for word in case.facts.get(name, ()))
        if came != tuple(values):
            yield f"facts {name}", _listed(values), _listed(came)
    for phrase in expect.said:
        if not any(phrase.casefold() in text.casefold() for text in here.said):
            yield "said", f'"{phrase}"', _listed(here.said[-4:])
    if expect.wants is not None:
        wanted = sorted(_wants(here.wanted))
        expected = sorted(_want(one) for one in expect.wants)
        if wanted != expected:
            yield "wants", _listed(expected), _listed(wanted)


def _gone(here: Here, expect: Expectation) -> Iterator[Found]:
    zone = here.look.zone
    gone = left(here.case, here.log, here.playbook)
    if expect.sent is not None and gone != expect.sent:
        yield (
            "sent",
            _listed([sent_line(one, zone) for one in expect.sent]),
            _listed([sent_line(one, zone) for one in gone]),
        )
    perhaps = away(here.case, here.playbook)
    for name in expect.not_sent:
        for item in perhaps:
            if typed(name) in (item.name, item.id):
                yield "not_sent", f"that no {name} leaves", f"{item.id} left {here.at(item.at)}"
    for name, most in expect.most.items():
        came = [item for item in perhaps if _is(here, item, name)]
        if len(came) > most:
            yield f"most {name}", f"at most {most}", f"{len(came)}: {_listed([one.id for one in came])}"


def _is(here: Here, item: Item, name: str) -> bool:
    way = item.draft.way if item.draft is not None else ""
    named = (item.name, typed(item.id), way)
    counts = here.playbook.items[item.name].counts if item.name in here.playbook.items else True
    return (name == EVERYTHING and counts) or typed(name) in named or name == item.contact


def _items(here: Here, expect: Expectation) -> Iterator[Found]:
    items = here.case.items
    for name, status in expect.items.items():
        item = items.get(typed(name))
        came = item.status.value if item is not None else "none"
        if typed(status.replace(" ", "_")) != came:
            yield f"items {name}", status, came.replace("_", " ")
    for name, at in expect.due.items():
        known, came_at = _due(here, typed(name))
        if not known or came_at != at:
            yield f"due {name}", here.at(at), here.at(came_at) if known else "there is no such item or timer"
    for name, missing in expect.stuck.items():
        item = items.get(typed(name))
        if item is None or tuple(item.stuck) != tuple(missing):
            yield f"stuck {name}", _listed(missing), _listed(item.stuck) if item is not None else "no item"
    for name, about in expect.about.items():
        item = items.get(typed(name))
        if item is None or tuple(item.about) != tuple(about):
            yield f"about {name}", _listed(about), _listed(item.about) if item is not None else "no item"


def _due(here: Here, name: str) -> tuple[bool, Instant | None]:
    """Return whether there is such an item or timer, and when it is due; None: not known."""
    item = here.case.items.get(name)
    if item is not None:
        if not isinstance(item.due, Moment):
            return True, None
        return True, max(item.due.at, item.not_before or item.due.at)
    due: Moment | Unknown | None = None
    for full, armed in here.case.timers.items():
        if name in (full, full.rpartition(".")[2]):
            due = armed.due
    return due is not None, due.at if isinstance(due, Moment) else None


def _words(here: Here, expect: Expectation) -> Iterator[Found]:
    for name, phrases in expect.text.items():
        text = _draft(here.case, name)
        for phrase in phrases:
            if text is None or _folded(phrase) not in text:
                yield f"text {name}", f'"{phrase}" in its words', _short(text)
    for name, phrases in expect.lacks.items():
        text = _draft(here.case, name)
        for phrase in phrases:
            if text is not None and _folded(phrase) in text:
                yield f"lacks {name}", f'no "{phrase}" in its words', _short(text)


def _draft(case: Case, name: str) -> str | None:
    item = case.items.get(typed(name))
    if item is None or item.draft is None:
        return None
    return _folded(f"{item.draft.subject}\n{item.draft.body}\n{item.draft.voicemail}")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _short(text: str | None) -> str:
    if text is None:
        return "it has no words yet"
    return f'"{text}"' if len(text) <= 200 else f'"{text[:200]} ..."'


def _blocked(home: Home, here: Here, expect: Expectation) -> Iterator[Found]:
    for name, (rules, until) in expect.blocked.items():
        if typed(name) not in here.case.items:
            yield f"blocked {name}", _block(here, rules, until), "there is no such item"
            continue
        verdict = item_view(home, here.case.id, typed(name)).verdict
        came = tuple(block.rule for block in verdict.blocks)
        if came != tuple(rules) or verdict.free_at != until:
            yield f"blocked {name}", _block(here, rules, until), _block(here, came, verdict.free_at)


def _block(here: Here, rules: Sequence[str], until: Instant | None) -> str:
    return f"{_listed(rules)}, free {here.at(until)}"


def _wants(wanted: Sequence[Need]) -> Iterator[str]:
    for need in wanted:
        if need.verb is Verb.TELL and need.asks:
            yield from (_want(f"tell {fact}") for fact in need.asks)
        else:
            yield _want(f"{need.verb.value} {need.item}")


def _want(words: str) -> str:
    verb, _, what = words.strip().partition(" ")
    return f"{verb} {what.strip().replace('-', '_')}".rstrip()


def _listed(values: Sequence[object] | Mapping[str, object]) -> str:
    return ", ".join(str(one) for one in values) or "nothing"
