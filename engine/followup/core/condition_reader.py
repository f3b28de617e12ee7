"""Reads the small part of CEL that a condition may use, and says where a text goes beyond it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from followup.core.conditions import (
    Among,
    Both,
    Compared,
    Condition,
    Either,
    Literal,
    Name,
    Not,
    NotACondition,
)
from followup.core.values.problems import Problem

LONGEST = 300
"""Greatest length of a guard in characters."""

DEEPEST = 8
"""Greatest number of brackets and `!` around one another."""

LITTLE_WORDS = {"and": "&&", "or": "||", "not": "!", "is": "==", "equals": "=="}
_SWAPPED = {"=": "==", "&": "&&", "|": "||", "<>": "!=", "===": "=="}

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
    | (?P<number>-?[0-9]+(?![0-9A-Za-z_.]))
    | (?P<text>'[^'"\\\n]*'|"[^"\\\n]*"|'[^'\\\n]*')
    | (?P<sign>\|\||&&|[=!<>]=|[()\[\],!<>])
    )""",
    re.VERBOSE,
)
_ODD = re.compile(r"""===|<>|[0-9][0-9A-Za-z_.]*|'[^']*'?|"[^"]*"?|.""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a guard; `kind` is `name`, `number`, `text` or `sign`, empty at the end."""

    kind: str
    word: str
    start: int
    end: int


def read(text: str) -> Condition:
    """Return the tree of a guard. Names and types are not looked at.

    Raises:
        NotACondition: At the first word that does not belong there.
    """
    if len(text) > LONGEST:
        raise _wrong(LONGEST, len(text), "guard-too-long", f"a condition has at most {LONGEST} characters")
    return _Reader(text).whole()


def _wrong(start: int, end: int, code: str, text: str, *hints: str) -> NotACondition:
    return NotACondition(Problem(start=start, end=max(end, start + 1), code=code, text=text, hints=hints))


def _tokens(text: str) -> tuple[Token, ...]:
    found = []
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise _odd(text, start)
        kind = match.lastgroup or ""
        found.append(Token(kind, match[kind], match.start(kind), match.end(kind)))
        position = match.end()
    return (*found, Token("", "", len(text.rstrip()), len(text.rstrip()) + 1))


def _odd(text: str, start: int) -> NotACondition:
    """Say why the characters at `start` are no word of a guard."""
    match = _ODD.match(text, start)
    word = match[0] if match else ""
    end = start + len(word)
    if word in _SWAPPED:
        return _wrong(start, end, "guard-syntax", f'"{word}" means nothing here', f"write {_SWAPPED[word]}")
    if word[0].isdigit():
        return _wrong(start, end, "guard-type", f'"{word}" is no whole number', "write a whole number")
    if word[0] in "'\"":
        what = "a text with a backslash" if "\\" in word else "this text has no end"
        return _wrong(start, end, "guard-syntax", what, "write 'text' or \"text\", without backslashes")
    if word in "+-*/%?:{}.":
        reason = f'"{word}" is not allowed: only one name and one value are compared'
        return _wrong(start, end, "guard-not-allowed", reason, "make it a fact that the person tells")
    return _wrong(start, end, "guard-syntax", f'"{word}" means nothing here')


class _Reader:
    """Reads tokens by the precedence of CEL: `!`, comparison, `&&`, `||`."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def next(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def took(self, *signs: str) -> bool:
        if self.token.word in signs and self.token.kind in ("sign", "name"):
            self.index += 1
            return True
        return False

    def whole(self) -> Condition:
        tree = self.either()
        if self.token.kind:
            raise self.unexpected("&& or || was expected before it")
        return tree

    def either(self) -> Condition:
        tree = self.both()
        while self.took("||"):
            tree = Either(tree, self.both())
        return tree

    def both(self) -> Condition:
        tree = self.relation()
        while self.took("&&"):
            tree = Both(tree, self.relation())
        return tree

    def relation(self) -> Condition:
        if self.token.word in ("!", "(") and self.token.kind == "sign":
            return self.bracketed()
        left = self.operand()
        sign = self.token
        if self.took("==", "!=", "<", "<=", ">", ">="):
            return Compared(left, sign.word, self.operand(), (sign.start, sign.end))
        if self.took("in"):
            if isinstance(left, Literal):
                raise _wrong(left.start, left.end, "guard-syntax", 'before "in" stands a name')
            return Among(left, self.literals())
        return left

    def bracketed(self) -> Condition:
        opening = self.next()
        self.depth += 1
        if self.depth > DEEPEST:
            text = f"more than {DEEPEST} brackets around one another"
            raise _wrong(opening.start, opening.end, "guard-too-deep", text, "make it two settings")
        if opening.word == "!":
            tree: Condition = Not(self.negated())
        else:
            tree = self.either()
            if not self.took(")"):
                raise self.unexpected('")" was expected')
        self.depth -= 1
        if self.token.word in ("==", "!=", "<", "<=", ">", ">=", "in"):
            text = "only a single name can be compared, not a whole condition"
            raise _wrong(
                self.token.start, self.token.end, "guard-not-allowed", text, "write !(a == b) or a != b"
            )
        return tree

    def negated(self) -> Condition:
        if self.token.word in ("!", "(") and self.token.kind == "sign":
            return self.bracketed()
        return self.operand()

    def operand(self) -> Name | Literal:
        token = self.token
        if token.kind == "number":
            self.index += 1
            return Literal(int(token.word), token.start, token.end)
        if token.kind == "text":
            self.index += 1
            return Literal(token.word[1:-1], token.start, token.end)
        if token.kind != "name" or token.word == "in":
            raise self.unexpected("a name or a value was expected")
        self.index += 1
        if token.word in ("true", "false"):
            return Literal(token.word == "true", token.start, token.end)
        if self.token.word in ("(", "[") and self.token.kind == "sign":
            text = f'"{token.word}{self.token.word}" is not allowed: a condition calls and counts nothing'
            raise _wrong(token.start, self.token.end, "guard-not-allowed", text)
        return Name(token.word, token.start, token.end)

    def literals(self) -> tuple[Literal, ...]:
        if not self.took("["):
            raise self.unexpected("[a list of values] was expected")
        found: list[Literal] = []
        while not found or self.took(","):
            value = self.operand()
            if isinstance(value, Name):
                raise _wrong(
                    value.start, value.end, "guard-syntax", f'"{value.name}" in a list must be a value',
                    f"'{value.name}'",
                )  # fmt: skip
            found.append(value)
        if not self.took("]"):
            raise self.unexpected('"]" was expected')
        return tuple(found)

    def unexpected(self, wanted: str) -> NotACondition:
        token = self.token
        if self.index and self.tokens[self.index - 1].word in LITTLE_WORDS:
            token = self.tokens[self.index - 1]  # `not senior`: the first word is the slip
        if not token.kind:
            return _wrong(token.start, token.end, "guard-syntax", f"the condition stops too early: {wanted}")
        hints = (f"write {LITTLE_WORDS[token.word]}",) if token.word in LITTLE_WORDS else ()
        return _wrong(token.start, token.end, "guard-syntax", f'unexpected "{token.word}": {wanted}', *hints)
