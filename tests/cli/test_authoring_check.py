"""`playbook check`: read, proved and tested in one go; one file, many, a folder, a tests file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.cli.holes import HOLE, SILENCE, holed, overlay, whole
from tests.cli.typing_in import Typist

from followup.authoring.compile import Compiled
from followup.cli.checking.placing import place_of
from followup.cli.checking.subjects import subjects
from followup.library import find_playbook


def test_a_hole_is_refuted_saved_fails_and_passes_once_it_is_mended(typist: Typist, tmp_path: Path):
    """Guards the way of an author: the story, the line, the test, the mended file."""
    file = holed(typist, tmp_path)
    tests = file.with_name("hole.tests.yaml")
    text = typist("check", str(file), code=1)
    number = next(n for n, line in enumerate(file.read_text().splitlines(), 1) if HOLE in line)
    assert f"{file}:{number}:26: refuted[silence-ends]: " in text
    assert "It happens like this, as a test in" in text
    assert "for ever" in text
    assert "   hint: " in text
    assert not tests.exists()
    typist("check", str(file), "--save", code=1)
    assert f"{tests}: 1 scenario written." in typist.err
    assert "promise: silence-ends" in tests.read_text()
    typist("check", str(file), "--save", "--only", "prove", code=1)
    assert "it is there already" in typist.err
    assert "tested  0 of 1 scenario" in typist("check", str(file), "--only", "test", code=1)
    file.write_text(file.read_text().replace(HOLE, SILENCE))
    assert "tested  1 of 1 scenario" in typist("check", str(file), "--only", "test")


def test_saving_keeps_what_is_there(typist: Typist, tmp_path: Path):
    """Guards the scenarios of an author: a refutation is put behind them, or nothing is touched."""
    file = holed(typist, tmp_path)
    tests = file.with_name("hole.tests.yaml")
    mine = (
        "place: London\nscenarios:\n  mine:\n    begins: 2026-10-01 16:30\n"
        "    given: {company: Acme, job: Baker, ended_at: 2026-10-01 16:00}\n"
        "    story: [{at: 2026-10-02 10:00, expect: {state: waiting}}]\n"
    )
    tests.write_text(mine)
    typist("check", str(file), "--save", code=1)
    assert tests.read_text().startswith(mine)
    assert "silence_ends" in tests.read_text()
    assert "1 of 2 scenarios" in typist("check", str(file), "--only", "test", code=1)
    odd = mine + "people: {a: {name: Interviewer A}}\n"
    tests.write_text(odd)
    typist("check", str(file), "--save", "--only", "prove", code=1)
    assert "tests-shape" in typist.err
    assert tests.read_text() == odd


def test_a_proof_that_gives_up_is_no_proof(typist: Typist, tmp_path: Path):
    """Guards exit code 1 for a budget that was too small, said as what it is."""
    file = whole(typist, tmp_path)
    document = typist.json("check", str(file), "--only", "prove", "--budget", "1", code=1)
    assert {one["verdict"] for one in document["findings"]} == {"gave up"}
    assert document["playbooks"][0]["sound"] is False
    assert "not proved and not refuted" in typist(
        "check", str(file), "--only", "prove", "--budget", "1", code=1
    )


def test_reading_alone_neither_proves_nor_tests(typist: Typist, tmp_path: Path):
    """Guards `--only`, and that reading alone still finds a hole by the shape of the flow."""
    file = whole(typist, tmp_path)
    document = typist.json("check", str(file), "--only", "read")
    assert document["playbooks"][0]["proved"] is document["playbooks"][0]["tested"] is None
    text = typist("check", str(holed(typist, tmp_path)), "--only", "read", code=1)
    assert "1 error. Nothing that runs has changed." in text
    text = typist("check", str(file), "--only", "read")
    assert text.rstrip().endswith("reads well; not proved, not tested.")
    assert "sound" not in text


def test_a_folder_means_all_playbooks_in_it(typist: Typist, tmp_path: Path):
    """Guards folders: playbooks, overlays, the stacks that tests are about; nothing else that is YAML."""
    overlay(typist, tmp_path)
    for name in ("one", "two"):
        whole(typist, tmp_path, name)
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    (tmp_path / "broken.yaml").write_text("playbook: [\n")
    document = typist.json("check", str(tmp_path), "--only", "read", code=1)
    words = {Path(one["word"]).name: one["sound"] for one in document["playbooks"]}
    assert words == {
        "broken.yaml": False,
        "one.yaml": True,
        "shop.yaml": True,
        "small.yaml": True,
        "two.yaml": True,
    }
    assert document["totals"]["sound"] == 4
    assert document["totals"]["processes"] == min(2, os.cpu_count() or 1)
    text = typist("check", str(tmp_path), "--only", "read", code=1)
    assert "read    5 playbooks" in text
    assert "FAULTY" in text
    (tmp_path / "empty").mkdir()
    assert "no playbook in this folder" in typist("check", str(tmp_path / "empty"), code=3)


def test_a_tests_file_stands_for_its_playbook(typist: Typist, tmp_path: Path):
    """Guards what a hook hands over: the playbook and its tests are one thing, however they are named."""
    file = tmp_path / "small.yaml"
    typist("new", str(file))
    tests = tmp_path / "small.tests.yaml"
    for words in ([tests], [file, tests], [tests, file]):
        document = typist.json("check", *map(str, words), "--only", "test")
        assert [one["tested"]["passed"] for one in document["playbooks"]] == [1]
    named = tmp_path / "more.tests.yaml"
    named.write_text(f"playbook: small  # the same\n{tests.read_text()}")
    document = typist.json("check", str(file), "--only", "test")
    assert document["totals"]["scenarios"] == 2


def test_the_library_is_all_that_is_shipped():
    """Guards `--library`: every playbook once, every stack that has tests, every tests file."""
    found = subjects((), library=True)
    stock = Path(__file__).parents[2] / "playbooks"
    shipped = {file.stem for file in stock.glob("*.yaml") if not file.name.endswith(".tests.yaml")}
    assert shipped <= {one.word for one in found}
    assert len({one.word for one in found}) == len(found)
    tests = [file for one in found for file in one.tests]
    assert sorted(file.name for file in tests) == sorted(file.name for file in stock.glob("*.tests.yaml"))
    assert all(one.problem is None for one in found)


def test_a_name_of_the_library_brings_its_scenarios(typist: Typist):
    """Guards names: what came with Followup is found with the tests beside it."""
    document = typist.json("check", "germany", "--only", "test")
    assert document["playbooks"][0]["tested"]["scenarios"] >= 3
    assert "no-playbook" in typist("check", "gremany", code=3)
    typist("check", code=2)


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    folder = tmp_path_factory.mktemp("laid")
    return find_playbook(str(overlay(Typist(folder / "home"), folder)))


@pytest.mark.parametrize(
    ("path", "file", "words"),
    [
        (
            "settings.patience",
            "shop.yaml",
            "{use: 2 days, because: Shops answer within days., source: handbook}",
        ),
        ("states.waiting.do", "shop.yaml", "[check_in, call_in]"),
        ("tasks.call_in.due", "shop.yaml", "1 day after ended_at"),
        (
            "states.waiting.timers.silence.due",
            "small.yaml",
            "{latest: [silence after entry, silence after heard]}",
        ),
        (
            "states.waiting.timers.silence.no.such",
            "small.yaml",
            "{due: {latest: [silence after entry, silence after heard]}, go: silent}",
        ),
        ("states.closed", "small.yaml", "closed"),
        ("nothing.at.all", "shop.yaml", "p"),
    ],
)
def test_what_is_found_keeps_its_own_file(laid: Compiled, path: str, file: str, words: str):
    """Guards places seen through an overlay: what it leaves stands in the base, at its line and column."""
    place, line = place_of(laid, path)
    assert Path(place.file).name == file
    assert line[place.column - 1 : place.end_column - 1] == words
