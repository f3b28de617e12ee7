"""How findings are shown."""

from __future__ import annotations

from followup.authoring.report import render
from followup.errors import Finding, Place


def finding(source: str, column: int, end: int, *hints: str, **more) -> str:
    place = Place(file="f.yaml", line=3, column=column, end_column=end)
    return render(
        [Finding(place=place, severity="error", code="x", text="wrong", source=source, hints=hints, **more)]
    )


def test_the_caret_stands_under_what_is_wrong():
    """Guards the shape that storyboards promise."""
    assert finding("  due: later", 8, 13).splitlines() == [
        "f.yaml:3:8: error[x]: wrong",
        "   3 |   due: later",
        "     |        ^^^^^",
    ]


def test_wide_and_combining_characters_keep_the_caret_in_place():
    """Guards texts of other scripts: a caret counts columns, not characters."""
    shown = finding("\u65e5\u672ce\u0301: xyz", 7, 10).splitlines()
    assert shown[2] == "     | " + " " * (2 + 2 + 1 + 0 + 1 + 1) + "^^^"


def test_a_tab_in_front_is_a_tab_under_it():
    """Guards that the caret follows the terminal's own tab stops."""
    assert finding("\tx", 2, 3).splitlines()[2] == "     | \t^"


def test_a_very_long_line_is_cut_around_the_caret():
    """Guards that one line of a file never floods the screen."""
    shown = finding("a" * 5000 + "X" + "b" * 5000, 5001, 5002).splitlines()
    assert all(len(line) < 120 for line in shown)
    assert shown[1][shown[2].index("^")] == "X"


def test_short_hints_share_a_line_and_long_ones_do_not():
    """Guards that hints can be read and pasted."""
    assert finding("x", 1, 2, "2 days", "3 weeks").endswith("   hint: 2 days or 3 weeks\n")
    assert finding("x", 1, 2, "a", "b", "c").endswith("   hint: a, b or c\n")
    long = "this hint is a sentence of its own and needs a line"
    assert finding("x", 1, 2, long, "b").endswith(f"   hint: {long}\n   hint: b\n")


def test_other_places_are_named():
    """Guards the second place of a name that is taken twice."""
    other = Place(file="f.yaml", line=1, column=2, end_column=3)
    assert "   see f.yaml:1:2: the first one\n" in finding("x", 1, 2, related=((other, "the first one"),))


def test_colours_are_only_added_when_asked_for():
    """Guards plain output for files and pipes."""
    place = Place(file="f.yaml", line=1, column=1, end_column=2)
    one = [Finding(place=place, severity="warning", code="x", text="odd")]
    assert render(one) == "f.yaml:1:1: warning[x]: odd\n"
    assert "\x1b[1;33mwarning[x]\x1b[0m" in render(one, colour=True)


def test_nothing_is_shown_for_no_findings():
    """Guards the empty report."""
    assert render([]) == ""
