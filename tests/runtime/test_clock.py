"""Clocks."""

from __future__ import annotations

import pytest
from whenever import Instant

from followup.errors import Refused
from followup.runtime.clock import SystemClock, VirtualClock

START = Instant.from_utc(2026, 10, 1, 9)


def test_the_system_clock_goes_forward_in_whole_microseconds():
    """What is stored is what was told."""
    clock = SystemClock()
    first = clock.now()
    assert first == first.round("microsecond", mode="floor")
    assert clock.now() >= first


def test_a_virtual_clock_stands_still_until_it_is_moved():
    """Tests and simulations decide what time it is."""
    clock = VirtualClock(START)
    assert clock.now() == START
    assert clock.advance(days=1, hours=2, minutes=3) == Instant.from_utc(2026, 10, 2, 11, 3)
    clock.set(Instant.from_utc(2026, 11, 1))
    assert clock.now() == Instant.from_utc(2026, 11, 1)


def test_a_virtual_clock_does_not_go_back_unasked():
    """A story is not told backwards by mistake, and the refusal moves nothing."""
    clock = VirtualClock(START)
    with pytest.raises(Refused, match="clock-back"):
        clock.set(START.subtract(hours=1))
    assert clock.now() == START
    clock.set(START.subtract(hours=1), back=True)
    assert clock.now() == START.subtract(hours=1)
