"""The channel `linkedin`: prepares the words and the link; only you send. Nothing is automated."""

from __future__ import annotations

from followup.plugin import ChannelType, hookimpl
from followup_linkedin.channel import TYPE


@hookimpl
def followup_channels() -> tuple[ChannelType, ...]:
    """Offer `linkedin`."""
    return (TYPE,)
