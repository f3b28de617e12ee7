"""Options that every verb takes, before it or after it, and the types of its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from followup.cli.session import Session

if TYPE_CHECKING:
    from whenever import Instant

F = TypeVar("F", bound=Callable[..., Any])


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value is not None:
            setattr(context.ensure_object(Session), name, value)

    return callback


class Now(click.ParamType):
    """A virtual instant: ISO 8601, with a zone or an offset, or as on a wall clock here."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Instant:
        """Return the instant that `value` names."""
        from whenever import Instant, OffsetDateTime, PlainDateTime, ZonedDateTime

        text = str(value).strip()
        for kind in (Instant, OffsetDateTime, ZonedDateTime):
            try:
                found = kind.parse_iso(text)
            except ValueError:
                continue
            return found if isinstance(found, Instant) else found.to_instant()
        try:
            return PlainDateTime.parse_iso(text.replace(" ", "T", 1)).assume_system_tz().to_instant()
        except ValueError:
            self.fail(f'"{text}" is no time; write for example 2026-10-01T16:30+01:00', param, ctx)


def common(command: F) -> F:
    """Give a verb (or the group) the options that all of them take."""
    options = (
        click.option(
            "--home",
            type=click.Path(path_type=Path),
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
            help="A virtual clock, in sandbox homes only.",
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
