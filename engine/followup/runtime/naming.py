"""Cases and items by the words people type: a unique beginning will do at a terminal, never in a script."""

from __future__ import annotations

from collections.abc import Sequence

from followup.core.names import nearest, shown, typed
from followup.errors import UsageError
from followup.ports import Reading
from followup.runtime.home import Home
from followup.runtime.recording import existing, proposals


def find_case(home: Home, word: str, *, exact: bool) -> str:
    """Return the case that a word names.

    Args:
        home: The home.
        word: A case id, or its unique beginning.
        exact: Whether only a full id will do.

    Raises:
        UsageError: `no-case` with the nearest names, `case-unclear` with the choices.
    """
    with home.store.read() as reading:
        return _case(reading, word, exact=exact)


def find_item(home: Home, word: str, *, exact: bool) -> tuple[str, str]:
    """Return the case and the item that `CASE/ITEM` names; `-` and `_` are the same.

    What another case proposes (`CASE/EVENT`) can be named as an item too, so that it can be declined.

    Raises:
        UsageError: As `find_case`; `item-missing`, `no-item`, `item-unclear`.
    """
    name, slash, item = word.partition("/")
    with home.store.read() as reading:
        case = _case(reading, name, exact=exact)
        found = existing(reading, case)
        items = [*found.items, *(signal.event.name for signal in proposals(reading, case))]
        if not slash or not item.strip():
            live = [one.id for one in found.items.values() if one.status.live]
            raise UsageError(
                "item-missing", f"say which of {case}; nothing was done", hint=_choices(case, live or items)
            )
    return case, _item(case, item, items, exact=exact)


def _case(reading: Reading, word: str, *, exact: bool) -> str:
    name = word.strip().lower().replace("_", "-")
    if name and reading.case(name) is not None:
        return name
    matches = list(reading.names(name)) if name else []
    if not exact and len(matches) == 1:
        return matches[0]
    if matches:
        what = "a script must give the full name" if exact else "several cases begin so"
        raise UsageError(
            "case-unclear",
            f'"{word}": {what}; nothing was done',
            hint=", ".join(matches[:10]) + (" ..." if len(matches) > 10 else ""),
        )
    near = nearest(name, [*reading.names(name[:1]), *reading.names()])
    guess = f"did you mean {' or '.join(near)}?" if near else "the cases there are: playbook list"
    raise UsageError("no-case", f'there is no case "{word}"; nothing was done', hint=guess)


def _item(case: str, word: str, items: Sequence[str], *, exact: bool) -> str:
    name = typed(word)
    if name in items:
        return name
    matches = [item for item in items if item.startswith(name)] if name else []
    if not exact and len(matches) == 1:
        return matches[0]
    if matches:
        what = "a script must give the full name" if exact else "several begin so"
        raise UsageError("item-unclear", f'"{word}": {what}; nothing was done', hint=_choices(case, matches))
    near = nearest(name, items)
    if near:
        guess = f"Did you mean {case}/{shown(near[0])}? "
        raise UsageError("no-item", f'{case} has no "{word}". {guess}Nothing was done', hint="")
    raise UsageError("no-item", f'{case} has no "{word}"; nothing was done', hint=_choices(case, items))


def _choices(case: str, items: Sequence[str]) -> str:
    return ", ".join(f"{case}/{shown(item)}" for item in items[:12]) or f"playbook show {case}"
