"""`playbook channels [NAME]`: ways to speak; set one up, try it, drop it."""

from __future__ import annotations

from dataclasses import replace
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

    from followup.channels.listing import Available
    from followup.channels.registry import Registry
    from followup.cli.screens.page import Look
    from followup.core.values.delivery import Answer
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
    with session.opened(make=use) as home:
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

    registry = _registry(home, session)
    look = session.look(home)
    found = [_qualified(home, registry, one, look) for one in available(registry)]
    if not name:
        session.answer(screen.lines(found, look), document.document(found))
        return Exit.DONE
    one = next((each for each in found if each.name == name), None)
    if one is None:
        raise _unknown(name, [each.name for each in found])
    session.answer(screen.single(one, look), document.document([one]))
    return Exit.DONE


def _qualified(home: Home, registry: Registry, one: Available, look: Look) -> Available:
    """Return a line that does not call ready what was never reached, or did not answer the last time."""
    from followup.channels.listing import State
    from followup.runtime import checks

    if one.state is not State.READY or one.name not in registry.config or not one.package:
        return one
    check = checks.last(home, one.name, registry.config[one.name].options)
    if check is None:
        return replace(one, title=f"{one.title}; not tried yet (--try)")
    if check.good:
        return one
    return replace(
        one,
        state=State.BROKEN,
        problem=f"set up, but the last try ({look.moment(check.at)}) failed: {check.text}",
        remedy=f"playbook channels {one.name} --use",
    )


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
    address = _address(home)
    options = Options(name, manifest.config_schema, kept.options if kept else {}, address=address)
    for text in given:
        options.take(text)
    if session.interactive and not given:
        options.ask(_folder(home))
    check_options(name, manifest.config_schema, with_defaults(manifest.config_schema, options.values))
    package = installed[name].package if name in installed else ""
    ways = {way: name for way in manifest.ways if way != "*"} if name not in BUILT_IN else None
    put_channel(_folder(home), ChannelConfig(name=name, options=options.values, package=package), ways=ways)
    session.kept = f"{name} is set up."
    return _try(session, home, name, setting=options.shown())


def _address(home: Home) -> str:
    """Return the address of the only candidate here, or an empty one."""
    with home.store.read() as reading:
        owners = list(reading.owners().values())
    return owners[0].email if len(owners) == 1 else ""


def _drop(session: Session, home: Home, name: str) -> Exit:
    from followup.channels.config import drop_channel

    registry = _registry(home, session)
    if name not in registry.config:
        raise UsageError("not-in-use", f"{name} is not in use. Nothing was done.", hint="playbook channels")
    drop_channel(_folder(home), name)
    output.lines([f"{name} is out of use."], to_people=session.json)
    return _show(session, home, "")


def _try(session: Session, home: Home, name: str, *, setting: str = "") -> Exit:
    """Ask the other side whether it answers, and remember it. Nothing is sent."""
    from followup.channels.listing import available
    from followup.runtime import checks

    registry = _registry(home, session)
    channel = registry.get(name)
    if channel is None:
        raise registry.trouble(name) or InvalidInput("not-in-use", f"{name} is not in use")
    session.progress(f"Asking {name} whether it answers; nothing is sent.")
    answer = channel.check()
    if name in registry.config:
        checks.remember(home, name, registry.config[name].options, answer)
    if answer.kind is not AnswerKind.ACCEPTED:
        raise _failed(name, answer, setting)
    output.lines([f"{answer.text or 'It answers'}. Nothing was sent."], to_people=True)
    found = [one for one in available(registry) if one.name == name]
    lines = [f"{name} is ready.", "Next: playbook approve"]
    session.answer(lines, document.document(found))
    return Exit.DONE


def _failed(name: str, answer: Answer, setting: str) -> InvalidInput:
    """Return the error for a channel that did not answer: what is set, what to change, what waits."""
    what = (answer.text or answer.kind.value).removesuffix("; nothing was sent")
    hints = [f"set: {setting}"] if setting else []
    hints += [f"to change one of them: playbook channels {name} --use"]
    hints += [f"to try the same again: playbook channels {name} --try"]
    return InvalidInput(
        "no-answer",
        f"{name} is set up, and does not work yet: {what}. Nothing was sent. What is to go by it waits.",
        hint="\n".join(hints),
    )
