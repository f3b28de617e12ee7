"""The screen of `simulate`: what happens when, to whom, by which rule, and what it rests for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from whenever import Date, ZonedDateTime

from followup.cli import phrases
from followup.cli.clean import width
from followup.cli.output import WIDEST
from followup.cli.screens.effects import withdrawn
from followup.cli.screens.names import outcome_name, plain, shown
from followup.cli.screens.page import Look, cut, dim, good, pad, warn, wrap
from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import FactType, Playbook
from followup.core.values.scenario import Approvals, Scenario
from followup.runtime.questions import opening_event
from followup.runtime.simulation import Invented, Moment, Played

Row = tuple[str, str, str, str]

_WIDEST = 36
"""No wider is the column that says what happens."""

_NARROWEST = 24
"""With less room than that behind it, what happens stands below its time."""

_LONGEST_TASK = 40


def lines(played: Played, look: Look, *, head: str) -> list[str]:
    """Return the timeline under its heading, with how it ends.

    Args:
        played: What it came to.
        look: For whom: the zone is that of the place.
        head: What is supposed.
    """
    there = look.zone if played.scenario.me.zone != look.zone else ""
    if there:
        head += f" Times are those of {phrases.city(there)}, yours in brackets."
    return [*wrap(head, look.width), *_drawn(list(_rows(played, look)), look), *_end(played, look)]


def _drawn(rows: Sequence[Row], look: Look) -> list[str]:
    """Return the rows in four columns; a reason without room in its own follows what it explains."""
    room = look.width or WIDEST
    whens, words, whats = (max((width(row[n]) for row in rows), default=0) for n in range(3))
    whats = min(whats, _WIDEST)
    found: list[str] = []
    for when, word, *told in rows:
        first = f"  {pad(when, whens)}  {pad(word, words)}  "
        what, why = told if told[0] else reversed(told)
        aligned, close = f"{first}{pad(what, whats)}  {why}".rstrip(), f"{first}{what}  {why}".rstrip()
        line = next((one for one in (aligned, close) if width(one) <= room), None)
        if line is not None:
            found.append(line)
            continue
        if room - width(first) < _NARROWEST:
            found += wrap(f"{when} {word}", room, first="  ")
            first = "      "
        found += wrap(what, room, first=first)
        found += wrap(why, room, first=" " * (width(first) + 2)) if why else []
    return found


def made_up(
    invented: Invented, later: Mapping[str, FactValue], playbook: Playbook, scenario: Scenario, look: Look
) -> str:
    """Return the sentence that says what was made up, and what is supposed of the person.

    Args:
        invented: The facts of the start.
        later: Facts made up for what is told later.
        playbook: The playbook.
        scenario: How drafts are approved.
        look: For whom.
    """
    parts = [*_facts(invented, playbook, look), *_later(later, look), *_unknown(invented, playbook)]
    said = f"Made-up facts: {', '.join(parts)}; " if parts else "Nothing is made up; "
    return f"{said}{approving(scenario)}."


def approving(scenario: Scenario) -> str:
    """Return when drafts are approved, in words."""
    if scenario.approvals is Approvals.LATER:
        minutes = scenario.approve_after
        for size, noun in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
            if minutes % size == 0:
                return f"you approve after {phrases.plural(minutes // size, noun)}"
    return f"you approve {'nothing' if scenario.approvals is Approvals.NEVER else 'at once'}"


def shown_moments(played: Played) -> Iterator[Moment]:
    """Yield the lines that are worth showing: what is drafted and approved at once is only sent."""
    quick = played.scenario.approvals is Approvals.AT_ONCE
    waited: tuple[str, object] | None = None
    for line in played.timeline:
        if line.kind == "begins" and any(
            other.at == line.at and other.kind == "told" for other in played.timeline
        ):
            continue
        if quick and line.kind in ("drafted", "approved"):
            continue
        if line.kind == "waits":
            if (line.waits, line.until) == waited or (not line.waits and line is not played.timeline[-1]):
                continue
            waited = (line.waits, line.until)
        yield line


def counts(played: Played) -> tuple[int, int]:
    """Return how many messages left, and how many to-dos there were, since it began."""
    new = [line for line in played.timeline if line.kind in ("sent", "done", "to-do")]
    items = played.case.items
    left = {line.item for line in new if line.item in items and items[line.item].status.left}
    return len(left), len([line for line in new if line.kind == "to-do"])


def _rows(played: Played, look: Look) -> Iterator[Row]:
    before: Date | None = None
    for line in shown_moments(played):
        day = line.at.to_tz(look.zone).date()
        moment = look.moment(line.at)
        fresh = before is None or day != before
        when = moment if fresh else pad("", width(moment) - 5) + look.clock(line.at)
        before = day
        yield when + _here(line, played, look), _word(line), _what(line, look), _why(line, look)


def _here(line: Moment, played: Played, look: Look) -> str:
    """Return the time where the candidate is, where clocks differ."""
    zone = played.scenario.me.zone
    if phrases.same_clock(line.at, look.zone, zone):
        return ""
    there = line.at.to_tz(zone).date() == line.at.to_tz(look.zone).date()
    here = phrases.clock(line.at, zone)
    return f" ({here})" if there else f" ({phrases.day(line.at, look.now, zone)} {here})"


def _word(line: Moment) -> str:
    if line.kind == "told":
        return plain(line.what)
    if line.kind == "sent":
        return good(line.kind)
    if line.kind == "waits":
        return dim(line.kind) if line.until is not None else warn(line.kind)
    return (
        warn(line.kind) if line.kind in ("held back", "failed", "in doubt", "expired", "late") else line.kind
    )


def _what(line: Moment, look: Look) -> str:
    what = plain(line.what) if line.kind == "goes on" else shown(line.what)
    text = outcome_name(line.text)
    match line.kind:
        case "waits" if line.until is not None:
            what = f"until {look.moment(line.until)}, for {what.rpartition('.')[2]}"
        case "waits":
            what = line.text
        case "moved" if line.since is not None and line.until is not None:
            what += f" from {look.moment(line.since)} to {look.moment(line.until)}"
        case "goes on":
            what = f"to {what}{f', after {plain(text)}' if text else ''}"
        case "told" | "known":
            what = ": ".join(filter(None, [f"says {line.to}" if line.to else "", _said(line, look)]))
        case "again" if line.until is not None:
            what += f", {text}: not before {look.moment(line.until)}"
        case _:
            what += f" to {line.to}" if line.to else ""
            what += f" by {line.way}" if line.kind == "to-do" and line.way else ""
            what += f": {cut(text, _LONGEST_TASK if look.width is not None else None)}" if text else ""
            what += f", until {look.moment(line.until)}" if line.until and line.kind == "held back" else ""
    return what


def _why(line: Moment, look: Look) -> str:
    if line.kind in ("told", "known") and line.since is not None:
        return f"happened {look.moment(line.since)}"
    if line.kind == "goes on" and not line.text:
        return ""
    return withdrawn(line.why) if line.kind in ("dropped", "expired", "failed") else line.why


def _said(line: Moment, look: Look) -> str:
    """Return the facts that came with it, dates as they are read here; not the time that it tells itself."""
    parts = [(name, look.value(value)) for name, value in line.facts]
    now = look.moment(line.at)
    return ", ".join(f"{plain(name)} {value}".rstrip() for name, value in parts if value != now)


def _end(played: Played, look: Look) -> list[str]:
    messages, to_dos = counts(played)
    found = f"{phrases.plural(messages, 'message')}, {phrases.plural(to_dos, 'to-do')}. "
    rest = played.rest
    differ = [f"differs: {one.text}" for one in played.found]
    if rest is None:
        return [*differ, found.rstrip()]
    if rest.ends:
        return [*differ, *wrap(f"{found}It comes to rest {look.moment(rest.at)}: {rest.text}.", look.width)]
    if rest.cut:
        now = look.moment(played.now)
        return [*differ, *wrap(f"{found}{now} it stands {rest.text}.", look.width)]
    text = f"{found}{warn('It does not end')}: {rest.text}. Why: playbook check"
    return [*differ, *wrap(text, look.width)]


def _facts(invented: Invented, playbook: Playbook, look: Look) -> Iterator[str]:
    zone = invented.place.partition(" ")[2]
    opening = opening_event(playbook)
    brought = opening[0].facts if opening is not None else ()
    for name in invented.names:
        fact, value = playbook.facts[name], invented.facts[name]
        if fact.type in (FactType.CONTACT, FactType.CONTACTS):
            continue
        if name in brought and isinstance(value, str) and fact.type is FactType.DATETIME:
            at = ZonedDateTime.parse_iso(value).to_instant()
            yield f"interview {replace(look, zone=zone).moment(at)} {phrases.city(zone)}"
        elif name == playbook.courtesy.place:
            if not brought:
                yield phrases.city(zone)
        else:
            yield f"{plain(name)} {look.value(value)}"
    named = {one for name in invented.names for one in _ids(invented.facts[name])}
    for person in invented.people:
        if person.id in named:
            yield f"{person.name}{_reached(person)}"


def _ids(value: FactValue) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()


def _reached(person: Contact) -> str:
    words = {"email": "e-mail", "phone": "telephone"}
    ways = [words.get(way, plain(way)) for way in person.addresses]
    return f" with {phrases.listed(ways)}" if ways else ""


def _later(later: Mapping[str, FactValue], look: Look) -> Iterator[str]:
    for name, value in later.items():
        yield f"{plain(name)} {look.value(value)}"


def _unknown(invented: Invented, playbook: Playbook) -> Iterator[str]:
    """Yield the dates that nobody named and that could have been told with the opening."""
    opening = opening_event(playbook)
    for name in opening[0].also if opening is not None else ():
        fact = playbook.facts.get(name)
        if fact is not None and fact.type is FactType.DATE and invented.facts.get(name) is None:
            yield "no date promised" if "promised" in name else f"no {plain(name)}"


def difference_count(found: Sequence[object]) -> str:
    """Return `as expected`, or how many things came otherwise."""
    return f"{phrases.plural(len(found), 'difference')}" if found else "as expected"
