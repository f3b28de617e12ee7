"""The screen of `diff`: what changes, from what to what, why, and who says so; in the words of a coach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from followup.authoring.compile import Compiled
from followup.cli.clean import width
from followup.cli.phrases import listed, plural
from followup.cli.screens.names import plain
from followup.cli.screens.page import bold, cut, dim, pad, warn, wrap
from followup.core.values.changes import Change, ChangeKind, Source

GROUPS: Mapping[str, str] = {
    "settings": "How long to wait, and how often",
    "courtesy": "Rules that always hold",
    "wording": "How it is worded",
    "messages": "What is said to others",
    "tasks": "What only you can do",
    "states": "Where a case can stand",
    "events": "What can happen",
    "facts": "What is known",
    "promises": "What is promised",
}
_ELSE = "The playbook as a whole"
_NAMES = 30
"""Columns for what changes; a longer name has a line of its own."""
_TEXT = 200
"""Characters of a value that are shown; letters are longer, and nobody compares them on one line."""


def lines(
    base: Compiled,
    other: Compiled,
    changes: Sequence[Change],
    sources: Mapping[str, Source],
    columns: int | None,
) -> list[str]:
    """Return the changes under their headings, and the sources that they rest on."""
    found = wrap(_head(base, other, changes), columns)
    for section, title in {**GROUPS, "": _ELSE}.items():
        inside = [one for one in changes if _section(one) == section]
        if inside:
            found += ["", bold(title)]
            found += [line for one in inside for line in _change(one, columns)]
    named = dict.fromkeys(name for one in changes for name in one.sources)
    known = [sources[name] for name in named if name in sources]
    if known:
        found += ["", bold("Sources")]
        found += [line for one in known for line in _source(one, columns)]
    return found


def _head(base: Compiled, other: Compiled, changes: Sequence[Change]) -> str:
    names = f"{base.playbook.name} {base.playbook.version}", other.playbook.name
    if base.playbook.name == other.playbook.name:
        names = f"version {base.playbook.version}", f"{other.playbook.name} {other.playbook.version}"
    if not changes:
        return f"{names[1]} does nothing otherwise than {names[0]}."
    counts = {kind: sum(1 for one in changes if one.kind is kind) for kind in ChangeKind}
    parts = [
        f"changes {plural(counts[ChangeKind.REPLACES], 'thing')} of {names[0]}",
        *([f"adds {counts[ChangeKind.ADDS]}"] if counts[ChangeKind.ADDS] else []),
        *([f"drops {counts[ChangeKind.DROPS]}"] if counts[ChangeKind.DROPS] else []),
    ]
    widened = sum(1 for one in changes if one.widens)
    also = f" {widened} of them WIDENED: more than the base allows." if widened else ""
    return f"{names[1]} {listed(parts)}.{also}"


def _section(one: Change) -> str:
    section = one.path.partition(".")[0]
    return section if section in GROUPS else ""


def _change(one: Change, columns: int | None) -> Iterator[str]:
    """Yield one line for each key that differs, then the reason."""
    room = min(_NAMES, (columns or 100) // 3)
    for name, text in _differences(one):
        if width(name) <= room:
            yield from wrap(text, columns, first=f"  {pad(name, room)}  ", rest=" " * (room + 4))
        else:
            yield from wrap(name, columns, first="  ")
            yield from wrap(text, columns, first=" " * (room + 4))
    if one.because or _section(one) != "promises":  # a promise is a reason itself
        yield from (dim(line) for line in wrap(_reason(one), columns, first="      "))
    if one.widens:
        yield from (warn(line) for line in wrap(f"WIDENED: {one.widens}", columns, first="      "))


def _differences(one: Change) -> Iterator[tuple[str, str]]:
    thing = _thing(one.path)
    before, after = dict(one.before), dict(one.after)
    if one.kind is ChangeKind.DROPS:
        yield thing, "is dropped"
        return
    if one.kind is ChangeKind.ADDS:
        yield thing, f"is new{_of(after)}"
        apart = _apart(after) if one.path.startswith("messages.") else ""
        if apart:
            yield f"{thing}: rules", apart
        return
    keys = one.keys or tuple(dict.fromkeys([*before, *after]))
    for key in keys or ("",):
        name = thing if key in ("", "use") else f"{thing}: {plain(key.replace('.', ' '))}"
        yield name, f"{_short(before.get(key)) or 'nothing'} -> {_short(after.get(key)) or 'nothing'}"


def _apart(after: Mapping[str, str]) -> str:
    """Return in which ways a new message stands apart from the rules that hold for others."""
    ways = [
        *(["it does not count"] if after.get("counts") == "false" else []),
        *([f"it may pass {after['despite'].strip('[]')}"] if "despite" in after else []),
        *([f"it has hours of its own, {after['hours']}"] if "hours" in after else []),
    ]
    return "; ".join(ways)


def _thing(path: str) -> str:
    """Return what a path names, in words: the last name, and what it is part of where that says more."""
    parts = path.split(".")
    if len(parts) > 2 and parts[0] != "courtesy":
        return f"{plain(parts[1])}, {plain(' '.join(parts[2:]))}"
    if parts[0] == "courtesy" and len(parts) > 2:
        return f"{plain(parts[1].removesuffix('s'))} {plain(' '.join(parts[2:]))}"
    return plain(parts[-1])


def _of(after: Mapping[str, str]) -> str:
    text = _short(after.get("use") or after.get("say") or after.get("why") or after.get(""))
    return f": {text}" if text else ""


def _short(text: str | None) -> str:
    return cut(" ".join((text or "").split()), _TEXT)


def _reason(one: Change) -> str:
    because = one.because or "(no reason given)"
    who = f"[{', '.join(one.sources)}]" if one.sources else "(own judgement)"
    return f"{because} {who if one.because else ''}".rstrip()


def _source(one: Source, columns: int | None) -> list[str]:
    weak = " (weak: one voice, or one with an interest)" if one.weak else ""
    return wrap(f"{one.name}: {one.says} {one.where}{weak}", columns, first="  ", rest="      ")
