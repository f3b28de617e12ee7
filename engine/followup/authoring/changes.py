"""What differs between two playbooks: one change for every named thing, in the words of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from followup.authoring.overlays.laid import Touch
from followup.authoring.overlays.stack import decided
from followup.authoring.written import Written
from followup.core.values.changes import Change, ChangeKind

if TYPE_CHECKING:
    from followup.authoring.compiled import Compiled

_LONGEST = 90
"""Characters of a text that are shown; of a longer one, the part around the first difference."""

_CHANGED = 190
"""Characters that are shown of what differs; a letter may differ in more."""
_BEFORE = 24
"""Characters that are shown in front of a difference."""


def differences(base: Compiled, other: Compiled) -> tuple[Change, ...]:
    """Return what is different in another playbook: an overlay, another version, any other one.

    Args:
        base: What to compare with.
        other: The other one; the reasons of its changes come along if it is an overlay.
    """
    reasons: dict[str, list[Change]] = {}
    for change in other.changes:
        reasons.setdefault(change.path, []).append(change)
    return tuple(
        part
        for change in compared(base.written, other.written)
        for part in _reasoned(change, reasons.get(change.path, []), other.places)
    )


def overlaid(
    base: Written, made: Written, touches: Iterable[Touch], places: Mapping[int, str]
) -> tuple[Change, ...]:
    """Return what overlays change in their base, with what their authors say about it.

    Args:
        base: How the base is written.
        made: How that which came out is written.
        touches: What was touched, and by whom.
        places: The names of the files by number.
    """
    by_path: dict[str, list[Touch]] = {}
    for touch in touches:
        by_path.setdefault(touch.path, []).append(touch)
    return tuple(
        part
        for change in compared(base, made)
        for part in _noted(change, by_path.get(change.path, []), places)
    )


def compared(base: Written, other: Written) -> Iterator[Change]:
    """Yield one change for each named thing that is written differently; they have no reasons yet."""
    for path in _in_order(base, other):
        before, after = base.get(path), other.get(path)
        state = _state_of(path)
        if state and (state not in base or state not in other):
            continue  # told with the state it belongs to
        if before is None and after is not None:
            yield Change(path=path, kind=ChangeKind.ADDS, after=_whole(path, other))
        elif after is None and before is not None:
            yield Change(path=path, kind=ChangeKind.DROPS, before=_whole(path, base))
        elif before is not None and after is not None and before != after:
            yield _replaced(path, before, after)


def _in_order(base: Written, other: Written) -> list[str]:
    """Return all paths: those of the base, and behind the last of a kind what is new in it."""
    sections: dict[str, list[str]] = {}
    for path in (*base, *(path for path in other if path not in base)):
        section = ".".join(path.split(".")[: 2 if path.startswith("courtesy.") else 1])
        sections.setdefault(section, []).append(path)
    return [path for paths in sections.values() for path in paths]


def _state_of(path: str) -> str:
    """Return the path of the state that a path lies in, or an empty text for all else."""
    parts = path.split(".")
    return ".".join(parts[:2]) if parts[0] == "states" and len(parts) > 2 else ""


def _whole(path: str, texts: Written) -> tuple[tuple[str, str], ...]:
    """Return all that is written of a thing, of a state with what it holds."""
    found = {key: _shortened(text) for key, text in texts[path].items() if text}
    if path.startswith("states."):
        inside = f"{path}."
        for other, inner in texts.items():
            if other.startswith(inside):
                found[other.removeprefix(inside)] = _shortened(inner[""])
    return tuple(found.items())


def _replaced(path: str, before: Mapping[str, str], after: Mapping[str, str]) -> Change:
    keys = [key for key in dict.fromkeys([*after, *before]) if before.get(key) != after.get(key)]
    pairs = {key: _pair(before.get(key, ""), after.get(key, "")) for key in keys}
    return Change(
        path=path,
        kind=ChangeKind.REPLACES,
        keys=tuple(key for key in keys if key),
        before=tuple((key, pairs[key][0]) for key in keys if key in before),
        after=tuple((key, pairs[key][1]) for key in keys if key in after),
    )


def _pair(before: str, after: str) -> tuple[str, str]:
    """Return two texts so short that they can be read, and so that one sees where they differ."""
    one, other = " ".join(before.split()), " ".join(after.split())
    if len(one) <= _LONGEST and len(other) <= _LONGEST:
        return one, other
    same = _in_common(one, other)
    start = one.rfind(" ", 0, max(same - _BEFORE, 0)) + 1 if same > _BEFORE else 0
    alike = min(_in_common(one[::-1], other[::-1]), len(one) - same, len(other) - same)
    return _around(one, start, len(one) - alike), _around(other, start, len(other) - alike)


def _in_common(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _around(text: str, start: int, end: int) -> str:
    """Return the part of a text that differs, to the end of its last word, or as much as can be read."""
    lead = "..." if start else ""
    border = text.find(" ", max(end - 1, start + _LONGEST - 10))
    last = len(text) if border < 0 or len(lead + text[start:]) <= _CHANGED else border
    shown = f"{lead}{text[start:last].rstrip()}{'' if last == len(text) else '...'}"
    return shown if len(shown) <= _CHANGED else f"{shown[: _CHANGED - 3].rstrip(' .')}..."


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 3].rstrip()}..."


def _noted(change: Change, touches: list[Touch], places: Mapping[int, str]) -> Iterator[Change]:
    """Yield a change with what is said about it by those who made it, for each of them what is theirs."""
    if len(touches) > 1 and _disjoint([set(touch.keys) for touch in touches]):
        for touch in touches:
            yield from _noted(_only(change, decided(touch)), [touch], places)
    elif touches:
        notes = [touch.note for touch in touches]
        yield replace(
            change,
            because="; ".join(note.reason for note in notes if note.reason),
            sources=tuple(dict.fromkeys(str(one.value) for note in notes for one in note.sources)),
            widens="; ".join(note.widens for note in notes if note.widens),
            overlay="+".join(touch.overlay for touch in touches),
            file=places[notes[0].at.file],
            line=notes[0].at.start.line + 1,
        )
    else:
        yield change


def _disjoint(keys: list[set[str]]) -> bool:
    return sum(map(len, keys)) == len(set().union(*keys)) and all(keys)


def _only(change: Change, keys: Iterable[str]) -> Change:
    """Return what a change does to some of the keys."""
    mine = set(keys)
    return replace(
        change,
        keys=tuple(key for key in change.keys if key in mine),
        before=tuple(pair for pair in change.before if pair[0] in mine),
        after=tuple(pair for pair in change.after if pair[0] in mine),
    )


def _reasoned(change: Change, known: list[Change], places: Mapping[str, tuple[str, int]]) -> Iterator[Change]:
    for one in known:
        part = change if len(known) == 1 else _only(change, one.keys)
        yield replace(
            part,
            because=one.because,
            sources=one.sources,
            widens=one.widens,
            overlay=one.overlay,
            file=one.file,
            line=one.line,
        )
    if not known:
        file, line = places.get(change.path, ("", 0))
        yield replace(change, file=file, line=line)
