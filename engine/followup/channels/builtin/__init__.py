"""The plain channels that are always there. They come through the same hook as everybody's."""

from __future__ import annotations

from followup.channels.builtin import console, folder, todo
from followup.channels.hookspecs import hookimpl
from followup.channels.offer import ChannelType


@hookimpl
def followup_channels() -> tuple[ChannelType, ...]:
    """Offer `todo`, `folder` and `console`."""
    return (todo.TYPE, folder.TYPE, console.TYPE)
