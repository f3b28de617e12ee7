"""The examples of the guide to writing a playbook are ones that can be written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followup.authoring.compile import read
from followup.authoring.report import render
from followup.core.prove.prove import prove
from followup.core.values.proof import Verdict
from followup.library import library

GUIDE = (Path(__file__).parents[2] / "docs" / "writing-a-playbook.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_kitchen_is_sound_and_keeps_its_promises_in_words():
    """Guards the first example, alone and with the promises that are shown for it."""
    whole, promises, _ = BLOCKS
    for text in (whole, f"{whole}\n{promises}"):
        found, findings = read(text.encode(), "trial-shift.yaml")
        assert found is not None, render(findings)
        assert findings == ()
    assert set(found.playbook.promises) == {"quiet_until_then", "two_calls", "nothing_after_no"}


def test_the_overlay_is_laid_over_the_base():
    """Guards the second example: a whole overlay with every kind of change."""
    found, findings = read(BLOCKS[2].encode(), "kitchens-in-lyon.yaml", library=library())
    assert found is not None, render(findings)
    rules = found.playbook.courtesy
    assert rules.ways["phone"].most == 1
    assert set(rules.takes) == {"card"}
    assert rules.bans["the_week_of_the_guide"].since is not None
    assert findings == (), render(findings)
    assert found.playbook.wording.locale == "fr"
    assert "gratuity" in found.playbook.wording.never
    assert "one_call" in found.playbook.promises


@pytest.mark.parametrize("name", ["trial-shift", "kitchens-in-lyon"])
def test_the_examples_keep_every_promise(name: str) -> None:
    """Guards both examples against the proof, as `playbook check` makes it: nothing refuted or given up."""
    text = f"{BLOCKS[0]}\n{BLOCKS[1]}" if name == "trial-shift" else BLOCKS[2]
    found, findings = read(text.encode(), f"{name}.yaml", library=library(), flow=False)
    assert found is not None, render(findings)
    made = prove(found.playbook)
    assert [(one.promise, one.how) for one in made.promises if one.verdict is not Verdict.PROVED] == []
    assert set(found.playbook.promises) <= {one.promise.replace("-", "_") for one in made.promises}


def test_every_word_in_the_table_is_a_word_of_the_language():
    """Guards the table of ideas: a key it names is in the reference."""
    reference = (Path(__file__).parents[2] / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
    table = GUIDE.partition("## How to say it")[2].partition("## Promises")[0]
    keys = set(re.findall(r"[`{ ]([a-z_]+):", table))
    words = {key for key in keys if f"| `{key}`" in reference}
    own = {"no_calls", "phone", "card", "voicemail", "no_answer", "fact", "rival_until"}
    assert keys - words - own == set()
