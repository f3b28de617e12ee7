"""The candidate's own details: kept, given with `--me`, or asked for on first use."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from followup.cli import prompts
from followup.cli.session import system_zone
from followup.core.values.people import Me
from followup.errors import FollowupError, InvalidInput, UsageError

if TYPE_CHECKING:
    from followup.runtime.home import Home

DETAILS = ("name", "email", "phone", "signature", "zone")
NOWHERE = ("UTC", "Etc/UTC")
FEWEST_LETTERS = 2
"""Fewer letters than that are no name (`y` was meant for another question)."""


def candidate(home: Home, owner: str, mine: Iterable[str], *, asking: bool) -> Me | None:
    """Return the candidate if new or changed; None where all stays as it is kept.

    Raises:
        UsageError: No such detail; or the name is missing and nobody can be asked.
        InvalidInput: An address or a place that is none.
    """
    with home.store.read() as reading:
        kept = reading.owner(owner)
    given = dict(_pair(home, text) for text in mine)
    if kept is not None:
        return replace(kept, **given) if given else None
    if asking:
        _ask(home, given)
    if not given.get("name"):
        raise UsageError(
            "name-missing",
            "your own name is needed once. Nothing was started.",
            hint='--me name="Your Name" --me email=...',
        )
    return Me(**{"zone": system_zone(), **given})


def placed(me: Me, zone: str) -> Me:
    """Return a new candidate whose machine does not know where it is, as one who is where the employer is."""
    return replace(me, zone=zone) if me.zone in NOWHERE else me


def zone_in(mine: Iterable[str]) -> str:
    """Return the IANA zone among details given with `--me`, or nothing; what is no place is told later."""
    from followup.runtime.almanac import PublicAlmanac

    found = ""
    for text in mine:
        key, _, value = text.partition("=")
        if key.strip().lower() == "zone":
            with suppress(FollowupError):
                found = PublicAlmanac().place(value.strip()).partition(" ")[2]
    return found


def _ask(home: Home, given: dict[str, str]) -> None:
    """Ask for what letters need: a name, and an address they come from. The rest can wait for `--me`."""

    def keep(key: str, answer: str) -> None:
        if answer:
            given[key] = _understood(home, key, answer)
            if key == "name" and sum(char.isalpha() for char in answer) < FEWEST_LETTERS:
                del given[key]
                raise InvalidInput(
                    "not-a-name", f'"{answer}" is no name', hint="it stands under your letters"
                )
        elif key == "name":
            raise UsageError("needed", "this is needed to go on", hint="Ctrl-C stops; nothing has been kept")

    questions = {
        "name": ("Your own name, as it stands under a letter", ""),
        "email": ("Your e-mail address", "skip"),
    }
    for key, (question, brackets) in questions.items():
        if key not in given:
            prompts.until(question, lambda answer, key=key: keep(key, answer), brackets=brackets)  # type: ignore[misc]  # bound per loop


def _pair(home: Home, text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    name = key.strip().lower()
    if not equals or name not in DETAILS:
        raise UsageError(
            "no-such-detail", f'--me "{text}": write one of {", ".join(DETAILS)}, then = and the value.'
        )
    return name, _understood(home, name, value.strip())


def _understood(home: Home, key: str, value: str) -> str:
    """Return a detail in the form in which it is kept."""
    from followup.runtime.addresses import address

    if key in ("email", "phone") and value:
        return address(key, value)
    if key == "zone":
        return home.almanac.place(value).partition(" ")[2]
    if not value.isprintable():
        raise InvalidInput("not-plain", f"your {key} holds control characters; nothing was started")
    return value
