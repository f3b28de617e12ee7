"""What a text must and must not be: phrases, lengths, and places that were never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from followup.core.values.playbook import Wording

_UNFILLED = re.compile(
    r"""\{\{|\}\}|\{%|%\}|\$\{            # a template that was never rendered
    | \[[^\W\d_][^\]\n]{0,40}\]           # [Name]
    | <[^\W\d_][^\W\d_ ]*(?:[ ][^\W\d_]+)*>  # <company name>
    | _{3,}|\bX{3,}\b|\bTODO\b
    | \bNone\b(?![ ]of\b)|\bundefined\b   # a missing value that was printed
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"\S*\w\S*")
_ALIKE = str.maketrans({"\u2018": "'", "\u2019": "'", "\u00b4": "'", "`": "'", "\u201c": '"', "\u201d": '"'})


def remarks(
    rules: Wording, subject: str, body: str, *, limit: int | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what forbids a text to be sent, and what is only to be thought about.

    Args:
        rules: Those of the playbook merged with those of the message.
        subject: One line, or empty.
        body: Plain text.
        limit: The greatest length of the body in characters by the way it goes, or None.

    Returns:
        Errors (a forbidden phrase, something never filled in, too long) and warnings (too short,
        longer than reads well, a phrase that should be there), each a sentence.
    """
    return tuple(_errors(rules, subject, body, limit)), tuple(_warnings(rules, body))


def merge(base: Wording, own: Wording) -> Wording:
    """Return the rules of a message: its own lengths go first, phrases of both hold."""
    default = Wording().salutation
    return Wording(
        least=base.least if own.least is None else own.least,
        warn=base.warn if own.warn is None else own.warn,
        most=base.most if own.most is None else own.most,
        never=tuple(dict.fromkeys((*base.never, *own.never))),
        must=tuple(dict.fromkeys((*base.must, *own.must))),
        salutation=base.salutation if own.salutation == default else own.salutation,
        locale=own.locale or base.locale,
    )


def said(phrases: Iterable[str], text: str) -> tuple[str, ...]:
    """Return the phrases that a text says, as whole words; capitals and kinds of quotes do not matter."""
    plain = _plain(text)
    return tuple(
        phrase for phrase in phrases if re.search(rf"(?<!\w){re.escape(_plain(phrase))}(?!\w)", plain)
    )


def address(rule: str, name: str, told: str) -> str:
    """Return how somebody is addressed, or nothing where nobody has said how.

    Args:
        rule: `formal`: only as they were said to be addressed (`Dr Weber`); `as in the room`: so, or
            by their full name; `first name`: so, or by the first word of their name.
        name: As it is written.
        told: How to address them, or empty.
    """
    if rule == "formal":
        return told
    return told or (name.split(maxsplit=1)[0] if rule == "first name" and name.split() else name)


def count(text: str) -> int:
    """Return the number of words in a text."""
    return len(_WORD.findall(text))


def _errors(rules: Wording, subject: str, body: str, limit: int | None) -> Iterator[str]:
    for text in (subject, body):
        for word in dict.fromkeys(_UNFILLED.findall(text)):
            yield f'"{word}" was never filled in'
    for phrase in said(rules.never, f"{subject}\n{body}"):
        yield f'it must not say "{phrase}"'
    words, signs = count(body), len(body.strip())
    if rules.most is not None and words > rules.most:
        yield f"{words} words; at most {rules.most} are allowed"
    if limit is not None and signs > limit:
        yield f"{signs} characters; at most {limit} go through this way"


def _warnings(rules: Wording, body: str) -> Iterator[str]:
    words = count(body)
    if rules.least is not None and words < rules.least:
        yield f"{words} words; shorter than the {rules.least} that read as meant"
    if rules.warn is not None and words > rules.warn and (rules.most is None or words <= rules.most):
        yield f"{words} words; longer than the {rules.warn} that are gladly read"
    plain = _plain(body)
    for stem in rules.must:
        if not re.search(rf"(?<!\w){re.escape(_plain(stem))}", plain):
            yield f'it should say "{stem}"'


def _plain(text: str) -> str:
    """Return a text as it is compared: lower case, simple quotes, single spaces."""
    return " ".join(text.translate(_ALIKE).casefold().split())
