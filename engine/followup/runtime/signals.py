"""Events from one case to another: each becomes an ordinary event there, once, in a step of its own."""

from __future__ import annotations

from dataclasses import replace

from followup.core.values.records import Signal
from followup.core.values.steps import Effect
from followup.errors import InvalidInput
from followup.runtime.home import Home
from followup.runtime.recording import CaseStopped, Chapter

_ROUNDS = 8
_MOST = 1000


def arrive(home: Home) -> tuple[tuple[str, Effect], ...]:
    """Let every event that is on its way arrive, and those that follow from them; return what was decided."""
    effects: list[tuple[str, Effect]] = []
    for _ in range(_ROUNDS):
        with home.store.read() as reading:
            waiting = [signal for signal in reading.signals(_MOST) if not signal.proposed]
        if not waiting:
            break
        for signal in waiting:
            effects += _take(home, signal)
    for case in _asked(home):
        _refresh(home, case)
    return tuple(effects)


def _take(home: Home, signal: Signal) -> tuple[tuple[str, Effect], ...]:
    """Turn one signal into an event of its case; a case that it would stop is held, and it waits there."""
    try:
        return _taken(home, signal)
    except CaseStopped as fault:
        with home.store.write() as writing:
            chapter = Chapter.of(home, writing, signal.to, home.clock.now())
            chapter.stop(fault.why)
            return chapter.close().effects


def _taken(home: Home, signal: Signal) -> tuple[tuple[str, Effect], ...]:
    """Remove the signal and keep the event, in one commit."""
    now = home.clock.now()
    with home.store.write() as writing:
        case = writing.case(signal.to)
        if all(other.id != signal.id for other in writing.signals(_MOST)):
            return ()  # another process was faster
        if case is not None and case.hold is not None and case.hold.fault:
            return ()  # it waits until somebody lifts the hold
        writing.take(signal)
        if case is None:
            return ()
        chapter = Chapter.of(home, writing, signal.to, now, muted=signal.event.name)
        if chapter.playbook.states[case.state].final:
            return ()
        try:
            chapter.take(replace(signal.event, occurred_at=now, recorded_at=now))
            chapter.catch_up()
        except InvalidInput as error:
            if error.code != "fact-missing":
                return ()  # a playbook that does not know the event has nothing to do with it
            writing.post(replace(signal, proposed=True))  # it waits until somebody says what is missing
        return chapter.close().effects


def _asked(home: Home) -> tuple[str, ...]:
    with home.store.read() as reading:
        return tuple(dict.fromkeys(signal.to for signal in reading.signals(_MOST) if signal.proposed))


def _refresh(home: Home, case: str) -> None:
    """Let lists know that a case wants an answer to what another one proposes."""
    with home.store.write() as writing:
        if writing.case(case) is not None:
            Chapter.of(home, writing, case, home.clock.now()).close()
