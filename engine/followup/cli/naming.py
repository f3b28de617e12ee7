"""Finding what a person named: at a terminal a unique beginning will do, a script gives full names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followup.runtime.home import Home


def case(home: Home, word: str, *, exact: bool) -> str:
    """Return the case that `word` names.

    Raises:
        UsageError: There is none, or there are several; it names the nearest.
    """
    from followup.runtime.looking import find_case

    return find_case(home, word, exact=exact)


def item(home: Home, word: str, *, exact: bool) -> tuple[str, str]:
    """Return the case and the item that `CASE/ITEM` names.

    Raises:
        UsageError: There is none, or there are several; it names the nearest.
    """
    from followup.runtime.looking import find_item

    return find_item(home, word, exact=exact)


def case_or_item(home: Home, word: str, *, exact: bool) -> tuple[str, str]:
    """Return the case and the item that `word` names; the item is empty where only a case is named."""
    return item(home, word, exact=exact) if "/" in word else (case(home, word, exact=exact), "")
