"""What a plugin offers: a type of channel, and what it is given when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from followup.channels.references import secret
from followup.errors import InvalidInput
from followup.ports import Channel, Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a channel is given when it is opened.

    Attributes:
        name: Its name in the configuration.
        options: Its table of `config.toml`, already valid against the schema and with the
            schema's defaults filled in. Secrets are references in here, never values.
        home: The home folder (absolute). A channel keeps its own files below it.
        sandbox: Whether this is a sandbox home, with a clock that is not the world's.
    """

    name: str
    options: Mapping[str, Any] = field(repr=False)
    home: Path
    sandbox: bool = False

    def secret(self, option: str) -> str:
        """Return the secret that an option refers to. Call it as late as possible; never keep it.

        Raises:
            InvalidInput: `secret-missing`, `secret-reference`; the text holds the reference only.
        """
        reference = self.options.get(option)
        if not isinstance(reference, str):
            raise InvalidInput("secret-missing", f"{self.name}: {option} is not set; nothing was sent")
        return secret(reference, home=self.home)


def _never_local(_options: Mapping[str, Any]) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelType:
    """A kind of channel that can be set up.

    Attributes:
        manifest: What it is and can do. A channel that is open may narrow it to its options.
        open: Makes a channel of a `Setup`. Must be quick and must not touch the network; raises
            `InvalidInput` when the options make no sense together.
        local: Says of valid options whether nothing can leave this machine with them. In a
            sandbox home only such channels run; others are replaced by a folder.
    """

    manifest: Manifest
    open: Callable[[Setup], Channel]
    local: Callable[[Mapping[str, Any]], bool] = _never_local
