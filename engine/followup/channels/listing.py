"""The `channels` screen as values: what there is, in which state, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from followup.channels.installed import Installed
from followup.channels.opening import BUILT_IN
from followup.channels.registry import DEFAULT_WAYS, Registry
from followup.errors import FollowupError, NeedsPerson


class State(StrEnum):
    """Where a channel stands here."""

    READY = "ready"
    NOT_SET_UP = "not set up"
    NOT_IN_USE = "not in use"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """One line of the screen.

    Attributes:
        name: The channel.
        state: See `State`. Ready means that its options are valid; `check` asks the other side.
        title: What it does, in plain words.
        ways: The ways it carries here now.
        package: Distribution and version, or empty for built-in ones.
        problem: What is wrong, in a sentence; empty if nothing is.
        remedy: What to do about it.
        changed: `followup-email 1.0 -> 1.1` if it is not what was put to use; else empty.
    """

    name: str
    state: State
    title: str
    ways: tuple[str, ...] = ()
    package: str = ""
    problem: str = ""
    remedy: str = ""
    changed: str = ""


_STATES = {
    "channel-missing": State.MISSING,
    "channels-off": State.NOT_IN_USE,
    "channel-unused": State.NOT_IN_USE,
    "bad-channel-options": State.NOT_SET_UP,
}


def available(registry: Registry) -> tuple[Available, ...]:
    """Return built-in, configured and installed channels by name.

    Loads what the configuration names and nothing else; what is only installed is described by
    its package's metadata.
    """
    configured = [*dict.fromkeys([*BUILT_IN, *registry.config, *_wanted(registry)])]
    lines = [_in_use(registry, name) for name in configured]
    lines += [_stranger(one) for one in registry.installed() if one.name not in configured]
    lines += [_impostor(one) for one in registry.installed() if one.name in BUILT_IN]
    return tuple(sorted(lines, key=lambda line: (line.name, line.package)))


def changes(registry: Registry) -> tuple[tuple[str, str, str], ...]:
    """Return (channel, package recorded, package now) where another version has been installed.

    An empty record counts as a change, so that a caller records what it sees for the first time.
    """
    pairs = [(name, config.package, registry.package(name)) for name, config in registry.config.items()]
    return tuple((name, before, now) for name, before, now in pairs if now and before != now)


def _wanted(registry: Registry) -> list[str]:
    """Return the channels that `[ways]` names, whether they are set up or not."""
    return [name for way in registry.ways() if (name := registry.carries(way))]


def _in_use(registry: Registry, name: str) -> Available:
    channel, trouble = registry.get(name), registry.trouble(name)
    ways = tuple(sorted(way for way in registry.ways() if registry.carries(way) == name))
    package = registry.package(name)
    config = registry.config.get(name)
    recorded = config.package if config else ""
    if channel:
        moved = f"{recorded} -> {package}" if recorded and package != recorded else ""
        return Available(
            name=name,
            state=State.READY,
            title=channel.manifest.title,
            ways=ways,
            package=package,
            changed=moved,
        )
    return _troubled(registry, name, ways, trouble or NeedsPerson("channel-broken", f"{name} cannot be used"))


def _troubled(registry: Registry, name: str, ways: tuple[str, ...], trouble: FollowupError) -> Available:
    found = [one for one in registry.installed() if one.name == name]
    return Available(
        name=name,
        state=_STATES.get(trouble.code, State.NOT_SET_UP if trouble.exit == 3 else State.BROKEN),
        title=found[0].summary if found else f"carries {', '.join(ways) or name}",
        ways=ways,
        package=" and ".join(one.package for one in found),
        problem=trouble.text,
        remedy=trouble.hint,
    )


def _stranger(one: Installed) -> Available:
    return Available(
        name=one.name,
        state=State.NOT_IN_USE,
        title=one.summary or "installed; runs only once you say so",
        package=one.package,
        remedy=f"playbook channels {one.name} --use",
    )


def _impostor(one: Installed) -> Available:
    return Available(
        name=one.name,
        state=State.BROKEN,
        title=one.summary or DEFAULT_WAYS.get(one.name, ""),
        package=one.package,
        problem=f"{one.name} is the name of a built-in channel; the one of {one.package} is never loaded",
        remedy=f"uninstall {one.distribution}",
    )
