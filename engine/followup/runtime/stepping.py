"""Stepping: take what is due in every case that is due, send what is approved, say what needs a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from whenever import Instant

from followup.core.values.steps import Effect
from followup.runtime import signals
from followup.runtime.acts import catch_up, tidy
from followup.runtime.catching import asleep_since, caught
from followup.runtime.glance import Glance, glance
from followup.runtime.home import Home
from followup.runtime.looking import case_needs, today
from followup.runtime.outbox import Deliveries, deliver, recover
from followup.runtime.recording import existing
from followup.runtime.rehearsal import rehearsal
from followup.runtime.views import Caught, Report
from followup.runtime.working import at_work

LAST_STEP = "last-step"
"""The setting that says when the home was stepped last."""

_BATCH = 100
_KEEP_MINUTES = 10
_MOST_NEEDS = 10


def step(home: Home, case: str | None = None, *, dry_run: bool = False) -> Report:
    """Do what is due, send what is approved, and say what needs a person.

    Args:
        home: The home.
        case: One case only, or None for all that are due.
        dry_run: Rehearse it: the same report, nothing written and nothing sent.

    Raises:
        UsageError: `no-case`.
    """
    if not dry_run:
        return stepped(home, case)
    with rehearsal(home) as copy:
        return stepped(copy, case)


def stepped(home: Home, case: str | None = None, *, going: Callable[[], bool] = lambda: True) -> Report:
    """Step once; `going` is asked before each case whether to go on with the next one."""
    if case is not None:
        with home.store.read() as reading:
            existing(reading, case)
    now = home.clock.now()
    last = last_step(home)
    since = asleep_since(last, now)
    effects: list[tuple[str, Effect]] = []
    late: list[Caught] = []
    sent = Deliveries()
    with at_work(home) as post:
        if not post.elsewhere:
            recover(home, sent, all_of_them=post.fresh)
        effects += signals.arrive(home)
        for one in [case] if case is not None else _due(home):
            if not going():
                break
            before = _look(home, one)
            effects += catch_up(home, one)
            if not post.elsewhere:
                deliver(home, one, sent)
            late += caught(before, _look(home, one), since or _silent(before, last))
        effects += [*sent.effects, *signals.arrive(home)]
        if case is None:
            _remember(home, now)
    report = Report(
        effects=tidy(effects),
        delivered=tuple(sent.made),
        caught=tuple(late),
        in_doubt=tuple(dict.fromkeys(sent.in_doubt)),
        missing=sent.missing,
        elsewhere=post.elsewhere,
        since=last,
    )
    return _with_view(home, report, case)


def _silent(before: Glance, last: Instant | None) -> Instant | None:
    """Return since when a case was not looked at in a home that was never stepped."""
    return asleep_since(before.case.last_at, before.now) if last is None else None


def last_step(home: Home) -> Instant | None:
    """Return when the home was stepped last, to within minutes; None: never."""
    with home.store.read() as reading:
        kept = reading.setting(LAST_STEP)
    try:
        return Instant.parse_iso(kept) if kept else None
    except ValueError:
        return None


def _with_view(home: Home, report: Report, case: str | None) -> Report:
    if home.quiet:
        return report
    if case is None:
        view = today(home, limit=_MOST_NEEDS)
        return replace(report, needs=view.needs, next=view.next)
    with home.store.read() as reading:
        needs, next_ = case_needs(home, reading, case)
        return replace(report, case=reading.case(case), needs=needs, next=next_)


def _due(home: Home) -> Iterator[str]:
    """Yield the cases that are due, the longest due first, each once."""
    seen: set[str] = set()
    while True:
        with home.store.read() as reading:
            batch = reading.due(home.clock.now(), limit=_BATCH + len(seen))
        fresh = [case for case in batch if case not in seen]
        if not fresh:
            return
        for case in fresh:
            seen.add(case)
            yield case


def _look(home: Home, case: str) -> Glance:
    with home.store.read() as reading:
        return glance(home, reading, case)


def _remember(home: Home, now: Instant) -> None:
    last = last_step(home)
    if last is not None and last <= now < last.add(minutes=_KEEP_MINUTES):
        return
    with home.store.write() as writing:
        writing.put_setting(LAST_STEP, now.format_iso())
