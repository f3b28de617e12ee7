"""Playbooks by name: files, what came with Followup, bases beside a file, and stacks of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from followup.errors import BadPlaybook, InvalidInput, UsageError
from followup.library import find_playbook, is_playbook, library, stock

KITCHEN = Path(__file__).parent / "examples" / "overlays" / "books" / "kitchen.yaml"
BASE = KITCHEN.read_text(encoding="utf-8")
OVERLAY = """\
playbook: {name}
version: "1.0"
extends: {extends}
title: Kitchens here
settings: {{{setting}: {{use: 1, because: So it is here.}}}}
"""


def put(folder: Path, name: str, extends: str = "kitchen@2", setting: str = "rounds") -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(OVERLAY.format(name=name, extends=extends, setting=setting))
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kitchen.yaml").write_text(BASE)
    return tmp_path


def test_the_base_of_a_file_lies_beside_it(folder: Path):
    """Guards that somebody may build on a playbook of their own, and move the folder elsewhere."""
    found = find_playbook(str(put(folder, "here")))
    assert found.extends == "kitchen@2"
    assert found.file == str(folder / "here.yaml")
    assert found.places["messages.ask"][0] == str(folder / "kitchen.yaml")


def test_the_base_of_a_file_came_with_followup(folder: Path):
    """Guards overlays of the stock playbook, wherever the file lies."""
    found = find_playbook(str(put(folder, "here", "interview-follow-up@1", "check_ins")))
    assert found.places["messages.check_in"][0] == "interview-follow-up.yaml"


def test_what_lies_beside_a_file_goes_before_the_stock(folder: Path):
    """Guards that a base of one's own may be called as one that came with Followup."""
    mine = BASE.replace("playbook: kitchen", "playbook: interview-follow-up").replace('"2.1"', '"1.0"')
    (folder / "interview-follow-up.yaml").write_text(mine)
    found = find_playbook(str(put(folder, "here", "interview-follow-up@1")))
    assert "thanks_for_telling" in found.playbook.items


def test_a_file_that_is_called_otherwise_inside_is_passed_over(folder: Path):
    """Guards that the name in a file counts, and not only that of the file."""
    (folder / "interview-follow-up.yaml").write_text(BASE)
    found = find_playbook(str(put(folder, "here", "interview-follow-up@1", "check_ins")))
    assert "check_in" in found.playbook.items


@pytest.mark.parametrize(
    "written", ["playbook: kitchen # mine", "playbook:   'kitchen'", 'playbook: "kitchen"']
)
def test_the_name_in_a_file_may_be_written_as_yaml_has_it(written: str, folder: Path):
    """Guards that quotes and comments do not hide a base."""
    (folder / "kitchen.yaml").write_text(BASE.replace("playbook: kitchen", written))
    assert find_playbook(str(put(folder, "here"))).extends == "kitchen@2"


def test_a_stack_may_hold_files_and_names(folder: Path):
    """Guards `./vet.yaml+germany`, in any order, called after what is in it."""
    file = put(folder, "here", "interview-follow-up@1", "reconnect_after").with_name("here.yaml")
    file.write_text(file.read_text().replace("use: 1", "use: 9 months"))
    one, other = find_playbook(f"{file}+germany"), find_playbook(f"germany+{file}")
    assert one.playbook.name == "germany+here"
    assert one.file == "germany+here"
    assert one.digest == other.digest
    assert one.places["settings.reconnect_after"] == (str(file), 5)


def test_a_file_with_a_plus_in_its_name_is_a_file(folder: Path):
    """Guards files that are called like a stack."""
    file = put(folder, "here").rename(folder / "a+b.yaml")
    assert find_playbook(str(file)).playbook.name == "here"


@pytest.mark.parametrize(
    ("word", "error", "said"),
    [
        ("germny", UsageError, "germany"),
        ("germany+sofware", UsageError, "software"),
        ("germany+germany", BadPlaybook, "bad-playbook"),
        ("germany+interview-follow-up", BadPlaybook, "bad-playbook"),
        ("+", UsageError, "no-playbook"),
        ("../secrets", UsageError, "no-playbook"),
        ("", UsageError, "no-playbook"),
        ("germany.tests", UsageError, "no-playbook"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(word: str, error: type[InvalidInput], said: str):
    """Guards slips on the command line: nothing is guessed, nothing is done."""
    with pytest.raises(error) as caught:
        find_playbook(word)
    assert said in f"{caught.value} {caught.value.hint}"


def test_every_stock_playbook_is_found():
    """Guards the names that `playbook start` offers."""
    assert "interview-follow-up" in stock()
    assert not any(name.endswith(".tests") for name in stock())
    assert is_playbook("germany.yaml")
    assert not is_playbook("germany.tests.yaml")
    assert library().names() == stock()


def test_a_library_never_raises(tmp_path: Path):
    """Guards readings against folders that are not there, and files that are none."""
    (tmp_path / "kitchen.yaml").mkdir()
    books = library(tmp_path, [tmp_path / "nowhere"])
    assert books("kitchen") is None
    assert books("no such name") is None
    assert "kitchen" in library(tmp_path).names()
