"""E-mail addresses: one recipient, plain ASCII once the domain is in its IDNA form."""

from __future__ import annotations

import re

from followup.channels.plain import one_line, shown
from followup.errors import InvalidInput

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def mail_address(text: str, whose: str) -> str:
    """Return one address with its domain in ASCII (IDNA), in lower case behind the `@`.

    Quoted local parts, comments, lists, display names and address literals are refused: they
    are rare with people and common in attacks.

    Raises:
        InvalidInput: `bad-address`, naming `whose` it is, or the codes of `plain.one_line`.
    """
    one_line(text, f"the address of {whose}", most=254)
    local, at, domain = text.rpartition("@")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local):
        raise _bad(text, whose, "it is not of the form name@example.org")
    ascii_domain = _idna(domain, text, whose)
    labels = ascii_domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise _bad(text, whose, "its domain cannot exist")
    if len(labels) < 2 and ascii_domain != "localhost":
        raise _bad(text, whose, "its domain has no dot")
    address = f"{local}@{ascii_domain}"
    if len(address) > 254:
        raise _bad(text, whose, "it is longer than 254 characters")
    return address


def _idna(domain: str, text: str, whose: str) -> str:
    """Encode a domain, refusing one that the codec would turn into another (`ß` into `ss`)."""
    lower = domain.lower()
    if lower.isascii():
        return lower
    try:
        encoded = lower.encode("idna").decode("ascii")
        same = encoded.encode("ascii").decode("idna") == lower
    except UnicodeError:
        raise _bad(text, whose, "its domain cannot exist") from None
    if not same:
        raise _bad(text, whose, "its domain has more than one spelling in ASCII; write it as xn--...")
    return encoded


def _bad(text: str, whose: str, why: str) -> InvalidInput:
    return InvalidInput(
        "bad-address",
        f'"{shown(text, most=80)}" is no address for {whose}: {why}; nothing was sent',
        hint="correct the contact, for example: playbook tell CASE CONTACT.email=name@example.org",
    )
