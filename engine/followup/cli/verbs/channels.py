"""`playbook channels [NAME]`: ways to speak; set one up, try it, drop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from followup.cli import output
from followup.cli.documents import channels as document
from followup.cli.options import common
from followup.cli.screens import channels as screen
from followup.cli.session import Session, pass_session
from followup.core.names import nearest
from followup.core.values.delivery import AnswerKind
from followup.errors import Exit, InvalidInput, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from followup.channels.registry import Registry
    from followup.runtime.home import Home


@click.command("channels")
@click.argument("name", required=False)
@click.option("--use", is_flag=True, help="Put it to use; asks for what it needs to know.")
@click.option(
    "--set", "options", multiple=True, metavar="OPTION=VALUE", help="With --use: an option, for scripts."
)
@click.option(
    "--try", "attempt", is_flag=True, help="Ask the other side whether it answers; nothing is sent."
)
@click.option("--drop", is_flag=True, help="Put it out of use; what it should carry waits.")
@common
@pass_session
def command(
    session: Session, *, name: str | None, use: bool, options: tuple[str, ...], attempt: bool, drop: bool
) -> Exit:
    """Show ways to speak: ready, not set up, not in use. What is installed runs only once you say so."""
    if sum((use, attempt, drop)) > 1:
        raise UsageError("one-of", "--use, --try and --drop: one of them. Nothing was done.")
    if name is None and (use or attempt or drop or options):
        raise UsageError("which-channel", "name the channel. Nothing was done.", hint="playbook channels")
    if options and not use:
        raise UsageError("one-of", "--set goes with --use. Nothing was done.")
    with session.opened() as home:
        if name is None:
            return _show(session, home, "")
        if use:
            return _use(session, home, name, options)
        if drop:
            return _drop(session, home, name)
        return _try(session, home, name) if attempt else _show(session, home, name)


def _registry(home: Home, session: Session) -> Registry:
    """Return the channels of the home as the configuration has them now."""
    from followup.channels.config import read_config
    from followup.channels.registry import load

    config = read_config(_folder(home))
    return load(
        config.channels, home=_folder(home), ways=config.ways, plugins=session.plugins, sandbox=home.sandbox
    )


def _folder(home: Home) -> Path:
    if home.path is None:
        raise UsageError("no-folder", "this home is in memory and keeps no configuration")
    return home.path


def _show(session: Session, home: Home, name: str) -> Exit:
    from followup.channels.listing import available

    found = available(_registry(home, session))
    look = session.look(home)
    if not name:
        session.answer(screen.lines(found, look), document.document(found))
        return Exit.DONE
    one = next((each for each in found if each.name == name), None)
    if one is None:
        raise _unknown(name, [each.name for each in found])
    session.answer(screen.single(one, look), document.document([one]))
    return Exit.DONE


def _unknown(name: str, names: list[str]) -> UsageError:
    near = nearest(name, names)
    guess = f' Did you mean "{near[0]}"?' if near else ""
    return UsageError(
        "no-channel",
        f'no channel "{name}" is installed.{guess} Nothing was done.',
        hint=f"a package brings it, often: pip install followup-{name}",
    )


def _use(session: Session, home: Home, name: str, given: tuple[str, ...]) -> Exit:
    """Ask for the options, check them, keep them, and prove that the other side answers."""
    from followup.channels.config import ChannelConfig, put_channel
    from followup.channels.listing import available
    from followup.channels.registry import BUILT_IN
    from followup.channels.validation import check_options, with_defaults
    from followup.cli.channel_options import Options

    registry = _registry(home, session)
    installed = {one.name: one for one in registry.installed()}
    if name not in installed and name not in BUILT_IN:
        raise _unknown(name, [one.name for one in available(registry)])
    manifest = registry.kind(name).manifest
    kept = registry.config.get(name)
    options = Options(name, manifest.config_schema, kept.options if kept else {})
    for text in given:
        options.take(text)
    if session.interactive and not given:
        options.ask()
    check_options(name, manifest.config_schema, with_defaults(manifest.config_schema, options.values))
    package = installed[name].package if name in installed else ""
    ways = {way: name for way in manifest.ways if way != "*"} if name not in BUILT_IN else None
    put_channel(_folder(home), ChannelConfig(name=name, options=options.values, package=package), ways=ways)
    session.kept = f"{name} is in use."
    return _try(session, home, name)


def _drop(session: Session, home: Home, name: str) -> Exit:
    from followup.channels.config import drop_channel

    registry = _registry(home, session)
    if name not in registry.config:
        raise UsageError("not-in-use", f"{name} is not in use. Nothing was done.", hint="playbook channels")
    drop_channel(_folder(home), name)
    output.lines([f"{name} is out of use."], to_people=session.json)
    return _show(session, home, "")


def _try(session: Session, home: Home, name: str) -> Exit:
    """Ask the other side whether it answers. Nothing is sent."""
    registry = _registry(home, session)
    channel = registry.get(name)
    if channel is None:
        raise registry.trouble(name) or InvalidInput("not-in-use", f"{name} is not in use")
    session.progress(f"Asking {name} whether it answers; nothing is sent.")
    answer = channel.check()
    if answer.kind is not AnswerKind.ACCEPTED:
        raise InvalidInput(
            "no-answer",
            f"{name} is set up, and does not work yet: {answer.text or answer.kind.value}. Nothing was sent.",
            hint=f"again: playbook channels {name} --use",
        )
    output.lines([f"{answer.text or 'It answers'}. Nothing was sent."], to_people=True)
    from followup.channels.listing import available

    found = [one for one in available(registry) if one.name == name]
    lines = [f"{name} is ready.", "Next: playbook approve"]
    session.answer(lines, document.document(found))
    return Exit.DONE
