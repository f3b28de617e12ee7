"""Messages as templates: checked for names and for facts that may be missing, and rendered to plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from followup.core import locales
from followup.core.template_check import problems, unsure
from followup.core.template_reader import read
from followup.core.template_tree import Node, NotATemplate, mentioned, tags
from followup.errors import FollowupError

if TYPE_CHECKING:
    from minijinja import Environment

__all__ = ["LARGEST", "TemplateFault", "problems", "render", "used"]

LARGEST = 20 * 1024
"""Greatest size of a rendered text in bytes."""

_FUEL = 20_000
_LINE_WITH_TAG = "\x00"
"""Ends each line of a template that holds a tag; such a line vanishes when nothing is said on it."""


class TemplateFault(FollowupError):
    """A message could not be rendered; nothing was drafted.

    Attributes:
        missing: The names it needs that are not known, in the order they would be said.
    """

    def __init__(self, reason: str, *, missing: tuple[str, ...] = ()) -> None:
        super().__init__(
            "fact-missing" if missing else "template-fault",
            f"the message could not be written: {reason}; nothing was drafted",
            hint="tell what is missing" if missing else "mend the text in the playbook",
        )
        self.missing = missing


def used(source: str) -> frozenset[str]:
    """Return the dotted names that a template asks for or says.

    Raises:
        TemplateFault: It is no template.
    """
    return frozenset(word.text for word in mentioned(_read(source)))


def render(source: str, values: Mapping[str, Any], *, locale: str = locales.PLAIN) -> str:
    """Return a template as plain text, which ends with one newline, or is empty.

    There are no trailing spaces, and at most one blank line in a row. A line that holds nothing
    but tags, and says nothing, vanishes. A sentence ends with one full stop although the fact it ends
    with, `Birch Ltd.`, brought its own. Nothing is escaped.

    Args:
        source: A template that has no `problems`.
        values: Values by name, nested for dotted names; what is not known is left out.
        locale: How days, times and lists are said, such as `de` or `en-US`.

    Raises:
        TemplateFault: Something is missing, the result is too large, or it is no template.
    """
    from minijinja import TemplateError

    nodes = _read(source)
    said = [word.text for word in mentioned(nodes)]
    groups: dict[str, Any] = {name.partition(".")[0]: {} for name in said if "." in name}
    try:
        text = _environment(locale or locales.PLAIN).render_str(_marked(source), None, **{**groups, **values})
    except TemplateError as wrong:
        if wrong.kind == "UndefinedError":
            known = frozenset(name for name in said if _known(name, values))
            missing = tuple(dict.fromkeys(word.text for word in unsure(nodes, known)))
            raise TemplateFault(f"{', '.join(missing)} not known", missing=missing) from None
        raise TemplateFault(wrong.message.partition(" (in ")[0]) from None
    if len(text.encode()) > LARGEST:
        raise TemplateFault(f"it is longer than {LARGEST // 1024} KiB")
    return _tidy(text)


@lru_cache(maxsize=500)
def _read(source: str) -> tuple[Node, ...]:
    try:
        return read(source)
    except NotATemplate as wrong:
        raise TemplateFault(str(wrong)) from None


@cache
def _environment(locale: str) -> Environment:
    from minijinja import Environment

    # semi-strict: a missing name may be asked for, not said; the stubs do not know the word yet
    missing = cast("Literal['strict']", "semi_strict")
    environment = Environment(
        debug=False,  # an error must not print the values of facts
        fuel=_FUEL,
        undefined_behavior=missing,
        auto_escape_callback=lambda _: False,
        keep_trailing_newline=True,
        finalizer=lambda value: _said(value, locale),
        filters={
            "day": lambda value: _day(value, locale),
            "day_and_time": lambda value: _day_and_time(value, locale),
        },
    )
    for name in ("cycler", "debug", "dict", "joiner", "namespace", "range"):
        environment.remove_global(name)  # else a missing fact of that name would be a function
    return environment


def _known(name: str, values: Mapping[str, Any]) -> bool:
    first, dot, rest = name.partition(".")
    if not dot:
        return first in values
    inner = values.get(first)
    return isinstance(inner, Mapping) and rest in inner


@lru_cache(maxsize=500)
def _marked(source: str) -> str:
    """Put a mark at the end of each line that holds a tag."""
    parts: list[str] = []
    tagged = False
    for kind, start, end, _, _ in tags(source):
        stretch = source[start:end]
        if kind != "text":
            tagged = True
        elif tagged and "\n" in stretch:
            stretch = stretch.replace("\n", f"{_LINE_WITH_TAG}\n", 1)
            tagged = False
        parts.append(stretch)
    return "".join(parts) + (_LINE_WITH_TAG if tagged else "")


def _tidy(text: str) -> str:
    lines = [
        line.replace(_LINE_WITH_TAG, "").rstrip()
        for line in text.split("\n")
        if _LINE_WITH_TAG not in line or line.replace(_LINE_WITH_TAG, "").strip()
    ]
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    whole = re.sub(r"(?<!\.)\.\.(?=\s|$)", ".", whole)  # a fact may bring its own
    return f"{whole}\n" if whole.strip() else ""


def _said(value: Any, locale: str) -> Any:
    """Say a list as people do; refuse what would come out as a word of the machine."""
    if isinstance(value, bool) or value is None:
        raise TemplateFault("a yes or no cannot be said in words")
    if isinstance(value, (list, tuple)):
        return locales.several([str(part) for part in value], locale)
    return value


def _day(value: object, locale: str) -> str:
    from whenever import Date, ZonedDateTime

    text = str(value)
    try:
        date = ZonedDateTime.parse_iso(text).date() if "T" in text else Date.parse_iso(text)
    except ValueError:
        raise TemplateFault(f'"{text}" is no date') from None
    return locales.day(date, locale)


def _day_and_time(value: object, locale: str) -> str:
    from whenever import ZonedDateTime

    text = str(value)
    if "T" not in text:
        return _day(text, locale)
    try:
        moment = ZonedDateTime.parse_iso(text)
    except ValueError:
        raise TemplateFault(f'"{text}" is no date') from None
    return locales.day_and_time(moment.date(), moment.time(), locale)
