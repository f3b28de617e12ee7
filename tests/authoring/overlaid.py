"""Small overlays of the kitchen for tests, written on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent

from tests.authoring.test_overlays import BOOKS, FOLDER

from followup.authoring.compile import Compiled, compile_file, read, read_stack
from followup.authoring.library import Text
from followup.errors import Finding

BASE = compile_file(FOLDER / "books" / "kitchen.yaml")


def written(name: str, body: str, extends: str = "kitchen@2") -> Text:
    """Return an overlay file; its body may be indented like the test it stands in."""
    head = f'playbook: {name}\nversion: "1.0"\nextends: {extends}\ntitle: {name.title()}\n'
    return Text(f"{name}.yaml", (head + dedent(body)).encode())


def laid(body: str) -> Compiled:
    """Return what comes out of an overlay that must be sound."""
    book = written("here", body)
    found, findings = read(book.data, book.file, library=BOOKS)
    assert found is not None, findings
    return found


def stacked(*books: Text) -> tuple[Compiled | None, tuple[Finding, ...]]:
    """Return what comes out of a stack, which must be the same whatever the order."""
    return same(read_stack(books, library=BOOKS), read_stack(tuple(reversed(books)), library=BOOKS))


def same(
    one: tuple[Compiled | None, tuple[Finding, ...]], other: tuple[Compiled | None, tuple[Finding, ...]]
) -> tuple[Compiled | None, tuple[Finding, ...]]:
    """Return the first of two results, which must not differ."""
    assert one[1] == other[1]
    assert (one[0] is None) == (other[0] is None)
    if one[0] is not None and other[0] is not None:
        assert one[0].digest == other[0].digest
        assert one[0].changes == other[0].changes
    return one


def codes(findings: Sequence[Finding]) -> list[str]:
    return [one.code for one in findings]
