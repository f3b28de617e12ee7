"""`playbook new --extends`: an overlay that says what differs, with or without somebody to ask."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.cli.holes import whole
from tests.cli.terminal import Terminal
from tests.cli.typing_in import Typist

from followup.bundled import bundled
from followup.cli.scaffolding.modeline import modeline
from followup.library import find_playbook

MAIN = "from followup.cli.main import main; main()"


def test_an_overlay_is_sound_before_anything_is_written_in_it(typist: Typist, tmp_path: Path):
    """Guards the first file of a coach: it changes nothing, reads, and its scenario passes."""
    file = tmp_path / "vet.yaml"
    text = typist("new", str(file), "--extends", "interview-follow-up")
    assert f"playbook check {file}" in text
    document = typist.json("check", str(file), "--only", "test")
    assert document["playbooks"][0]["tested"]["passed"] == 1
    assert (document["errors"], document["warnings"]) == (0, 0)
    assert typist.json("diff", str(file))["changes"] == []
    lines = file.read_text().splitlines()
    assert lines[0].startswith("# yaml-language-server: $schema=")
    assert any(line.startswith("#  patience: {use: 5 business days") for line in lines)


@pytest.mark.parametrize("section", ["settings", "messages", "tasks", "courtesy"])
def test_every_comment_of_it_can_be_taken_away(typist: Typist, tmp_path: Path, section: str):
    """Guards the comments: with the # taken away each section is what it says, and reads."""
    file = tmp_path / "vet.yaml"
    typist("new", str(file), "--extends", "interview-follow-up")
    lines = file.read_text().splitlines()
    first = lines.index(f"#{section}:")
    last = next((n for n in range(first, len(lines)) if not lines[n]), len(lines))
    lines[first:last] = [line.removeprefix("#") for line in lines[first:last]]
    file.write_text("\n".join(lines) + "\n")
    assert list(yaml.safe_load(file.read_text())[section])
    compiled = find_playbook(str(file), flow=False)
    assert compiled.extends == "interview-follow-up@1"


def test_somebody_is_asked_what_differs(typist: Typist, tmp_path: Path):
    """Guards the questions: a slip is asked again, a reason is kept, what allows more says so."""
    file = tmp_path / "vet.yaml"
    answers = (
        ("For whom or where is it?", "Veterinary nurses"),
        ("In which country", "Atlantis"),
        ("In which country", "Berlin"),
        ("when they named no date?", "10 busines days"),
        ("busines", "10 business days"),
        ("Why, and who says so?", "Practices are small and busy."),
        ("after a date they named?", ""),
        ("in one round?", "10 business days"),
        ("a number, such as 1", "1"),
        ("Why, and who says so?", ""),
        ("Whom to thank?", ""),
        ("Ways to ask", "email"),
        ("Why, and who says so?", "They are with an animal."),
        ("When may anything go out?", "every day 08:00-21:00"),
        ("Why, and who says so?", "Practices are open on Saturdays."),
        ("What is not customary?", "linkedin"),
        ('there is no "linkedin"', None),
        ("What is not customary?", "connect"),
        ("Why not connect?", "Nobody is there."),
    )
    with Terminal(MAIN, ["new", str(file), "--extends", "interview-follow-up"]) as terminal:
        for expected, answer in answers:
            terminal.expect(expected)
            if answer is not None:
                terminal.type(answer)
        terminal.expect(f"playbook start {file}+germany")
        assert terminal.end() == 0, terminal.read
    assert "place: DE-BE Europe/Berlin" in file.with_name("vet.tests.yaml").read_text()
    said = yaml.safe_load(file.read_text())
    assert said["title"] == "Veterinary nurses"
    assert said["settings"]["patience"] == {
        "use": "10 business days",
        "because": "Practices are small and busy.",
    }
    assert said["settings"]["check_ins"] == {"use": 1, "because": "Our own judgement."}
    assert said["messages"]["check_in"]["via"] == ["email"]
    assert said["messages"]["connect"] == {"drop": "Nobody is there."}
    assert said["courtesy"]["hours"]["widens"] == "Practices are open on Saturdays."
    document = typist.json("check", str(file), "--only", "test")
    assert document["totals"]["passed"] == 1
    assert "WIDENED: Practices are open on Saturdays." in typist("diff", str(file))


def test_only_a_whole_playbook_can_be_extended(typist: Typist, tmp_path: Path):
    """Guards against a second level, an unknown base, and files that are there."""
    typist("new", str(tmp_path / "a.yaml"), "--extends", "germany", code=2)
    assert "germany is an overlay itself" in typist.err
    typist("new", str(tmp_path / "a.yaml"), "--extends", "nothing-of-the-kind", code=2)
    assert not list(tmp_path.glob("*.yaml"))
    (tmp_path / "b.tests.yaml").write_text("mine")
    typist("new", str(tmp_path / "b.yaml"), code=1)
    assert [one.name for one in tmp_path.glob("*.yaml")] == ["b.tests.yaml"]


def test_a_base_of_ones_own_can_be_extended(typist: Typist, tmp_path: Path):
    """Guards bases that are files: the overlay finds its base beside it."""
    base = whole(typist, tmp_path)
    typist("new", str(tmp_path / "mine.yaml"), "--extends", str(base))
    assert "extends: small@1" in (tmp_path / "mine.yaml").read_text()
    assert typist.json("check", str(tmp_path / "mine.yaml"), "--only", "test")["totals"]["passed"] == 1


def test_the_first_line_leads_to_the_schema(tmp_path: Path):
    """Guards modelines: of this installation, also with spaces; in a checkout relative, for everybody."""
    schema = Path(str(bundled("schemas").joinpath("playbook.schema.json")))
    assert modeline(tmp_path / "a b" / "x.yaml", "playbook").endswith(schema.as_uri())
    inside = schema.parents[1] / "playbooks" / "x.yaml"
    assert modeline(inside, "scenarios").endswith("$schema=../schemas/scenarios.schema.json")
