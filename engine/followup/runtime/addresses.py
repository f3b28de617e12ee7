"""Addresses by their shape: e-mail, telephone, LinkedIn profile. Checked, and written in one way."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from followup.errors import InvalidInput
from followup.runtime.scalars import quoted

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]*[0-9]")
_LONGEST_MAIL = 254
_LONGEST_LOCAL = 64
_DIGITS = range(5, 16)


def way_of(text: str) -> str | None:
    """Return the way that an address looks to be for: `email`, `linkedin`, `phone`; None for none."""
    if "linkedin.com/" in text.lower():
        return "linkedin"
    if "@" in text:
        return "email"
    return "phone" if _PHONE.fullmatch(text.strip()) else None


def address(way: str, text: str) -> str:
    """Return an address for a way as it is kept; ways without a shape of their own keep it as it is.

    Raises:
        InvalidInput: `address-wrong`.
    """
    shapes = {"email": email, "phone": phone, "sms": phone, "linkedin": linkedin}
    if way in shapes:
        return shapes[way](text)
    line = text.strip()
    if not line or not line.isprintable():
        raise _wrong(text, "it is empty or holds control characters", "write it on one line")
    return line


def email(text: str) -> str:
    """Return one bare e-mail address, its domain in ASCII and lower case.

    Raises:
        InvalidInput: `address-wrong`.
    """
    whole = text.strip()
    example = "write it like a@example.org, without a name"
    local, at, domain = whole.rpartition("@")
    if not at or not local:
        raise _wrong(whole, "a name and @ are missing" if not at else "a name before @ is missing", example)
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise _wrong(whole, "what stands before @ is not the name of a mailbox", example)
    ascii_domain = _domain(whole, domain)
    if len(local) + 1 + len(ascii_domain) > _LONGEST_MAIL:
        raise _wrong(whole, f"it is longer than {_LONGEST_MAIL} characters", example)
    return f"{local}@{ascii_domain}"


def phone(text: str) -> str:
    """Return a telephone number as it was written, with single spaces: `+44 20 7946 0000`.

    Raises:
        InvalidInput: `address-wrong`.
    """
    number = re.sub(" +", " ", text.strip())
    example = "write it like +44 20 7946 0000"
    if not _PHONE.fullmatch(number):
        raise _wrong(text, "it is no telephone number", example)
    if sum(char.isdigit() for char in number) not in _DIGITS:
        raise _wrong(text, "a number has 5 to 15 digits", example)
    return number


def linkedin(text: str) -> str:
    """Return the address of a LinkedIn profile: `https://www.linkedin.com/in/NAME/`.

    Raises:
        InvalidInput: `address-wrong`.
    """
    example = "write it like https://www.linkedin.com/in/interviewer-a/"
    bare = re.sub(r"^https?://", "", text.strip(), flags=re.IGNORECASE)
    try:
        parts = urlsplit(f"https://{bare}")
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        raise _wrong(text, "it is no web address", example) from None
    path = re.fullmatch(r"/in/([^/?#\s]+)/?", parts.path)
    if parts.username or port or not (host == "linkedin.com" or host.endswith(".linkedin.com")):
        raise _wrong(text, "it is not on linkedin.com", example)
    if path is None or not path[1].isprintable():
        raise _wrong(text, "it is no profile", example)
    return f"https://www.linkedin.com/in/{path[1]}/"


def _domain(whole: str, domain: str) -> str:
    """Return a domain in ASCII; one that has several spellings there is refused."""
    example = "write it like a@example.org"
    lower = domain.lower()
    try:
        ascii_domain = lower if lower.isascii() else lower.encode("idna").decode("ascii")
        read_back = lower if lower.isascii() else ascii_domain.encode("ascii").decode("idna")
    except UnicodeError:
        raise _wrong(whole, "its domain does not exist in that spelling", example) from None
    if read_back != lower:
        raise _wrong(whole, "its domain has a letter that systems read differently", "write its xn-- form")
    labels = ascii_domain.split(".")
    fine = all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    if not fine or (len(labels) < 2 and ascii_domain != "localhost"):
        raise _wrong(whole, f"{quoted(domain)} is no domain", example)
    return ascii_domain


def _wrong(text: str, why: str, hint: str) -> InvalidInput:
    return InvalidInput("address-wrong", f"{quoted(text)} is no address: {why}", hint=hint)
