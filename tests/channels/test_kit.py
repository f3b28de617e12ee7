"""The contract turns red, in the right place, for each promise that a channel can break."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

EXPECTED = {
    "TestForgetsTheKey": "same_key_delivers_once",
    "TestLooksUpNames": "dry_run_touches_nothing",
    "TestWritesWhileRendering": "dry_run_touches_nothing",
    "TestReadsTheClock": "render_is_pure",
    "TestIgnoresTheWords": "other_words_give_other_bytes",
    "TestTellsTheSecret": "secrets_stay_secret",
    "TestLogsTheSecret": "secrets_stay_secret",
    "TestKeepsTheSecret": "secrets_stay_secret",
    "TestTakesAnyText": "hostile_text_stays_text",
    "TestHasNoLimit": "limit_is_kept",
    "TestNeverTired": "every_declared_answer_is_reachable",
    "TestFliesAndSaysTired": "certainly_not_sent_is_true",
    "TestCheckFlies": "check_sends_nothing",
    "TestOtherBytes": "delivers_what_was_rendered",
    "TestAnswersInWords": "check_answers",
    "TestOpenSchema": "configuration_is_described",
    "TestPlainToken": "secrets_are_references",
    "TestAnotherName": "manifest_is_sound",
}


@pytest.fixture(scope="module")
def failures():
    """Run the contract on all broken channels at once, and collect what failed by class."""
    file = Path(__file__).with_name("broken_channels.py")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no", "-rf", str(file)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    found = defaultdict(set)
    for name, test in re.findall(r"(?:FAILED|ERROR) \S+::(\w+)::test_(\w+)", ran.stdout):
        found[name].add(test)
    assert " passed" in ran.stdout, ran.stdout + ran.stderr
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_contract_turns_red(name, failures):
    """Each broken promise fails in the test that is named after it."""
    assert EXPECTED[name] in failures[name], failures[name]


def test_sound_channel_is_green(failures):
    """A channel without a fault passes everything."""
    assert failures["TestSound"] == set()
