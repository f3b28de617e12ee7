"""A base with overlays laid over it, and the list of what each of them touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from followup.authoring.findings import Findings
from followup.authoring.overlays.notes import Note
from followup.authoring.overlays.trees import named
from followup.authoring.tree import Entry, Map, Scalar
from followup.authoring.vocabulary import OUTCOMES, Dropped
from followup.core.values.changes import ChangeKind
from followup.core.values.playbook import ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One named thing that one overlay changes.

    Attributes:
        path: Its dotted path, such as `settings.patience` or `states.met.do`.
        kind: What is done to it.
        keys: Which of its keys are given, in the order of the file.
        note: What the author says about it.
        overlay: The name of the overlay.
    """

    path: str
    kind: ChangeKind
    keys: tuple[str, ...]
    note: Note
    overlay: str


def _fallbacks(root: Map) -> Iterator[str]:
    for entry in named(root, "messages").values():
        send = named(entry.value, "or_else").get("send") if isinstance(entry.value, Map) else None
        if send is not None and isinstance(send.value, Scalar):
            yield str(send.value.value)


@dataclass(slots=True)
class Laid:
    """A base with one or more overlays laid over it.

    Attributes:
        base: The tree of the base.
        root: The tree as it is now.
        found: Where to note what is refused.
        overlay: The name of the overlay that is being laid.
        touches: What was changed, in the order of the files.
        items: The outcomes that dropped messages and tasks had declared.
        messages: Dropped messages.
        waits: Dropped waits.
        reasons: Why each message or task was dropped.
        gone: Other things that are left out, by what else they were known by.
    """

    base: Map
    root: Map
    found: Findings
    overlay: str = ""
    touches: list[Touch] = field(default_factory=list)
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)
    messages: set[str] = field(default_factory=set)
    waits: set[str] = field(default_factory=set)
    reasons: dict[str, str] = field(default_factory=dict)
    gone: dict[str, Note] = field(default_factory=dict)

    @property
    def dropped(self) -> Dropped:
        """What is left out, as the reader of names wants to know it."""
        return Dropped(
            items=self.items,
            messages=frozenset(self.messages),
            waits=frozenset(self.waits),
            fallbacks=frozenset(_fallbacks(self.base)),
            reasons=self.reasons,
        )

    def touched(self, path: str) -> Touch | None:
        """Return how an earlier overlay touched something, or None if none did."""
        mine = (one for one in self.touches if one.path == path and one.overlay != self.overlay)
        return next(mine, None)

    def touch(self, path: str, kind: ChangeKind, note: Note, *keys: str) -> None:
        """Remember that the overlay changes something."""
        touch = Touch(path=path, kind=kind, keys=keys, note=note, overlay=self.overlay)
        self.touches.append(touch)

    def drop_item(self, section: str, name: str, old: Entry, note: Note) -> None:
        """Remember a message or task that is left out, so that its name stays one."""
        self.reasons[name] = note.reason
        if section == "messages":
            declared = named(old.value, "outcomes") if isinstance(old.value, Map) else {}
            self.items[name] = (*OUTCOMES[ItemKind.MESSAGE], *declared)
            self.messages.add(name)
        else:
            self.items[name] = OUTCOMES[ItemKind.TASK]
