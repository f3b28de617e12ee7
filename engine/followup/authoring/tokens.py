"""A short text as words with their places, and the reader that walks over them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from followup.core.values.problems import Problem

_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}[:.]\d{2}(?![\w.:]))|(?P<decimal>\d+[.,]\d+)|(?P<number>\d+)"
    r"|(?P<word>[A-Za-z_]\w*(?:\.\w+)*)|(?P<sign>\S)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, clock or sign of a text; `kind` says which."""

    kind: str
    text: str
    start: int
    end: int


class Refused(Exception):
    """The text is not what it should be; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


class Tokens:
    """Walks over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = [
            Token(match.lastgroup or "", match.group(), match.start(), match.end())
            for match in _TOKEN.finditer(text)
        ]
        self._next = 0

    def peek(self, ahead: int = 0) -> Token:
        """Return a token further on; at the end an empty one of kind `end`."""
        index = self._next + ahead
        if index < len(self._tokens):
            return self._tokens[index]
        end = len(self.text.rstrip())
        return Token("end", "", end, end)

    def take(self) -> Token:
        """Return the next token, and go past it."""
        token = self.peek()
        self._next += 1
        return token

    def accept(self, *words: str) -> bool:
        """Go past these words if they come next."""
        if all(self.peek(index).text == word for index, word in enumerate(words)):
            self._next += len(words)
            return True
        return False

    def expect(self, *words: str, code: str = "time-syntax") -> None:
        """Go past these words.

        Raises:
            Refused: Something else comes next.
        """
        for word in words:
            token = self.peek()
            if token.text != word:
                raise refused(token, code, f'"{word}" is expected here', " ".join(words))
            self._next += 1

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self._next >= len(self._tokens)

    def rest(self) -> tuple[int, int]:
        """Return the offsets of what is left."""
        return self.peek().start, len(self.text.rstrip())


def refused(token: Token, code: str, text: str, *hints: str, until: Token | None = None) -> Refused:
    """Return the refusal of a token, or of all from one token until another."""
    end = (until or token).end
    return Refused(Problem(start=token.start, end=max(end, token.start), code=code, text=text, hints=hints))
