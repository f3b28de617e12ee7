"""What authors test with: channels by `ChannelContract`, playbooks by the scenarios beside them.

A channel's author subclasses `ChannelContract` in a test module, and pytest does the rest. Nothing is
imported before it is asked for: pytest loads this package in every project where Followup is installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followup.testing.contract import ChannelContract
    from followup.testing.deeds import Deeds, watching
    from followup.testing.hostile import HOSTILE, MARKER, letters_with, smuggled

__all__ = ["HOSTILE", "MARKER", "ChannelContract", "Deeds", "letters_with", "smuggled", "watching"]

_HOMES = {
    "ChannelContract": "contract",
    "HOSTILE": "hostile",
    "MARKER": "hostile",
    "letters_with": "hostile",
    "smuggled": "hostile",
    "Deeds": "deeds",
    "watching": "deeds",
}


def __getattr__(name: str) -> object:
    """Import what is asked for, with its asserts explained when they fail."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import pytest

    pytest.register_assert_rewrite(f"{__name__}.contract")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
