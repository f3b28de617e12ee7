"""Addresses of LinkedIn profiles: `https://www.linkedin.com/in/NAME/`, and nothing else."""

from __future__ import annotations

import re

from followup.plugin import InvalidInput, one_line, shown

_PROFILE = re.compile(
    r"(?:https://)?(?:[a-z]{2,3}\.|www\.)?linkedin\.com/in/([^/?#\s]{1,100})/?", re.IGNORECASE
)
_NAME = re.compile(r"(?:[A-Za-z0-9_-]|%[0-9A-Fa-f]{2}|[^\W_])+")


def profile_link(text: str) -> str:
    """Return the link to a profile in its usual form.

    A country's host (`uk.linkedin.com`) and a missing `https://` are mended; anything behind the
    name (a tracking mark, another page) is refused, as is every other host.

    Raises:
        InvalidInput: `bad-profile`.
    """
    one_line(text, "the LinkedIn profile", most=300)
    found = _PROFILE.fullmatch(text.strip())
    if not found or not _NAME.fullmatch(found.group(1)):
        raise InvalidInput(
            "bad-profile",
            f'"{shown(text, most=80)}" is no LinkedIn profile; nothing was prepared',
            hint="copy the address of their profile page: https://www.linkedin.com/in/NAME/",
        )
    return f"https://www.linkedin.com/in/{found.group(1)}/"
