"""Secrets by reference: `env:NAME`, `file:PATH`, `keyring:SERVICE/USER`. Values are never shown."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from followup.errors import InvalidInput, StorageError

_REFERENCE = r"env:[A-Za-z_][A-Za-z0-9_]*|file:[^\x00-\x1f]+|keyring:[^/\x00-\x1f]+/[^\x00-\x1f]+"

SECRET: Mapping[str, Any] = {
    "type": "string",
    "writeOnly": True,
    "maxLength": 500,
    "pattern": f"^({_REFERENCE})$(?!\\n)",
}
"""JSON Schema of an option that refers to a secret; merge it with a `description`."""

_KINDS = "env:NAME, file:PATH or keyring:SERVICE/USER"
_MOST = 64 * 1024
FOLDER = "secrets"
"""Where in a home secrets are kept if there is no keyring."""


def secret(reference: str, *, home: Path | None = None) -> str:
    """Return the value that a reference stands for.

    Args:
        reference: `env:NAME`, `file:PATH` (relative paths: below `home`; one line end at the end
            of the file is dropped) or `keyring:SERVICE/USER`.
        home: The home folder, for relative paths.

    Raises:
        InvalidInput: `secret-reference` if it is no reference (its text is not repeated, since
            it may be the secret itself), `secret-missing` if nothing is there.
    """
    if not re.fullmatch(_REFERENCE, reference):
        raise InvalidInput(
            "secret-reference", "a secret has to be given as a reference", hint=f"write {_KINDS}"
        )
    kind, _, name = reference.partition(":")
    if kind == "env":
        value = os.environ.get(name)
    elif kind == "file":
        value = _from_file(name, home, reference)
    else:
        value = _from_keyring(name, reference)
    if not value:
        raise _missing(reference, "is not set" if kind == "env" else "holds nothing")
    return value


def keep(service: str, user: str, value: str) -> str:
    """Put a secret into the keyring and return the reference to it.

    Raises:
        InvalidInput: `keyring-missing` if there is no keyring here.
    """
    if "/" in service or any(ord(c) < 32 for c in service + user):
        raise InvalidInput("keyring-name", "a keyring entry needs a plain service and user name")
    keyring = _keyring(f"keyring:{service}/{user}")
    try:
        keyring.set_password(service, user, value)
    except keyring.errors.KeyringError:
        raise _no_keyring() from None
    return f"keyring:{service}/{user}"


def keyring_here() -> bool:
    """Return whether this system has a keyring that a secret can be kept in."""
    try:
        import keyring
        from keyring.backends import fail, null
    except ImportError:
        return False
    return not isinstance(keyring.get_keyring(), (fail.Keyring, null.Keyring))


def keep_in_file(home: Path, name: str, value: str) -> str:
    """Put a secret into a file below the home that only its owner may read; return the reference to it.

    The file `secrets/NAME` is replaced whole or not at all; the folder is closed to others.

    Raises:
        InvalidInput: `secret-name`.
        StorageError: `secret-unwritable`; nothing was kept.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", name):
        raise InvalidInput("secret-name", "a secret needs a plain name for its file")
    folder = home / FOLDER
    draft = folder / f".{name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{value}\n")
            file.flush()
            os.fsync(descriptor)
        draft.replace(folder / name)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise StorageError(
            "secret-unwritable", f"{folder} cannot be written ({error.strerror}); nothing was kept"
        ) from None
    return f"file:{FOLDER}/{name}"


def is_reference(text: str) -> bool:
    """Return whether a text has the form of a reference."""
    return re.fullmatch(_REFERENCE, text) is not None


def _from_file(name: str, home: Path | None, reference: str) -> str:
    path = Path(name).expanduser()
    try:
        with ((home or Path()) / path).open("rb") as file:
            data = file.read(_MOST + 1)
        text = data.decode()
    except OSError as error:
        raise _missing(reference, f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise _missing(reference, "is not a text file") from None
    if len(data) > _MOST:
        raise _missing(reference, "is larger than any secret")
    return text.removesuffix("\n").removesuffix("\r")


def _from_keyring(name: str, reference: str) -> str | None:
    service, _, user = name.partition("/")
    keyring = _keyring(reference)
    try:
        value = keyring.get_password(service, user)
    except keyring.errors.KeyringError:
        raise _no_keyring() from None
    return value if value is None else str(value)


def _keyring(reference: str) -> Any:
    try:
        import keyring  # an extra, and slow to import
        import keyring.errors
    except ImportError:
        raise _missing(
            reference, "needs the keyring package", hint="pip install keyring, or use env:NAME or file:PATH"
        ) from None
    return keyring


def _no_keyring() -> InvalidInput:
    return InvalidInput(
        "keyring-missing", "this system has no keyring that can be used", hint="use env:NAME or file:PATH"
    )


def _missing(reference: str, why: str, *, hint: str = "") -> InvalidInput:
    return InvalidInput("secret-missing", f"{reference} {why}; nothing was sent", hint=hint or "set it")
