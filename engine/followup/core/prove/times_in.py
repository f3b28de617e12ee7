"""What the times of a playbook hang on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followup.core.values.playbook import ItemType, Playbook
from followup.core.values.times import Anchor, Now, Portion, SettingName, Sum, When


def of_item(kind: ItemType) -> tuple[When, ...]:
    """Return the times that decide when an item goes and when it is over."""
    fallback = kind.or_else.after if kind.or_else is not None else None
    return tuple(when for when in (kind.due, kind.expires, fallback) if when is not None)


def anchors(whens: Iterable[When]) -> Iterator[Anchor]:
    """Yield what times hang on."""
    for when in whens:
        for line in when.lines:
            match line:
                case Now():
                    pass
                case Portion():
                    yield line.start
                    yield line.end
                case Sum():
                    yield line.anchor


def settings(playbook: Playbook, whens: Iterable[When]) -> Iterator[str]:
    """Yield the settings that times are counted with."""
    for when in whens:
        for line in when.lines:
            if isinstance(line, Sum):
                yield from (
                    span.name
                    for span in line.spans
                    if isinstance(span, SettingName) and span.name in playbook.settings
                )
