"""Findings for other programs: workflow commands of GitHub Actions, SARIF 2.1.0, JSON."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from tests.cli.holes import holed, overlay
from tests.cli.typing_in import Typist

from followup.cli.documents import sarif
from followup.cli.screens import github
from followup.errors import Finding, Place

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((Path(__file__).parent / "sarif" / "sarif-2.1.0-rtm.5.json").read_text())
COMMAND = re.compile(
    r"::(error|warning) file=([^,]*),line=(\d+),endLine=(\d+),col=(\d+),endColumn=(\d+),title=([^:,]*)::(.*)"
)


def finding(text: str, *, file: str = "a.yaml", verdict: str = "", code: str = "some-code") -> Finding:
    place = Place(file=file, line=3, column=2, end_column=5)
    other = Place(file="base.yaml", line=7, column=1, end_column=2)
    return Finding(
        place=place,
        severity="error",
        code=code,
        text=text,
        hints=("do this",),
        source=" abc",
        related=((other, "it stands here"),),
        verdict=verdict,
        story=("It happens like this:", "  one"),
    )


def unescaped(text: str) -> str:
    """Return what GitHub makes of escaped text."""
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_text_can_end_a_workflow_command(text: str, file: str):
    """Guards escapes: whatever a playbook says, it is one command, and reads back as it was."""
    (line,) = github.lines([finding(text, file=f"x{file}")])
    assert "\n" not in line
    assert "\r" not in line
    found = re.fullmatch(COMMAND.pattern, line, re.DOTALL)
    assert found is not None, line
    assert unescaped(found[8]) == f"{text}\nIt happens like this:\n  one\nhint: do this"
    assert unescaped(found[2]) == Path(f"x{file}").as_posix()


def test_a_check_speaks_to_github(typist: Typist, tmp_path: Path):
    """Guards the whole way: a refutation as a command with its file, line and columns."""
    file = holed(typist, tmp_path)
    lines = typist("check", str(file), "--format", "github", code=1).splitlines()
    found = [COMMAND.fullmatch(line) for line in lines]
    assert all(found), lines
    refuted = next(one for one in found if one is not None and one[7] == "refuted[silence-ends]")
    assert unescaped(refuted[2]) == file.as_posix()
    assert "for ever" in refuted[8]
    assert "0 of 1 playbook sound." in typist.err


@pytest.mark.parametrize("verdict", ["", "refuted", "gave up", "failed"])
def test_sarif_is_valid(verdict: str):
    """Guards SARIF against the schema of its makers, with all that a finding can have."""
    several = [finding("one", verdict=verdict), finding("two ü", file="/abs/a b.yaml", code="other")]
    document = sarif.document(several)
    Draft4Validator(SCHEMA).validate(document)
    run = document["runs"][0]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (3, 2, 5)
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    assert uris == ["a.yaml", "file:///abs/a%20b.yaml"]


def test_a_file_name_need_not_be_text():
    """Guards against a name from elsewhere that is no UTF-8: it is written as the bytes it is."""
    document = sarif.document([finding("wrong", file="a\udcff.yaml")])
    assert '"a%FF.yaml"' in json.dumps(document)


def test_a_check_speaks_sarif(typist: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Guards the whole way, files named from the folder one is in; a sound playbook has no results."""
    monkeypatch.chdir(tmp_path)
    holed(typist, tmp_path)
    document = json.loads(typist("check", "hole.yaml", "--format", "sarif", code=1))
    Draft4Validator(SCHEMA).validate(document)
    results = document["runs"][0]["results"]
    assert "refuted/silence-ends" in {one["ruleId"] for one in results}
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "hole.yaml"
    file = overlay(typist, tmp_path)
    document = json.loads(typist("check", str(file), "--only", "read", "--format", "sarif"))
    Draft4Validator(SCHEMA).validate(document)
    assert document["runs"][0]["results"] == []


def test_findings_of_a_base_keep_their_own_file(typist: Typist, tmp_path: Path):
    """Guards overlays: what is wrong in the base is shown in the base."""
    file = overlay(typist, tmp_path)
    base = tmp_path / "small.yaml"
    base.write_text(base.read_text().replace("{go: deciding}", "{go: nowhere}"))
    document = typist.json("check", str(file), code=1)
    named = {Path(one["file"]).name for one in document["findings"]}
    named |= {Path(other["file"]).name for one in document["findings"] for other in one["related"]}
    assert "small.yaml" in named


def test_the_hook_of_pre_commit():
    """Guards .pre-commit-hooks.yaml: a command that there is, for playbooks and their tests."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {"id", "name", "entry", "language", "files"} <= set(hook)
    assert (hook["id"], hook["language"]) == ("playbook-check", "python")
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert hook["entry"].split()[0] in scripts
    for name in ("playbooks/a.yaml", "x/playbooks/a.tests.yaml", "playbooks/a.yml"):
        assert re.search(hook["files"], name)
    assert not re.search(hook["files"], "schemas/a.yaml")
