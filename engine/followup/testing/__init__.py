"""The kit that channel authors run: subclass `ChannelContract` in a test module, and pytest does the rest."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("followup.testing.contract")

from followup.testing.contract import ChannelContract  # noqa: E402 - only now are its asserts explained when they fail
from followup.testing.hostile import HOSTILE, MARKER, letters_with, smuggled  # noqa: E402 - as above
from followup.testing.watching import Deeds, watching  # noqa: E402 - as above

__all__ = ["HOSTILE", "MARKER", "ChannelContract", "Deeds", "letters_with", "smuggled", "watching"]
