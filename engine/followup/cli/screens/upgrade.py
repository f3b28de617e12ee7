"""What a move of cases to an edited playbook comes to: equal things in one line, then what may be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from followup.cli.phrases import plural
from followup.cli.screens.names import plain, shown
from followup.cli.screens.page import Look, warn, wrap
from followup.cli.screens.table import columns
from followup.core.values.steps import Drafted, Effect, Moved, Noted, Unsealed, Withdrawn

if TYPE_CHECKING:
    from followup.runtime.upgrading import Move, Upgrade

_NAMED = 4
"""So many cases are named at the end of a line."""


def lines(done: Upgrade, look: Look, *, word: str) -> list[str]:
    """Return the screen of a move, or of its rehearsal."""
    if not done.moves:
        return [
            f"No running case is on another version of {done.name} than {done.version}. Nothing was done."
        ]
    moving, staying = len(done.moving), len(done.moves) - len(done.moving)
    may = f"{moving} moved" if done.done else f"{moving} may move"
    rest = f", {staying} {'stays' if staying == 1 else 'stay'}" if staying else ""
    versions = " and ".join(sorted({move.version for move in done.moves}))
    found = [f"{done.name} {versions} -> {done.version}: {plural(len(done.moves), 'case')}; {may}{rest}."]
    found += columns(_rows(done, look), look)
    void = [move.case for move in done.moving if any(isinstance(one, Unsealed) for one in move.effects)]
    approved = f"approved messages that change and wait again: {', '.join(void) if void else 'none'}."
    found += wrap(approved[0].upper() + approved[1:], look.width)
    return [*found, *_closing(done, look, word)]


def returned(done: Upgrade, look: Look) -> list[str]:
    """Return the screen of going back."""
    head = f"{plural(len(done.moves), 'case')} went back from {done.name} {done.version}:"
    return [head, *columns(_rows(done, look), look), "Nothing was sent meanwhile; they are what they were."]


def _closing(done: Upgrade, look: Look, word: str) -> list[str]:
    if not done.moving:
        return ["Nothing was changed."]
    if done.done:
        return [
            *wrap(
                f"As it was, as long as nothing else happens: playbook upgrade --back {done.id}", look.width
            ),
            "Next: playbook step",
        ]
    all_ = "it moves" if len(done.moving) == 1 else f"all {len(done.moving)} move, or none"
    return [
        *wrap(f"Nothing was changed. Without --dry-run {all_}; they can go back.", look.width),
        f"Next: playbook upgrade {word}",
    ]


def _rows(done: Upgrade, look: Look) -> Iterator[tuple[str, str, str]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for move in done.moves:
        state = plain(move.before) if move.before == move.after or not move.after else _renamed(move)
        groups.setdefault((state, _said(move, look)), []).append(move.case)
    for (state, said), cases in groups.items():
        more = f", and {len(cases) - _NAMED} more" if len(cases) > _NAMED else ""
        yield str(len(cases)), state, f"{said}  ({', '.join(cases[:_NAMED])}{more})"


def _renamed(move: Move) -> str:
    return f"{plain(move.before)} -> {plain(move.after)}"


def _said(move: Move, look: Look) -> str:
    if move.why_not:
        return f"{warn('stays')} on {move.version}: {'; '.join(move.why_not)}"
    told = [text for effect in move.effects if (text := _effect(effect, look))]
    return "; ".join(dict.fromkeys(told)) or "no change of date or message"


def _effect(effect: Effect, look: Look) -> str:
    match effect:
        case Moved(what=what, before=before, after=after):
            name = what.rpartition(".")[2]
            if before is None or after is None:
                at = after or before
                assert at is not None  # noqa: S101 - one of the two is known, or nothing has moved
                return f"{shown(name)} {'now' if after else 'no more'} on {look.moment(at)}"
            return f"{shown(name)} moves {look.moment(before)} -> {look.moment(after)}"
        case Drafted(item=item):
            return f"{shown(item)} is drafted anew"
        case Withdrawn(item=item, reason=reason):
            return f"{shown(item)} is dropped: {reason}"
        case Unsealed(item=item):
            return f"{shown(item)} has to be approved again"
        case Noted(text=text):
            return "" if "approved again" in text else text
        case _:
            return ""
