"""The hooks by which a distribution brings channels or playbooks: the plugin interface, version 1."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pluggy

from followup.channels.offer import ChannelType

PROJECT = "followup"
"""Name of the pluggy project and of the entry-point group."""

PLAYBOOKS = "followup.playbooks"
"""Name of the entry-point group of packages that bring playbooks."""

API = 1
"""Version of this interface; `Manifest.api` says for which one a channel was written."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """What a plugin may implement. A hook that is not listed here is refused by name."""

    @hookspec
    def followup_channels(self) -> Iterable[ChannelType]:  # type: ignore[empty-body]  # a specification has no body
        """Offer channel types.

        Called at most once per process, and only when the user's configuration names a channel of
        this distribution. A distribution may offer several; the one whose `manifest.name` equals
        the name of the entry point is taken. The call must be quick (milliseconds), must not
        touch the network, and must not read secrets.

        Raising anything (`SystemExit` included) makes this channel *broken*: it is reported by
        name, what it should have carried waits, and every other channel goes on.
        """

    @hookspec
    def followup_playbooks(self) -> Iterable[Path]:  # type: ignore[empty-body]  # a specification has no body
        """Return folders with playbooks, each in a file `NAME.yaml` as in the stock folder.

        Called at most once per process, and only when `packages` in the user's configuration names
        this distribution. The call must be quick, and must not touch the network. The folders have
        to be there as long as the process lives.

        Raising anything (`SystemExit` included) makes this package *broken*: its playbooks are not
        found, and everything else goes on.
        """
