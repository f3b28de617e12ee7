"""What is wrong in one text of a playbook, before anybody knows in which file it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in a guard, a template or a time sentence.

    Attributes:
        start: Offset of the first wrong character in the text, from 0.
        end: Offset just behind the last one.
        code: A stable word in kebab-case, such as `unknown-fact`.
        text: One sentence in the words of the language.
        hints: Ways out, the most likely first; each can be pasted or done.
    """

    start: int
    end: int
    code: str
    text: str
    hints: tuple[str, ...] = ()
