"""Random playbooks that pass check and prove: nothing that happens in them stops the engine."""

from __future__ import annotations

from itertools import count

from tests.playbooks.random_books.campaign import campaign, tried
from tests.playbooks.random_books.making import make

BOOKS = 50
MOVES = 100


def test_lives_in_fifty_playbooks():
    """Guards "a checked playbook cannot fail at run time": fifty proved ones, a hundred moves each."""
    lived, faults = 0, []
    for seed, out, fault in campaign(count(), moves=MOVES, workers=2):
        lived += not out
        faults += [(seed, fault)] if fault else []
        if lived == BOOKS:
            break
    assert not faults


def test_the_same_seed_is_the_same_playbook():
    """Guards that a fault can be found again by its seed."""
    assert make(7) == make(7)
    assert make(7) != make(8)
    assert tried(4, moves=5) == tried(4, moves=5)
