"""Layout: columns, wrapping, cutting."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from whenever import Instant

from followup.cli.clean import width
from followup.cli.screens.page import Look, bold, cut, wrap
from followup.cli.screens.table import columns

NOW = Instant.from_utc(2026, 10, 5, 8)
words = st.lists(st.text(alphabet="abc日é", min_size=1, max_size=12), min_size=1, max_size=30).map(" ".join)


@given(words, st.integers(20, 100))
def test_wrapping_keeps_every_word_and_the_width(text: str, room: int):
    """Guards that no word is lost, and no line is longer than the terminal unless one word is."""
    lines = wrap(text, room, first="  ", rest="    ")
    assert " ".join(lines).split() == text.split()
    assert all(width(line) <= room or len(line.split()) == 1 for line in lines)


def test_without_a_terminal_nothing_is_wrapped():
    """Guards that a pipe gets the whole text on one line."""
    assert wrap("a " * 200, None) == [("a " * 200).rstrip()]


@given(words, st.integers(1, 30))
def test_cutting_is_seen_and_fits(text: str, room: int):
    """Guards that what is cut says so with an ellipsis and fits."""
    short = cut(text, room)
    assert width(short) <= max(room, 1)
    assert short == text or short.endswith("…")


def test_columns_are_aligned_under_wide_and_coloured_cells():
    """Guards tables against colours and wide characters."""
    lines = columns([(bold("日本"), "one"), ("abcdef", "two")], Look(now=NOW))
    assert [width(line[: line.index(word)]) for line, word in zip(lines, ("one", "two"), strict=True)] == [
        10,
        10,
    ]
