"""How cases, items, states and outcomes are written for people."""

from __future__ import annotations


def item_name(case: str, item: str = "") -> str:
    """Return `CASE/ITEM` as people type it, or the case alone."""
    return f"{case}/{shown(item)}" if item else case


def shown(name: str) -> str:
    """Return a name of the playbook as it is shown and typed: `thank_you` is `thank-you`."""
    return name.replace("_", "-")


def outcome_name(outcome: str) -> str:
    """Return an outcome as it is typed: `no_answer` is `no-answer`."""
    return outcome.replace("_", "-")


def plain(word: str) -> str:
    """Return a word of the engine as plain English: `in_doubt` is `in doubt`."""
    return word.replace("_", " ")
