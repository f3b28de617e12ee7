"""Text from elsewhere never reaches the terminal as anything but visible characters."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from followup.cli.clean import BOLD, MARKS, PLAIN, finish, visible, width


def test_escapes_and_bells_are_spelled_out():
    """Guards against a playbook or a name that moves the cursor, rings or writes to the clipboard."""
    assert visible("a\x1b]52;c;eA==\x07b") == "a\\x1b]52;c;eA==\\x07b"


def test_direction_overrides_are_spelled_out():
    """Guards against an address that reads backwards."""
    assert visible("moc.\u202eelpmaxe") == "moc.\\u202eelpmaxe"


def test_a_line_end_cannot_forge_a_second_line():
    """Guards against a fact that pretends to be a line of ours."""
    assert visible("Acme\nSent to all") == "Acme\\x0aSent to all"


def test_persian_and_emoji_joiners_stay():
    """Guards against mangling scripts that need joiners."""
    word = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert visible(word) == word


@given(st.text())
def test_nothing_invisible_is_left(text: str):
    """Guards the whole range of characters: no control, override or surrogate survives, marks apart."""
    for character in visible(text):
        assert character in MARKS or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
    assert "\x1b" not in finish(text, colour=False)


@given(st.text())
def test_finishing_twice_changes_nothing(text: str):
    """Guards the one place of cleaning against harm when text passes it twice."""
    once = finish(text, colour=False)
    assert finish(once, colour=False) == once


def test_marks_become_colours_only_where_wanted():
    """Guards NO_COLOR and pipes."""
    line = f"{BOLD}2 for you{PLAIN}"
    assert finish(line, colour=False) == "2 for you"
    assert finish(line, colour=True).startswith("\x1b[1m2 for you\x1b[0m")


def test_width_counts_columns():
    """Guards the alignment of tables with wide characters, accents and colours."""
    assert [width("abc"), width("日本"), width("e\u0301"), width(f"{BOLD}x{PLAIN}")] == [3, 4, 1, 1]
