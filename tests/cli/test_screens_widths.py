"""Every table keeps to its terminal, whatever people and playbooks put into it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli import samples
from whenever import Instant

from followup.channels.listing import Available, State
from followup.cli.clean import finish, width
from followup.cli.screens import channels, listing, today
from followup.cli.screens.page import Look, cut
from followup.cli.screens.table import NARROWEST, columns, headline
from followup.core.values.records import Row, Summary
from followup.runtime.views import Verb

NOW = samples.NOW
LONG = "Senior Assistant Deputy Head of Acquisitions and Cataloguing at the Royal Borough Library Services"
UNBROKEN = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
WIDTHS = (60, 80, 100)


def look(columns_: int) -> Look:
    return Look(now=NOW, zone=samples.ZONE, width=columns_)


def summary(title: str, **row: object) -> Summary:
    given_: dict[str, object] = {
        "due": samples.THEN.at,
        "wants": None,
        "deadline": None,
        "title": title,
        **row,
    }
    return Summary(
        case="the-royal-bo-cataloguing",
        owner="me",
        state="thanking",
        outcome="",
        round=1,
        playbook="f" * 64,
        started_at=NOW,
        row=Row(**given_),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("room", WIDTHS)
@pytest.mark.parametrize("title", [LONG, UNBROKEN, "日本" * 60])
def test_a_list_of_long_titles_is_a_line_for_each_case(room: int, title: str):
    """Guards `list`: one line for one case at every width, its name and its date whole."""
    lines = listing.lines([summary(title), summary("Nurse")], look(room))
    assert len(lines) == 3
    assert all(width(line) <= room for line in lines)
    assert all("the-royal-bo-cataloguing" in line for line in lines[:2])
    assert all(finish(line, colour=False).endswith("Thu 8 Oct 10:00") for line in lines[:2])


@pytest.mark.parametrize("room", WIDTHS)
@pytest.mark.parametrize("text", [LONG, UNBROKEN])
def test_today_keeps_its_deadlines_on_their_lines(room: int, text: str):
    """Guards `today`: no line beyond the terminal, and the deadline is never what is cut."""
    needs = [samples.need(text=text, by=NOW.add(hours=30)), samples.need(Verb.DO, "call", text="ring")]
    lines = [finish(line, colour=False) for line in today.lines(samples.today(*needs, resting=3), look(room))]
    assert all(width(line) <= room for line in lines)
    assert any("by Tue 6 Oct 17:00" in line for line in lines)


@pytest.mark.parametrize("room", WIDTHS)
def test_channels_keep_to_the_terminal(room: int):
    """Guards `channels`: a long title is cut, the package that brings it is left out first."""
    one = Available(name="linkedin", title=LONG, state=State.NOT_IN_USE, package="followup-linkedin 0.1.0")
    lines = channels.lines((one, replace(one, name="email", title="sends")), look(room))
    assert all(width(line) <= room for line in lines)
    assert lines[0].split()[0] == "linkedin"


@pytest.mark.parametrize("room", WIDTHS)
@pytest.mark.parametrize("title", [LONG, UNBROKEN])
def test_the_head_of_a_case_keeps_to_the_terminal(room: int, title: str):
    """Guards the line above `show`."""
    lines = headline(["acme-analyst", title, "waiting", "interview-follow-up 1.0"], look(room))
    assert all(width(line) <= room for line in lines)
    assert lines[0].startswith("acme-analyst")


CELL = st.text(alphabet="abcdef ", min_size=1, max_size=90).map(lambda text: text.strip() or "a")
ROWS = st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=4)


@given(ROWS, st.integers(40, 120), st.booleans())
def test_no_table_leaves_its_terminal_or_starves_a_column(
    rows: list[tuple[str, ...]], room: int, whole: bool
):
    """Guards all tables at once: lines fit, and a cell that was cut kept enough to be read."""
    for line in columns(rows, look(room), whole=whole, cuts=(1, 2), spare=(1, 2)):
        assert width(line) <= room
        for piece in line.split("  "):
            if piece.endswith("…"):
                assert len(piece) >= NARROWEST / 2


def test_what_is_cut_ends_with_a_word():
    """Guards labels: an ellipsis stands behind a word and never within one, where a word is near."""
    assert cut("Write down what you remember, while it is fresh.", 32) == "Write down what you remember…"
    assert cut(UNBROKEN, 20) == UNBROKEN[:19] + "…"


def test_midnight_is_the_end_of_a_day_and_the_past_is_late():
    """Guards limits in `list`: never 00:00 of the day after, and what is past says late."""
    midnight = Instant.from_utc(2026, 10, 7, 23)
    (ahead, *_) = listing.lines([summary("Nurse", wants=NOW, deadline=midnight)], look(100))
    assert "wants you, by the end of Wed 7 Oct" in ahead
    (behind, *_) = listing.lines([summary("Nurse", wants=NOW, deadline=NOW.subtract(hours=11))], look(100))
    assert "late since the end of Sun 4 Oct" in behind
