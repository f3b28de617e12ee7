"""Asking a person at the terminal. Callers make sure that one sits there (`Session.interactive`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from followup.cli import output
from followup.cli.clean import visible, width
from followup.errors import FollowupError

T = TypeVar("T")
COLUMN = 46
"""Where answers begin, so that they stand under each other."""


def ask(question: str, *, default: str = "", brackets: str = "", secret: bool = False) -> str:
    """Ask one question; Enter gives `default`, which `brackets` shows in other words if need be."""
    shown = brackets or default
    text = visible(f"{question} [{shown}]" if shown else question)
    answer = click.prompt(
        text + " " * max(COLUMN - width(text), 1),
        default=default,
        show_default=False,
        prompt_suffix="> ",
        hide_input=secret,
    )
    return str(answer).strip()


def until(question: str, understand: Callable[[str], T], *, default: str = "", brackets: str = "") -> T:
    """Ask until the answer is understood; what is wrong with it is said each time."""
    while True:
        answer = ask(question, default=default, brackets=brackets)
        try:
            return understand(answer)
        except FollowupError as problem:
            output.lines([f"  {problem.text}", *(f"  {line}" for line in problem.hint.splitlines())])


def yes(question: str, *, default: bool = False) -> bool:
    """Ask for a yes or a no; anything but a yes is a no unless `default` says otherwise."""
    answer = ask(question, brackets="Y/n" if default else "y/N").lower()
    return default if not answer else answer in ("y", "yes")


def choose(question: str, choices: Sequence[str], *, back: str = "") -> int:
    """Offer a numbered menu and return the index chosen; a unique beginning will do as well.

    `back` says what becomes of 0 or Enter, which return -1; without it one of the choices is needed.
    """
    output.lines([question, *(f"  {number} {text}" for number, text in enumerate(choices, 1))])
    if back:
        output.lines([f"  0 {back}"])
    while True:
        answer = str(click.prompt(">", prompt_suffix=" ", default="", show_default=False)).strip().lower()
        if back and answer in ("", "0"):
            return -1
        if answer.isdigit() and 1 <= int(answer) <= len(choices):
            return int(answer) - 1
        found = [n for n, text in enumerate(choices) if answer and text.lower().startswith(answer)]
        if len(found) == 1:
            return found[0]
        output.lines([f"  a number from 1 to {len(choices)}, please"])


def key(question: str, allowed: str) -> str:
    """Ask for one of the letters in `allowed`, as typed; a longer word counts by its first letter."""
    while True:
        answer = str(
            click.prompt(visible(question), prompt_suffix=" > ", default="", show_default=False)
        ).strip()
        if answer and answer[0].lower() in allowed:
            return answer[0].lower()
        output.lines([f"  one of: {', '.join(allowed)}"])
