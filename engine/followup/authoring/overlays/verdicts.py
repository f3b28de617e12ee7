"""The verdict on an overlay once its values are known: what widens, what is still used."""

from __future__ import annotations

import re
from collections.abc import Iterable

from followup.authoring.findings import Findings
from followup.authoring.meaning.settings import type_of
from followup.authoring.overlays.laid import Laid, Touch
from followup.authoring.overlays.widening import Wider, wider
from followup.authoring.suggesting import meant_or_all
from followup.authoring.tree import Stretch
from followup.core.values.changes import Change
from followup.core.values.playbook import Playbook
from followup.errors import Finding

_QUOTED = re.compile(r'"(?:known\.|happened\.|contact\.)?([a-z][a-z0-9_]*)(?:\.[a-z_0-9]+)?"')


def same_types(found: Findings, touches: Iterable[Touch], base: Playbook, made: Playbook) -> bool:
    """Whether every setting has the type that it has in the base; if not, that is noted at the change."""
    good = True
    for touch in touches:
        name = touch.path.removeprefix("settings.")
        old, new = base.settings.get(name), made.settings.get(name)
        if old is None or new is None or type_of(old) == type_of(new):
            continue
        good = False
        told = f'"{name}" is {type_of(old)} in the base, and {type_of(new)} here'
        found.error(touch.note.at, "setting-types", told, "what the base says with it relies on its type")
    return good


def no_silent_widening(found: Findings, touches: Iterable[Touch], base: Playbook, made: Playbook) -> None:
    """Refuse what allows more than the base without a word about it; warn of such words without need."""
    by_path = {touch.path: touch for touch in touches}
    widened: set[str] = set()
    for one in wider(base, made):
        touch = by_path.get(one.path)
        if touch is None:
            continue
        widened.add(one.path)
        if one.never or not touch.note.widens:
            _refuse(found, touch, one)
    for path, touch in by_path.items():  # of a message its author may know better than we do
        if touch.note.widens and path not in widened and path.startswith("courtesy."):
            name = path.rpartition(".")[2]
            told = f'"{name}" allows no more than the base does, so nothing is widened here'
            found.warning(touch.note.at, "widens-nothing", told, "delete widens")


def _refuse(found: Findings, touch: Touch, one: Wider) -> None:
    entry = touch.note.own.entries.get(one.key)
    at = entry.key.at if entry is not None else touch.note.at
    told = f"this allows more than the base does: {one.how}"
    if one.never:
        hint = "the distance in the house keeps two cases from one person; it can only be longer"
        found.error(at, "house-widened", told, hint)
    else:
        found.error(at, "widens", told, 'if that is right here, say why: widens: "..."')


def without_effect(found: Findings, touches: Iterable[Touch], changes: Iterable[Change]) -> None:
    """Warn of changes that leave everything as it is in the base."""
    changed = {change.path for change in changes}
    for touch in touches:
        if touch.path not in changed:
            name = touch.path.removeprefix("courtesy.").partition(".")[2] or touch.path
            told = f'the base says the same of "{name}", so nothing changes here'
            found.warning(touch.note.at, "changes-nothing", told, "delete it")


def named_sources(found: Findings, touches: Iterable[Touch], sources: Iterable[str]) -> None:
    """Refuse reasons that rest on a source that nobody tells of."""
    known = frozenset(sources)
    for touch in touches:
        for scalar in touch.note.sources:
            name = str(scalar.value)
            if name not in known:
                told = f'"{name}" is no source of this file'
                found.error(scalar.at, "unknown-source", told, *meant_or_all(name, known))


def still_used(laid: Laid) -> None:
    """Refuse to leave out what is still used; what misses it is told there, and not everywhere else."""
    users: dict[str, list[Finding]] = {}

    def misses(finding: Finding) -> bool:
        names = _QUOTED.findall(finding.text) if finding.code.startswith("unknown-") else []
        gone = next((name for name in names if name in laid.gone), None)
        if gone is not None:
            users.setdefault(gone, []).append(finding)
        return gone is not None

    if laid.gone:
        laid.found.take_out(misses)
    at: dict[Stretch, list[Finding]] = {}
    for name, findings in users.items():
        at.setdefault(laid.gone[name].at, []).extend(findings)
    for stretch, findings in at.items():
        places = "one place" if len(findings) == 1 else f"{len(findings)} places"
        told = f"this cannot be dropped: it is used in {places}"
        hint = "change those too, or keep it"
        related = [(one.place, one.text) for one in findings[:5]]
        laid.found.error(stretch, "still-used", told, hint, related=related)
