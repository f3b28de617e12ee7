"""Addresses in the form in which they are compared; what people read keeps their own spelling."""

from __future__ import annotations

import re
import unicodedata

_PHONES = frozenset({"phone", "sms", "mobile", "whatsapp", "signal", "fax"})
_EXTENSION = re.compile(r"(?:;ext=|,|#|extension|extn|ext|x)\s*\.?\s*([0-9]+)$")
_SCHEME = re.compile(r"^(?:mailto|tel|sms|https?):(?://)?")


def normal(way: str, address: str) -> str:
    """Return the form of `address` in which it is compared with others of the same way.

    E-mail: casefolded, the domain in ASCII (IDNA). Phones: digits with a leading `+` where the
    country is given, an extension behind `x`. Others: casefolded, without scheme, `www.`, query
    and closing slash.
    """
    plain = unicodedata.normalize("NFKC", address).strip().casefold()
    plain = _SCHEME.sub("", plain)
    if way == "email":
        return _mail(plain)
    if way in _PHONES:
        return _phone(plain)
    return " ".join(plain.removeprefix("www.").partition("?")[0].rstrip("/").split())


def _mail(plain: str) -> str:
    local, at, domain = plain.rpartition("@")
    if not at:
        return plain
    try:
        ascii_domain = domain.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:  # no such domain can exist; it is compared as it stands
        ascii_domain = domain
    return f"{local}@{ascii_domain.lower()}"


def _phone(plain: str) -> str:
    extension = _EXTENSION.search(plain)
    number = plain[: extension.start()] if extension else plain
    digits = "".join(mark for mark in number.replace("(0)", "") if mark.isdecimal())
    if not digits:
        return plain
    if number.lstrip(" (").startswith("+"):
        digits = f"+{digits}"
    elif digits.startswith("00"):
        digits = f"+{digits[2:]}"
    return f"{digits}x{extension[1]}" if extension else digits
