"""Everything a plugin may import, and the only module it may import from (but `followup.testing`).

A channel is a distribution with an entry point in the group `followup`, named as the channel:

    [project.entry-points.followup]
    pigeon = "followup_pigeon"

The module behind it implements `followup_channels` with `@hookimpl` and returns `ChannelType`s.
"""

from __future__ import annotations

from followup.channels.address import mail_address
from followup.channels.attachments import Attachment, read_attachments
from followup.channels.card import act, card_text
from followup.channels.hookspecs import API, hookimpl
from followup.channels.mail import envelope, mail_bytes
from followup.channels.offer import ChannelType, Setup
from followup.channels.plain import many_lines, one_line, shown
from followup.channels.references import SECRET, secret
from followup.core.values.delivery import Answer, AnswerKind, Letter, Person
from followup.errors import FollowupError, InvalidInput
from followup.ports import Channel, Manifest, Rendered

__all__ = [
    "API",
    "SECRET",
    "Answer",
    "AnswerKind",
    "Attachment",
    "Channel",
    "ChannelType",
    "FollowupError",
    "InvalidInput",
    "Letter",
    "Manifest",
    "Person",
    "Rendered",
    "Setup",
    "act",
    "card_text",
    "envelope",
    "hookimpl",
    "mail_address",
    "mail_bytes",
    "many_lines",
    "one_line",
    "read_attachments",
    "secret",
    "shown",
]
