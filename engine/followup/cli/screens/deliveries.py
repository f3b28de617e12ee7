"""What became of attempts: sent, surely not sent, in doubt; what is missing; what was caught up with."""

from __future__ import annotations

from followup.cli import phrases
from followup.cli.phrases import plural
from followup.cli.screens.names import item_name, plain
from followup.cli.screens.page import Look, bad, good, warn, wrap
from followup.cli.screens.table import columns
from followup.runtime.views import Delivered, Report


def lines(report: Report, look: Look) -> list[str]:
    """Return what became of each attempt; what a person is asked to do next anyway is not said twice."""
    wanted = {(need.case, need.item) for need in report.needs}
    return [
        line
        for one in report.delivered
        if one.outcome != "handed_over" or (one.case, one.item) not in wanted
        for line in delivered(one, look)
    ]


def delivered(one: Delivered, look: Look) -> list[str]:
    """Return what became of one attempt."""
    name = item_name(one.case, one.item)
    if one.outcome == "sent":
        text = f"{good('Sent')} {look.clock(one.at)} to {one.to} by {one.channel}"
        return wrap(f"{text}: {one.text} ({name})" if one.text else f"{text} ({name})", look.width)
    if one.outcome == "handed_over":
        return wrap(f"{name} is ready for you to do, by {one.way}.", look.width)
    if one.outcome == "in_doubt":
        return _doubt(one, name, look)
    if one.retry_at is not None:
        return [
            *wrap(f"{name} certainly was not sent: {one.text}", look.width),
            f"  It tries again {look.when(one.retry_at)}. If it lasts: playbook doctor --online",
        ]
    return [
        *wrap(f"{name} {warn('failed')}; certainly not sent: {one.text}", look.width),
        f"  See it: playbook show {name}",
    ]


def _doubt(one: Delivered, name: str, look: Look) -> list[str]:
    sought = f" for {one.message_id}" if one.message_id else ""
    where = f"Look where {one.channel} keeps what was sent{sought}, about {look.clock(one.at)}. Then one of:"
    return [
        *wrap(f"{name} by {one.channel}: {bad('in doubt')}. {one.text}", look.width),
        "  Not sent again; counted as sent until you know. Other cases went on.",
        *wrap(where, look.width, first="  "),
        f"  playbook resolve {name} sent           it is there",
        f"  playbook resolve {name} not-sent       it is not: back to approval",
    ]


def caught(report: Report, look: Look) -> list[str]:
    """Return what became due or too late while nothing ran, and what was done with each by its rule."""
    found = report.caught
    if not found:
        return []
    rows = [
        (
            plain(one.done),
            item_name(one.case, "" if one.done == "moved" else one.item),
            f"due {look.moment(one.due)}; {one.rule}",
        )
        for one in found
    ]
    count = plural(len(found), "thing")
    last = f"Last step {_ago(report, look)}. " if report.since is not None else "Nothing ran here meanwhile. "
    head = f"{last}{count} became due; here is what was done with {'it' if len(found) == 1 else 'each'}:"
    return [*wrap(head, look.width), *columns(rows, look)]


def _ago(report: Report, look: Look) -> str:
    assert report.since is not None  # noqa: S101 - the caller has looked
    return phrases.distance(report.since, look.now, look.zone)


def missing(report: Report, look: Look) -> list[str]:
    """Return what stands still because a channel is missing, until when there is time, and the way out."""
    found = []
    for name, until in report.missing.items():
        limit = f", the first until {look.limit(until)}" if until else ""
        found += wrap(
            f"{warn(name)} cannot be used and holds messages up{limit}. All else was done.", look.width
        )
        found.append(f"  What is wrong: playbook channels {name}")
    return found
