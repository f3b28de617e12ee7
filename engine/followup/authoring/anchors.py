"""What a time may hang on: the entry, a fact with a date, an event, an outcome, a field of the contact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup.authoring.suggesting import meant
from followup.authoring.tokens import Refused, Token, refused
from followup.authoring.vocabulary import FIELDS, Names, said
from followup.core.values.playbook import FactType
from followup.core.values.times import Anchor, AnchorKind

_SENTENCE = "2 business days after FACT"
_SAID = {
    "after": ("a span stands in front of after", _SENTENCE),
    "before": ("a span stands in front of before", _SENTENCE),
    "in": ("a time hangs on something: after what?", _SENTENCE, "2 days after entry"),
    "within": ("a time hangs on something: after what?", _SENTENCE, "2 days after entry"),
    "the": ("the name of a fact or an event stands here, without the", _SENTENCE),
    "at": ("a time of day needs a day in front of it", "same day as FACT at 18:00"),
    "today": ("a time hangs on something, not on the day it is read", "now", "same day as FACT"),
    "tomorrow": ("a time hangs on something, not on the day it is read", "1 day after entry"),
    "never": ("what never happens is left out", "delete the key"),
}
"""Words that people begin a time with, and that are no names."""

_DATED = (FactType.DATE, FactType.DATETIME, None)


@dataclass(frozen=True, slots=True)
class Found:
    """An anchor, the word it was, and whether it has a time of day."""

    anchor: Anchor
    token: Token
    has_time: bool


def anchor(token: Token, names: Names, *, contact: bool) -> Found:
    """Return what a word means as an anchor.

    Raises:
        Refused: Nothing can hang on it.
    """
    name, dot, rest = token.text.partition(".")
    if token.kind != "word":
        text = "a fact, an event or an outcome is expected here" if token.text else "after or before what?"
        raise refused(token, "time-syntax", text, *_some(names))
    if token.text == "entry":
        return Found(Anchor(AnchorKind.ENTRY), token, has_time=True)
    if name == "contact" and dot:
        return _field(token, rest, names, contact=contact)
    if dot:
        return _outcome(token, name, rest, names)
    if token.text in names.facts:
        kind = names.facts[token.text]
        if kind not in _DATED:
            text = f'"{token.text}" is {said(kind)} and no point in time'
            raise refused(token, "anchor-type", text, *_close(token.text, _dated(names)))
        return Found(Anchor(AnchorKind.FACT, token.text), token, has_time=kind is not FactType.DATE)
    if token.text in names.events or names.lost & {"fact", "event"}:
        return Found(Anchor(AnchorKind.EVENT, token.text), token, has_time=True)
    raise _unknown(token, names)


def _field(token: Token, name: str, names: Names, *, contact: bool) -> Found:
    if not contact:
        text = "nobody is addressed here, so no contact can be named"
        raise refused(token, "no-contact-here", text)
    if name in names.each:
        kind = names.each[name]
        if kind not in _DATED:
            raise refused(token, "anchor-type", f'"{token.text}" is {said(kind)} and no point in time')
        return Found(Anchor(AnchorKind.CONTACT, name), token, has_time=kind is not FactType.DATE)
    if name == "away_until":
        return Found(Anchor(AnchorKind.CONTACT, name), token, has_time=True)
    if name in FIELDS:
        text = f'"{token.text}" is no point in time'
        raise refused(token, "anchor-type", text, *_close(name, ("away_until",), "contact."))
    dated = [field for field, kind in names.each.items() if kind in _DATED]
    text = f'"{name}" is nothing that is known about a contact'
    raise refused(token, "unknown-anchor", text, *_close(name, ("away_until", *dated), "contact."))


def _outcome(token: Token, name: str, outcome: str, names: Names) -> Found:
    if name not in names.items and names.lost & {"message", "task"}:
        return Found(Anchor(AnchorKind.OUTCOME, name, outcome), token, has_time=True)
    if name not in names.items:
        hints = meant(name, names.items, shape=f"{{}}.{outcome}")
        text = f'"{name}" is no message or task of this playbook'
        if name in names.facts or name in names.events:
            hints = (f'it stands alone: "{name}"',)
        raise refused(token, "unknown-item", text, *hints)
    if outcome not in names.items[name]:
        raise unknown_outcome(token, name, outcome, names)
    return Found(Anchor(AnchorKind.OUTCOME, name, outcome), token, has_time=True)


def unknown_outcome(token: Token, name: str, outcome: str, names: Names) -> Refused:
    """Return the refusal of an outcome that an item cannot have."""
    known = names.items[name]
    text = f'"{name}" has no outcome "{outcome}"'
    close = meant(outcome, known, shape=f"{name}.{{}}")
    kind = "message" if name in names.messages else "task"
    return refused(token, "unknown-outcome", text, *(close or (f"a {kind} can be {', '.join(known)}",)))


def _unknown(token: Token, names: Names) -> Refused:
    word = token.text
    if word in _SAID:
        text, *hints = _SAID[word]
        return refused(token, "time-syntax", text, *hints)
    if word in names.items:
        verb = "sent" if word in names.messages else "done"
        text = f'"{word}" is planned itself; a time hangs on what became of it'
        return refused(token, "anchor-planned", text, f"{word}.{verb}")
    if word in names.settings:
        text = f'"{word}" is a setting, not a point in time'
        return refused(token, "anchor-type", text, f"{word} after entry")
    if word in names.each or word in FIELDS:
        text = f'"{word}" is known about each contact'
        return refused(token, "unknown-anchor", text, f"contact.{word}")
    text = f'"{word}" is no fact with a date, and no event, of this playbook'
    return refused(token, "unknown-anchor", text, *(_close(word, _anchors(names)) or _some(names)))


def _dated(names: Names) -> Iterator[str]:
    return names.facts_of(FactType.DATE, FactType.DATETIME)


def _anchors(names: Names) -> Iterator[str]:
    yield "entry"
    yield from _dated(names)
    yield from names.events


def _some(names: Names) -> tuple[str, ...]:
    return tuple([*_dated(names), *sorted(names.events), "entry"][:3])


def _close(word: str, names: Iterator[str] | tuple[str, ...], prefix: str = "") -> tuple[str, ...]:
    return meant(word, names, shape=f"{prefix}{{}}")
