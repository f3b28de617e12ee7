"""Doctor: what is wrong with a home, and what to do about it. It changes nothing."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from whenever import Instant

from followup.channels.listing import Available, State, available
from followup.channels.registry import Registry
from followup.core.values.delivery import AnswerKind
from followup.errors import FollowupError, StorageError
from followup.runtime import checks
from followup.runtime.home import Home
from followup.runtime.pinning import playbook_of
from followup.runtime.stepping import last_step
from followup.runtime.timers import cron, hourly
from followup.runtime.views import Diagnosis

_OLD_HOURS = 26
"""A home that is stepped daily is never older than that."""

_MANY = 1_000_000

_LEVELS = {
    State.READY: "ok",
    State.NOT_SET_UP: "error",
    State.MISSING: "error",
    State.BROKEN: "error",
    State.NOT_IN_USE: "ok",
}


def diagnose(home: Home, *, online: bool = False) -> tuple[Diagnosis, ...]:
    """Return what is right and wrong here, with a remedy for each thing that is wrong.

    Args:
        home: The home.
        online: Whether to ask the other side of each channel; nothing is sent.
    """
    return (
        *_home(home),
        *_playbooks(home),
        _clock(home),
        _running(home),
        *_cases(home),
        *_channels(home, online=online),
    )


def _home(home: Home) -> Iterator[Diagnosis]:
    about = getattr(home.store, "health", None)
    facts: Mapping[str, str] = about() if about is not None else {}
    sound = facts.get("integrity", "ok") == "ok"
    durable = facts.get("synchronous", "full") in ("full", "extra") or home.path is None
    words = [
        f"SQLite {facts['sqlite']}" if "sqlite" in facts else "",
        "durable" if durable else "not durable",
        ("1 case" if facts["cases"] == "1" else f"{facts['cases']} cases") if "cases" in facts else "",
        f"integrity {facts.get('integrity', 'not known')}",
        str(home.path or "in memory"),
    ]
    yield Diagnosis(
        level="ok" if sound and durable else "error",
        about="home",
        text=", ".join(word for word in words if word),
        remedy="" if sound and durable else "restore the home from a backup, and change nothing before that",
    )
    if "other" in facts.get("readable by", ""):
        yield Diagnosis(
            level="warning",
            about="home",
            text="other users of this machine can read it",
            remedy=f"chmod 700 {home.path}",
        )


def _playbooks(home: Home) -> Iterator[Diagnosis]:
    """Say which playbooks that cases run on cannot be read; nothing where all can."""
    with home.store.read() as reading:
        for digest in sorted({one.playbook for one in reading.summaries(limit=_MANY)}):
            try:
                playbook_of(reading, digest)
            except StorageError as wrong:
                yield Diagnosis(level="error", about="playbook", text=wrong.text, remedy=wrong.hint)


def _clock(home: Home) -> Diagnosis:
    now = home.clock.now()
    kind = "a virtual clock (this is a sandbox): " if home.sandbox else ""
    text = f"{kind}{now.format_iso(unit='second')}; {home.almanac.version}"
    if not home.sandbox and now.to_tz("UTC").year < 2025:
        return Diagnosis(level="error", about="clock", text=text, remedy="set the clock of this machine")
    return Diagnosis(level="ok", about="clock", text=text)


def _running(home: Home) -> Diagnosis:
    worker = home.store.worker()
    if worker is not None and worker.pid != home.worker.pid:
        return Diagnosis(level="ok", about="run", text=f"{worker.name} (pid {worker.pid}) works here")
    last = last_step(home)
    if home.sandbox or (last is not None and last > home.clock.now().subtract(hours=_OLD_HOURS)):
        return Diagnosis(level="ok", about="run", text=f"last step {_ago(last, home.clock.now())}")
    program = _program(home)
    lines = hourly(program, sys.platform, systemd=shutil.which("systemctl") is not None)
    if sys.platform != "win32" and cron(program) not in lines:
        lines = (*lines, "or by cron:", cron(program))
    return Diagnosis(
        level="warning",
        about="run",
        text=f"nothing runs by itself here; last step {_ago(last, home.clock.now())}",
        remedy="\n".join(["playbook run   in a window that stays open; or, every hour by itself:", *lines]),
    )


def _program(home: Home) -> str:
    from followup.runtime.folders import default_home

    where = "" if home.path in (None, default_home()) else f" --home {shlex.quote(str(home.path))}"
    return f"{shlex.quote(_command())} step{where}"


def _command() -> str:
    """Return the command that runs, by its whole path: a timer finds no others."""
    running = Path(sys.argv[0])
    found = str(running) if running.stem == "playbook" and running.is_file() else shutil.which("playbook")
    return str(Path(found).absolute()) if found else "playbook"


def _ago(last: Instant | None, now: Instant) -> str:
    if last is None:
        return "never"
    hours = int((now - last).total("hours"))
    if hours < 1:
        return "within the last hour"
    return f"{hours} hours ago" if hours < 48 else f"{hours // 24} days ago"


def _cases(home: Home) -> Iterator[Diagnosis]:
    with home.store.read() as reading:
        counts = reading.counts()
        held = [line for line in reading.summaries(ended=False, limit=1000) if line.row.held]
    if counts.in_doubt:
        yield Diagnosis(
            level="warning",
            about="in doubt",
            text=f"{counts.in_doubt} sent or not, nobody can know",
            remedy="playbook today   names them; then: playbook resolve CASE/ITEM sent|not-sent",
        )
    if held:
        names = ", ".join(line.case for line in held[:5])
        yield Diagnosis(
            level="warning",
            about="on hold",
            text=f"nothing leaves from {names}{' ...' if len(held) > 5 else ''}",
            remedy=f"playbook why {held[0].case}   says why; to go on: playbook hold {held[0].case} --lift",
        )


def _channels(home: Home, *, online: bool) -> Iterator[Diagnosis]:
    if not isinstance(home.channels, Registry):
        return
    try:
        lines = available(home.channels)
    except FollowupError as error:
        yield Diagnosis(level="error", about="channels", text=error.text, remedy=error.hint)
        return
    for line in lines:
        ways = f", carries {', '.join(line.ways)}" if line.ways else ""
        text = line.problem or f"{line.state.value}: {line.title}{ways}"
        level = _LEVELS[line.state]
        if line.changed:
            level, text = "warning", f"{line.changed} since it was put to use"
        yield _tried(home, home.channels, line) or Diagnosis(
            level=level, about=line.name, text=text, remedy=line.remedy if level != "ok" else ""
        )
        if online and line.state is State.READY:
            yield from _asked(home, line.name)


def _tried(home: Home, registry: Registry, line: Available) -> Diagnosis | None:
    """Return that a channel did not answer when it was tried last; None: it did, or was not tried."""
    config = registry.config.get(line.name)
    check = checks.last(home, line.name, config.options) if config is not None else None
    if line.state is not State.READY or line.changed or check is None or check.good:
        return None
    return Diagnosis(
        level="warning",
        about=line.name,
        text=f"set up, but the last try failed: {check.text}",
        remedy=f"playbook channels {line.name} --try   asks again; to change what is set: --use",
    )


def _asked(home: Home, name: str) -> Iterator[Diagnosis]:
    channel = home.channels.get(name)
    if channel is None:
        return
    answer = channel.check()
    ready = answer.kind in (AnswerKind.ACCEPTED, AnswerKind.NEEDS_PERSON)
    yield Diagnosis(
        level="ok" if ready else "error",
        about=name,
        text=answer.text or ("it answers" if ready else "it does not answer"),
        remedy="" if ready else f"playbook channels {name} --use",
    )
