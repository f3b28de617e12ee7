"""The channel `email`: sends over SMTP, and knows of every failure whether the mail may have gone."""

from __future__ import annotations

from followup.plugin import ChannelType, hookimpl
from followup_email.channel import TYPE


@hookimpl
def followup_channels() -> tuple[ChannelType, ...]:
    """Offer `email`."""
    return (TYPE,)
