"""What an overlay changes in its base: one line for every named thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What an overlay does to one thing."""

    ADDS = "adds"
    REPLACES = "replaces"
    DROPS = "drops"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One changed thing, for `diff`, for the pages of the library, for explanations.

    Attributes:
        path: The dotted path of the thing, such as `settings.patience` or `states.met.do`.
        kind: What is done to it.
        keys: The keys that differ, in the order of the file; empty for a thing added or dropped.
        before, after: By key (or under the empty key the whole thing): how it is written, as short
            text of the language.
        because: The reason, or empty.
        sources: Names of the overlay's `sources` that the reason rests on; empty: the author's own
            judgement.
        widens: The stated reason for allowing more than the base does, or empty.
        overlay: The name of the overlay.
        file, line: Where it stands; the line counts from 1.
    """

    path: str
    kind: ChangeKind
    keys: tuple[str, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()
    because: str = ""
    sources: tuple[str, ...] = ()
    widens: str = ""
    overlay: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a reason comes from: what it `says` in a sentence of our own, and `where` it was read.

    `weak` marks a source with an interest, or one voice only.
    """

    name: str
    says: str
    where: str
    weak: bool = False
