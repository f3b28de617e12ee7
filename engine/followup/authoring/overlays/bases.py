"""The base of an overlay: found by name, of the version that is meant, sound, and itself no overlay."""

from __future__ import annotations

from dataclasses import dataclass

from followup.authoring import characters, text
from followup.authoring.findings import Enough, Findings, Source
from followup.authoring.library import Library
from followup.authoring.suggesting import meant
from followup.authoring.tree import Map, Scalar, of_file
from followup.authoring.understanding import Understood, understand
from followup.errors import Place


@dataclass(frozen=True, slots=True)
class Base:
    """A sound playbook that others change.

    Attributes:
        name: As it is extended: `interview-follow-up@1`.
        root: Its tree, every stretch of which knows that it stands in the base's file.
        understood: What it means by itself.
        findings: What was found in it by itself.
    """

    name: str
    root: Map
    understood: Understood
    findings: Findings


def base_of(overlay: Map, found: Findings, library: Library) -> Base | None:
    """Return the base that an overlay names, or None; what is wrong with that is noted at the name.

    Args:
        overlay: The tree of the overlay, whose shape has been checked.
        found: The findings of the overlay; the base's file is added to them.
        library: Where bases are found.
    """
    scalar, own = _scalar(overlay, "extends"), _scalar(overlay, "playbook")
    if scalar is None:
        return None
    name, _, major = str(scalar.value).partition("@")
    if own is not None and own.value == name:
        told = f'"{name}" would extend itself'
        found.error(
            scalar.at, "overlay-circle", told, "name the playbook that is changed", "or rename this one"
        )
        return None
    book = library(name)
    if book is None:
        told = (
            f'there is no playbook "{name}" here, neither beside this file nor among those that came with it'
        )
        hints = meant(name, library.names()) or ("is the name right? it is the first line of its file",)
        found.error(scalar.at, "no-base", told, *hints)
        return None
    source, alone = characters.decode(book.data, book.file)
    root = _parsed(source, alone)
    if root is not None and "extends" in root.entries:
        _one_level(scalar, own, name, root, found)
        return None
    if root is not None and not _is_meant(scalar, name, major, root, found):
        return None
    understood = _understood(root, alone)
    if root is None or understood is None:
        _unsound(scalar, name, alone, found)
        return None
    number = found.with_file(source)
    tagged = of_file(root, number)
    return Base(str(scalar.value), tagged, understood, alone) if isinstance(tagged, Map) else None


def _parsed(source: Source, alone: Findings) -> Map | None:
    try:
        return None if alone.failed else text.parse(source, alone)
    except Enough:
        return None


def _understood(root: Map | None, alone: Findings) -> Understood | None:
    if root is None:
        return None
    try:
        understood = understand(root, alone)
    except Enough:
        return None
    return None if alone.failed else understood


def _one_level(scalar: Scalar, own: Scalar | None, name: str, root: Map, found: Findings) -> None:
    further = _scalar(root, "extends")
    other = str(further.value) if further is not None else ""
    if own is not None and other.partition("@")[0] == own.value:
        told = f'"{name}" itself extends "{own.value}", so each would be the base of the other'
        found.error(scalar.at, "overlay-circle", told, "one of the two has to be a whole playbook")
        return
    told = f'"{name}" is itself a change of another playbook, and there is only one level of changes'
    hints = (f"extends: {other}", f"to have both: {own.value}+{name}") if own is not None and other else ()
    found.error(scalar.at, "one-level", told, *hints)


def _is_meant(scalar: Scalar, name: str, major: str, root: Map, found: Findings) -> bool:
    called, version = _scalar(root, "playbook"), _scalar(root, "version")
    if called is not None and called.value != name:
        told = f'the file of "{name}" holds a playbook called "{called.value}"'
        found.error(scalar.at, "no-base", told, *meant(str(called.value), (name,), shape="playbook: {}"))
        return False
    has = str(version.value).partition(".")[0] if version is not None else major
    if has != major and has.isdigit():
        told = (
            f'"{name}" is here in version {version.value if version else has}, and this was made for {major}'
        )
        hint = "look through what has changed, then write"
        found.error(scalar.at, "other-major", told, f"{hint} extends: {name}@{has}")
        return False
    return True


def _unsound(scalar: Scalar, name: str, alone: Findings, found: Findings) -> None:
    wrong = [one for one in alone.all() if one.severity == "error"]
    count = "one error" if len(wrong) == 1 else f"{len(wrong)} errors"
    told = f'"{name}" has {count} itself, so nothing can be built on it'
    related: list[tuple[Place, str]] = [(one.place, one.text) for one in wrong[:3]]
    found.error(scalar.at, "base-unsound", told, "playbook check its file first", related=related)


def _scalar(node: Map, key: str) -> Scalar | None:
    entry = node.entries.get(key)
    return entry.value if entry is not None and isinstance(entry.value, Scalar) else None
