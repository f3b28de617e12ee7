"""The pages of the library are those that its playbooks and scenarios make."""

from __future__ import annotations

from followup.cli import pages


def test_the_pages_are_current():
    """Guards docs/library: what was edited in a playbook is on its page; else run the generator."""
    found = pages.pages()
    there = {file.name: file.read_text(encoding="utf-8") for file in pages.TARGET.glob("*.md")}
    assert there.keys() == found.keys()
    stale = [name for name, text in found.items() if there[name] != text]
    assert not stale, "run: python -m followup.cli.pages"


def test_every_change_of_the_library_has_its_reason():
    """Guards the promise that a coach reads why: no change of a shipped overlay is without a reason."""
    bare = [
        f"{book.name}: {change.path}"
        for book in pages.books()
        for change in book.compiled.changes
        if not change.because and not change.path.startswith("promises.")
    ]
    assert not bare
