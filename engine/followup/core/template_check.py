"""Checks a message before it is ever written: names, facts that may be missing, and how they are said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from followup.core.names import nearest
from followup.core.template_reader import read
from followup.core.template_tree import (
    Fork,
    Node,
    NotATemplate,
    Output,
    Plain,
    Test,
    Word,
    mentioned,
    outputs,
    tested,
)
from followup.core.values.playbook import FactType
from followup.core.values.problems import Problem

_DATED = {FactType.DATE: "day", FactType.DATETIME: "day_and_time"}
_UNSPEAKABLE = (FactType.BOOLEAN, FactType.CONTACT, FactType.CONTACTS, FactType.PLACE)


def problems(
    source: str, names: Mapping[str, bool], *, types: Mapping[str, FactType] | None = None
) -> tuple[Problem, ...]:
    """Return what is wrong with a template, in the order of the text.

    Args:
        source: The template as it stands in the file.
        names: Every name that may be said here (`company`, `contact.salutation`, `me.phone`), and
            whether it is always known here; one that is not has to stand inside `{% if %}` on it.
        types: Types of those names where known; a date without its filter, or a yes or no, is then
            found too.
    """
    try:
        nodes = read(source)
    except NotATemplate as wrong:
        return (wrong.problem,)
    found = [_unknown(word, names) for word in mentioned(nodes) if word.text not in names]
    if found:
        return tuple(found)
    always = frozenset(name for name, known in names.items() if known)
    found.extend(_maybe_missing(word) for word in unsure(nodes, always))
    for output in outputs(nodes):
        found.extend(_ill_said(output, (types or {}).get(output.name.text)))
    return tuple(sorted(found, key=lambda problem: problem.start))


def unsure(nodes: Iterable[Node], known: frozenset[str]) -> Iterator[Word]:
    """Yield the names that are said or compared where they may not be known."""
    for node in nodes:
        match node:
            case Output(name, _):
                if name.kind == "name" and name.text not in known:
                    yield name
            case Fork(branches):
                here = known
                for test, inner in branches:
                    if test is None:
                        yield from unsure(inner, here)
                    else:
                        yield from _unsure_test(test, here)
                        yield from unsure(inner, here | _shown(test, truth=True))
                        here |= _shown(test, truth=False)
            case Plain():
                pass


def _unsure_test(test: Test, known: frozenset[str]) -> Iterator[Word]:
    """Yield the names that are compared where they may not be known; to ask for one alone is fine."""
    match test.sign:
        case "and" | "or":
            left, right = test.parts
            yield from _unsure_test(left, known)
            yield from _unsure_test(right, known | _shown(left, truth=test.sign == "and"))
        case "not":
            yield from _unsure_test(test.parts[0], known)
        case "name" | "literal":
            pass
        case _:
            yield from (word for word in tested(test) if word.text not in known)


def _shown(test: Test, *, truth: bool) -> frozenset[str]:
    """Return the names that are certainly known where the test came out as `truth`."""
    if test.sign == "not":
        return _shown(test.parts[0], truth=not truth)
    if test.sign in ("and", "or"):
        left, right = (_shown(part, truth=truth) for part in test.parts)
        return left | right if (test.sign == "and") is truth else left & right
    if test.sign == "name":
        return frozenset(word.text for word in tested(test)) if truth else frozenset()
    return frozenset(word.text for word in tested(test))


def _unknown(word: Word, names: Mapping[str, bool]) -> Problem:
    fields = {
        name.partition(".")[2]: name for name in names if name.startswith(f"{word.text.partition('.')[0]}.")
    }
    if "." in word.text and fields:
        close = tuple(fields[field] for field in nearest(word.text.partition(".")[2], fields))
    else:
        close = nearest(word.text, names) or tuple(fields.values())[:3]
    return Problem(
        start=word.start,
        end=word.end,
        code="unknown-fact",
        text=f'"{word.text}" is nothing that a message can say here',
        hints=tuple(f'did you mean "{name}"?' for name in close),
    )


def _maybe_missing(word: Word) -> Problem:
    return Problem(
        start=word.start,
        end=word.end,
        code="maybe-missing",
        text=f'"{word.text}" may not be known when this message is written',
        hints=(f"{{% if {word.text} %}} ... {{% endif %}} around it", f"needs: [{word.text}]"),
    )


def _ill_said(output: Output, kind: FactType | None) -> Iterator[Problem]:
    """Find a date that would be said in its raw shape, and what cannot be said at all."""
    filters = {word.text for word in output.filters}
    said = output.name
    dated = bool(filters & set(_DATED.values()))
    if kind in _DATED and not dated:
        text, hint = f'"{said.text}" is a {kind.value} and needs a filter', f"{said.text} | {_DATED[kind]}"
    elif kind is not None and kind not in _DATED and dated:
        text, hint = f'"{said.text}" is a {kind.value} and no date', said.text
    elif kind in _UNSPEAKABLE:
        text = f'"{said.text}" is a {kind.value} and cannot be said'
        hint = f"{{% if {said.text} %}} ... {{% endif %}} asks for it"
    else:
        return
    yield Problem(start=said.start, end=said.end, code="template-type", text=text, hints=(hint,))
