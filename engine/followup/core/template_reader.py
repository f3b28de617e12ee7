"""Reads the small part of MiniJinja that a message may use, and says where a text goes beyond it."""

from __future__ import annotations

from followup.core.names import nearest
from followup.core.template_tree import (
    Fork,
    Node,
    NotATemplate,
    Output,
    Plain,
    Test,
    Word,
    tags,
    words,
    wrong,
)

FILTERS = ("day", "day_and_time", "upper", "lower", "capitalize", "trim", "join", "first", "last")
"""Filters that a message may use; only `join` takes something in brackets."""

DEEPEST = 8
"""Greatest number of `{% if %}` or brackets around one another."""

_KEYWORDS = frozenset(
    {"and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None"}
)


def read(source: str) -> tuple[Node, ...]:
    """Return the tree of a message. Names are not looked at.

    Raises:
        NotATemplate: At the first thing that does not belong there.
    """
    return _Reader(source).whole()


class _Reader:
    """Reads stretches into a tree; `if`, `elif`, `else` and `endif` are the only blocks."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.stretches = tuple(tags(source))
        self.index = 0
        self.block: tuple[Word, ...] = ()

    def whole(self) -> tuple[Node, ...]:
        nodes = self.nodes(0)
        if self.block:
            word = self.block[0]
            raise wrong(
                word.start, word.end, "template-syntax", f'"{word.text}" without an {{% if %}} before it'
            )
        return nodes

    def nodes(self, depth: int) -> tuple[Node, ...]:
        """Read on to the end, or to a block that ends or continues an `if`, left in `self.block`."""
        found: list[Node] = []
        while self.index < len(self.stretches):
            kind, start, end, inner, inner_end = self.stretches[self.index]
            self.index += 1
            if kind == "text":
                found.append(Plain(start, end))
            elif kind == "output":
                found.append(_Expression(words(self.source, inner, inner_end)).output())
            elif kind == "block":
                block = words(self.source, inner, inner_end)
                if block[0].text in ("elif", "else", "endif"):
                    self.block = block
                    return tuple(found)
                found.append(self.fork(block, depth + 1))
        self.block = ()
        return tuple(found)

    def fork(self, block: tuple[Word, ...], depth: int) -> Fork:
        opening = block[0]
        if opening.text != "if":
            hints = ('{{ name | join(", ") }} says a list',) if opening.text == "for" else ()
            text = f'"{opening.text}" is not allowed: a message knows only if, elif, else and endif'
            raise wrong(opening.start, opening.end, "template-not-allowed", text, *hints)
        if depth > DEEPEST:
            raise wrong(
                opening.start, opening.end, "template-not-allowed", f"more than {DEEPEST} ifs in one another"
            )
        branches: list[tuple[Test | None, tuple[Node, ...]]] = []
        test: Test | None = _Expression(block[1:]).test()
        while True:
            branches.append((test, self.nodes(depth)))
            if not self.block:
                raise wrong(
                    opening.start, opening.end, "template-syntax", "this if has no end", "{% endif %}"
                )
            block = self.block
            if test is None and block[0].text != "endif":
                raise wrong(
                    block[0].start, block[0].end, "template-syntax", f'"{block[0].text}" after an else'
                )
            if block[0].text == "elif":
                test = _Expression(block[1:]).test()
                continue
            _Expression(block[1:]).nothing_more()
            if block[0].text == "endif":
                return Fork(tuple(branches))
            test = None


class _Expression:
    """Reads what stands inside one tag."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        self.words = words
        self.index = 0
        self.depth = 0

    @property
    def word(self) -> Word:
        return self.words[self.index]

    def took(self, *texts: str) -> bool:
        if self.word.text in texts and self.word.kind in ("sign", "name"):
            self.index += 1
            return True
        return False

    def nothing_more(self) -> None:
        if self.word.kind:
            raise self.unexpected("nothing more was expected")

    def output(self) -> Output:
        value = self.value()
        filters = []
        while self.took("|"):
            filters.append(self.filter())
        self.nothing_more()
        return Output(value, tuple(filters))

    def filter(self) -> Word:
        name = self.word
        if name.kind != "name":
            raise self.unexpected("the name of a filter was expected")
        if name.text not in FILTERS:
            close = nearest(name.text, FILTERS)
            hints = tuple(f'did you mean "{other}"?' for other in close) or (
                f"there are: {', '.join(FILTERS)}",
            )
            raise wrong(name.start, name.end, "unknown-filter", f'"{name.text}" is no filter', *hints)
        self.index += 1
        if self.word.text == "(" and name.text == "join":
            self.index += 1
            if self.word.kind != "literal":
                raise self.unexpected("a text in quotes was expected")
            self.index += 1
            if not self.took(")"):
                raise self.unexpected('")" was expected')
        return name

    def value(self) -> Word:
        word = self.word
        if word.kind == "literal" or (word.kind == "name" and word.text not in _KEYWORDS):
            self.index += 1
            if self.word.text in ("(", "["):
                text = f'"{word.text}{self.word.text}" is not allowed: a message calls and counts nothing'
                raise wrong(word.start, self.word.end, "template-not-allowed", text)
            return word
        raise self.unexpected("a name was expected")

    def test(self) -> Test:
        found = self.either()
        self.nothing_more()
        return found

    def either(self) -> Test:
        found = self.both()
        while self.took("or"):
            found = Test("or", (found, self.both()))
        return found

    def both(self) -> Test:
        found = self.negated()
        while self.took("and"):
            found = Test("and", (found, self.negated()))
        return found

    def negated(self) -> Test:
        if self.word.text in ("not", "("):
            self.depth += 1
            if self.depth > DEEPEST:
                raise self.unexpected("there are too many brackets")
            if self.took("not"):
                found = Test("not", (self.negated(),))
            else:
                self.index += 1
                found = self.either()
                if not self.took(")"):
                    raise self.unexpected('")" was expected')
            self.depth -= 1
            return found
        return self.compared()

    def compared(self) -> Test:
        left = self.value()
        sign = self.word.text
        if not self.took("==", "!=", "<", "<=", ">", ">="):
            return Test(left.kind, word=left)
        right = self.value()
        return Test(sign, (Test(left.kind, word=left), Test(right.kind, word=right)))

    def unexpected(self, wanted: str) -> NotATemplate:
        word = self.word
        if not word.kind:
            return wrong(word.start, word.end, "template-syntax", f"this stops too early: {wanted}")
        return wrong(word.start, word.end, "template-syntax", f'unexpected "{word.text}": {wanted}')
