"""The verbs about the home: channels, doctor, step, run; the demo; the reference page; completion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.typing_in import Typist, check

from followup.cli import reference
from followup.cli.demo.story import STORY
from followup.cli.lexicon import VERBS
from followup.cli.main import playbook

CASE = "acme-analyst"


def test_channels_are_listed_with_what_to_do(typist: Typist):
    """Guards that each way to speak says where it stands."""
    document = typist.json("channels")
    names = {one["name"]: one["state"] for one in document["channels"]}
    assert names["todo"] == "ready"
    assert names["folder"] == "ready"
    assert "carries here: " in typist("channels", "todo")
    typist("channels", "pigeon", code=2)
    typist("channels", "pigeon", "--use", code=2)
    typist("channels", "email", "--drop", code=2)
    typist("channels", "--use", code=2)


def test_a_channel_is_set_up_by_a_script(typist: Typist, tmp_path: Path):
    """Guards `--use --set`, and that an unknown option or a wrong value changes nothing."""
    typist("channels", "folder", "--use", "--set", f"path={tmp_path / 'post'}", "--set", "sends=yes")
    assert "path" in (typist.home / "config.toml").read_text()
    before = (typist.home / "config.toml").read_text()
    typist("channels", "folder", "--use", "--set", "colour=red", code=2)
    typist("channels", "folder", "--use", "--set", "sends=perhaps", code=3)
    assert (typist.home / "config.toml").read_text() == before
    assert "is ready" in typist("channels", "folder", "--try")


def test_doctor_says_how_things_are(started: Typist):
    """Guards `doctor`: levels, remedies, and a sum."""
    document = started.json("doctor")
    assert {one["level"] for one in document["findings"]} <= {"ok", "warning"}
    assert "Nothing has been changed." in started("doctor")


def test_a_step_with_nothing_to_do_is_calm_and_ends_with_nought(started: Typist):
    """Guards cron: exit code 0 on an ordinary day, 5 only for what a person alone can settle."""
    document = started.json("step")
    assert document["today"]["schema"] == "today/1"
    started.now = "2026-10-01T18:35+01:00"
    started("step", code=0)


def test_a_step_may_bring_an_event(started: Typist):
    """Guards `step CASE EVENT`, which never asks."""
    started("step", CASE, "heard")
    assert any(one["name"] == "heard" for one in started.json("show", CASE, "--history")["history"])
    started("step", CASE, "told-a-date", code=3)


def test_a_dry_run_writes_nothing(started: Typist):
    """Guards `step --dry-run`."""
    started.now = "2026-10-02T10:30+01:00"
    assert started("step", "--dry-run").startswith("Nothing has been done; this is what a step would do:")
    assert started.json("show", CASE)["items"][0]["status"] != "sent"


def test_resolve_needs_one_of_two_words(started: Typist):
    """Guards that settling a doubt is never a guess."""
    started("resolve", f"{CASE}/thank-you", "maybe", code=2)
    started("resolve", f"{CASE}/thank-you", "sent", code=1)


def test_the_demo_tells_the_whole_story():
    """Guards the first thing that a newcomer sees: it runs to its end and shows what left, when and why."""
    result = CliRunner().invoke(playbook, ["demo", "--json"])
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    check(document)
    assert [one["exit"] for one in document["scenes"]] == [0] * len(STORY)
    assert len(document["mails"]) == 3
    sent = [one["text"] for one in document["timeline"] if one["kind"] == "sent"]
    assert [text.split()[0] for text in sent] == ["thank-you", "connect", "thanks-and-feedback", "reconnect"]
    for line in document["timeline"]:
        assert line["kind"] == "told" or line["why"]
    assert {word.split()[1] for word in (one["typed"] for one in document["scenes"])} <= set(VERBS)


def test_the_demo_on_paper(tmp_path: Path):
    """Guards its text: within 100 columns but for what was received, and a sandbox that can be kept."""
    home = tmp_path / "sandbox"
    result = CliRunner().invoke(playbook, ["demo", "--keep", str(home)])
    assert result.exit_code == 0
    assert max(len(line) for line in result.stdout.splitlines()) <= 100
    assert "What was said, when, why, and what waited for what" in result.stdout
    assert "Message-ID: <" in result.stdout
    assert (home / "followup.db").exists()
    assert CliRunner().invoke(playbook, ["demo", "--keep", str(home)]).exit_code == 1


def test_without_a_mail_server_the_demo_says_so(monkeypatch: pytest.MonkeyPatch):
    """Guards the plain installation: the folder channel instead, said plainly."""
    from followup.cli.demo import post

    monkeypatch.setattr(post, "find_spec", lambda _: None)
    result = CliRunner().invoke(playbook, ["demo", "--json"])
    document = json.loads(result.stdout)
    assert "the mail goes to files in a folder" in document["how"]
    assert len(document["mails"]) == 3


def test_the_reference_page_is_current():
    """Guards docs/reference/cli.md against the commands; python -m followup.cli.reference writes it."""
    assert reference.TARGET.read_text(encoding="utf-8") == reference.page()


@pytest.mark.parametrize(
    ("typed", "expected"), [("app", "approve"), ("show acm", CASE), (f"why {CASE}/thank", "thank-you")]
)
def test_the_shell_completes_verbs_cases_and_items(started: Typist, typed: str, expected: str):
    """Guards completion in bash, as the shell asks for it."""
    words = f"playbook --home {started.home} {typed}"
    done = subprocess.run(
        [sys.executable, "-c", "from followup.cli.main import main; main()"],
        env={
            **os.environ,
            "_PLAYBOOK_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert expected in done.stdout
