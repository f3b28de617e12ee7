"""A folder that sends nothing: the person is told which file, to whom, and what to do with it."""

from __future__ import annotations

from pathlib import Path

from tests.runtime.world import World, at

from followup.channels.registry import load
from followup.cli.clean import finish
from followup.cli.screens import leaving, report, today
from followup.cli.screens.page import Look
from followup.runtime import looking
from followup.runtime.views import Verb


def by_hand(world: World, folder: Path) -> None:
    world.ways.channels = load({}, home=folder, plugins=False)
    world.begin()


def look(world: World) -> Look:
    return Look(now=world.clock.now(), zone="Europe/London", width=100)


def test_the_file_is_named_with_subject_recipient_and_what_to_do(world: World, tmp_path: Path) -> None:
    """After approval the path of the written file is on every screen, and it is really there."""
    by_hand(world, tmp_path)
    world.go("2026-10-01 18:40")
    told = world.approve()
    need = next(one for one in told.needs if one.item == "thank_you")
    assert need.verb is Verb.DO
    assert Path(need.file).is_file()
    for lines in (
        report.lines(told, look(world)),
        today.lines(looking.today(world.home), look(world)),
    ):
        text = "\n".join(finish(line, colour=False) for line in lines)
        assert f"File     {need.file}" in text
        assert "To       Interviewer A <a@example.org>" in text
        assert "Subject  " in text
        assert "send it yourself, then: playbook done acme-analyst/thank-you" in text


def test_before_it_is_written_it_is_said_to_be_for_the_person(world: World, tmp_path: Path) -> None:
    """An approved message that a folder takes does not leave: its file will be there to send."""
    by_hand(world, tmp_path)
    world.approve()
    view = looking.item_view(world.home, "acme-analyst", "thank_you")
    assert view.leaves is not None
    assert view.leaves.moment is not None
    assert view.leaves.moment.at == at("2026-10-01 18:30")
    assert view.leaves.by_hand
    (line,) = leaving.sentence(view.leaves, look(world), named=False)
    assert line.startswith("Its file is there for you to send 18:30 (in 2 h)")
