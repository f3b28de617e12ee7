"""Options that every verb takes, before it or after it, and the types of its words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource
from whenever import Instant, PlainDateTime

from followup.cli.screens.names import item_name, shown
from followup.cli.session import Session

FIRST, LAST = Instant.from_utc(1970, 1, 1), Instant.from_utc(2200, 1, 1)
"""Between these a virtual clock may stand, as all dates here."""

F = TypeVar("F", bound=Callable[..., Any])


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value is None:
            return
        if context.get_parameter_source(name) is ParameterSource.ENVIRONMENT and context.parent is not None:
            return  # the group has read it, and what was typed before the verb goes before it
        setattr(context.ensure_object(Session), name, value)

    return callback


class Now(click.ParamType):  # type: ignore[type-arg]  # older versions of click have no argument here
    """A virtual time: ISO 8601, with a zone or an offset; or as on a wall clock, whose zone the home says."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Instant | PlainDateTime:
        """Return the instant that `value` names, or its wall time where it names no zone."""
        text = str(value).strip()
        found = _instant(text)
        utc = found.assume_utc() if isinstance(found, PlainDateTime) else found
        if found is None or utc is None or not FIRST <= utc < LAST:
            self.fail(f'"{text}" is no time; write for example 2026-10-01T16:30+01:00', param, ctx)
        return found


def _instant(text: str) -> Instant | PlainDateTime | None:
    from whenever import OffsetDateTime, ZonedDateTime

    for kind in (Instant, OffsetDateTime, ZonedDateTime):
        try:
            found = kind.parse_iso(text)
        except ValueError:
            continue
        return found if isinstance(found, Instant) else found.to_instant()
    try:
        return PlainDateTime.parse_iso(text.replace(" ", "T", 1))
    except ValueError:
        return None


class Folder(click.ParamType):  # type: ignore[type-arg]  # as above
    """A folder for a home; an empty word is a slip, not the folder one happens to be in."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        if not str(value).strip():
            self.fail("name a folder", param, ctx)
        return Path(value).expanduser()


def common(command: F) -> F:
    """Give a verb (or the group) the options that all of them take."""
    options = (
        click.option(
            "--home",
            type=Folder(),
            envvar="FOLLOWUP_HOME",
            metavar="FOLDER",
            expose_value=False,
            callback=_keep("home"),
            help="The folder with the cases; also FOLLOWUP_HOME.",
        ),
        click.option(
            "--json",
            is_flag=True,
            default=None,
            expose_value=False,
            callback=_keep("json"),
            help="Answer with one JSON object instead of a screen; never ask.",
        ),
        click.option(
            "--now",
            type=Now(),
            metavar="TIME",
            expose_value=False,
            callback=_keep("now"),
            help="A virtual clock, in sandbox homes only; without a zone: where the only candidate is, else "
            "where this machine is.",
        ),
        click.option(
            "--plugins/--no-plugins",
            default=None,
            expose_value=False,
            callback=_keep("plugins"),
            help="Whether channel packages may be loaded (they are).",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def a_case(name: str, **settings: Any) -> Callable[[F], F]:
    """Take a case by its name; the shell completes it."""
    settings.setdefault("metavar", "CASE")
    return click.argument(name, shell_complete=_cases, **settings)


def an_item(name: str, **settings: Any) -> Callable[[F], F]:
    """Take a case, or one of its items as `CASE/ITEM`; the shell completes both."""
    return click.argument(name, shell_complete=_items, **settings)


def _cases(context: click.Context, _: click.Parameter, beginning: str) -> list[str]:
    """Return the cases with this beginning; nothing at all where the home cannot be read."""
    session = context.ensure_object(Session)
    with suppress(Exception), session.opened() as home, home.store.read() as reading:
        return list(reading.names(beginning))
    return []


def _items(context: click.Context, param: click.Parameter, beginning: str) -> list[str]:
    """Return cases, and the living items of the case that has been typed."""
    case, slash, begun = beginning.partition("/")
    if not slash:
        return _cases(context, param, beginning)
    session = context.ensure_object(Session)
    with suppress(Exception), session.opened() as home, home.store.read() as reading:
        found = reading.case(case)
        items = found.items.values() if found else ()
        names = [item_name(case, one.id) for one in items if one.status.live]
        return [name for name in names if name.startswith(f"{case}/{shown(begun)}")]
    return []
