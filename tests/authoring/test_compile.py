"""The door of the room: digests, marks, and any bytes at all."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.authoring.samples import ACCEPTED, BOOKS, SMALL, STOCK, compiled

from followup.authoring.compile import Compiled, compile_file, read
from followup.errors import Finding, InvalidInput


def shuffled(value: Any, dice: random.Random, *, states: bool = False) -> Any:
    """Return data with the keys of all mappings in another order; the first of nested states stays."""
    if isinstance(value, dict):
        names = list(value)
        first = names[:1] if states else []
        rest = names[len(first) :]
        dice.shuffle(rest)
        return {name: shuffled(value[name], dice, states=name == "states") for name in (*first, *rest)}
    return [shuffled(inner, dice) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("file", [*ACCEPTED, *STOCK], ids=lambda file: file.stem)
def test_the_digest_knows_nothing_of_order_quotes_and_comments(file):
    """Guards that a pin changes only when the advice does."""
    found = compile_file(file, library=BOOKS)
    data = yaml.load(found.source, Loader=yaml.BaseLoader)
    typed = _typed(data)
    for seed in range(3):
        text = yaml.dump(shuffled(typed, random.Random(seed)), sort_keys=False, default_style=None)
        again, findings = read(f"# another comment\n{text}".encode(), "again.yaml", library=BOOKS)
        assert again is not None, (findings, text)
        assert again.digest == found.digest


def _typed(value: Any) -> Any:
    """Return numbers and booleans as such, so that writing them again does not quote them."""
    if isinstance(value, dict):
        return {
            name: _typed(inner) if name not in ("title", "subject", "body", "ask", "say") else inner
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_typed(inner) for inner in value]
    if value in ("true", "false"):
        return value == "true"
    return int(value) if value == "0" or (value.isdigit() and not value.startswith("0")) else value


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2 hours after", "3 hours after"),
        ('"Thank you"', '"Thanks"'),
        ("go: closed}\n    timers", "do: [thank_you]}\n    timers"),
        ('version: "1.0"', 'version: "1.1"'),
        ("[email]", "[email, phone]"),
    ],
)
def test_the_digest_changes_with_the_advice(old, new):
    """Guards that no part of the advice is left out of the digest."""
    assert compiled((old, new)).digest != compiled().digest


def test_marks_lead_to_the_line_of_everything():
    """Guards the lines that `why` and the screens refer to; states stand side by side."""
    found = next(compile_file(file) for file in ACCEPTED if file.stem == "nested_states")
    lines = found.source.split("\n")
    assert "due:" in lines[found.marks["messages.thank_you.due"] - 1]
    assert lines[found.marks["states.deep"] - 1].strip() == "deep:"
    assert lines[found.marks["states.deep.timers.silence"] - 1].strip().startswith("silence:")
    assert lines[found.marks["states.later.events.heard"] - 1].strip().startswith("heard:")
    for state in found.playbook.states:
        assert f"states.{state}" in found.marks
    for item in found.playbook.items:
        assert f"messages.{item}" in found.marks


def test_a_file_that_is_not_there_is_refused(tmp_path):
    """Guards that a missing file is told as such and nothing else."""
    with pytest.raises(InvalidInput) as caught:
        compile_file(tmp_path / "none.yaml")
    assert caught.value.code == "no-file"


def test_warnings_stop_nothing():
    """Guards that what is only doubtful comes with the compiled playbook."""
    found, findings = read(SMALL.replace('    subject: "Thank you"\n', "").encode(), "f.yaml")
    assert found is not None
    assert [one.code for one in found.warnings] == ["no-subject"]
    assert found.warnings == findings


def test_many_warnings_stop_nothing():
    """Guards that a file full of doubts is still compiled, and only so many of them are told."""
    spare = "".join(f"  spare{number}: {{use: 1}}\n" for number in range(99))
    tasks = "".join(f"  task{number}: {{say: x}}\n" for number in range(99))
    text = SMALL.replace("events:\n", f"settings:\n{spare}tasks:\n{tasks}events:\n", 1)
    found, findings = read(text.encode(), "f.yaml")
    assert found is not None
    assert len(findings) == 100


def sound(data: bytes) -> None:
    """Read any bytes; whatever comes out must be a value or findings that can be shown."""
    from followup.authoring.report import render

    found, findings = read(data, "any.yaml")
    assert (found is None) == any(one.severity == "error" for one in findings)
    assert found is None or isinstance(found, Compiled)
    for one in findings:
        assert isinstance(one, Finding)
        assert one.place.line >= 1
        assert 1 <= one.place.column < one.place.end_column
        assert one.text
    assert "\x1b" not in render(findings)
    assert [(one.place.line, one.place.column) for one in findings] == sorted(
        (one.place.line, one.place.column) for one in findings
    )


@given(st.binary(max_size=300))
def test_any_bytes_give_a_value_or_findings(data):
    """Guards that nothing else ever comes out of `read`."""
    sound(data)


SIGNS = "ab: -[]{},#&*!|>'\"%@`?\n\t~<=.0123\\\u00e9\u202e\x00\U0001f600"


@given(st.text(alphabet=SIGNS, max_size=120))
def test_any_text_of_yaml_signs_gives_a_value_or_findings(text):
    """Guards the scanner's many complaints."""
    sound(text.encode())


TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12), st.sampled_from(SMALL.split())),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "playbook",
                    "facts",
                    "states",
                    "do",
                    "events",
                    "go",
                    "due",
                    "use",
                    "if",
                    "type",
                    "x",
                    "messages",
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=25,
)


@given(TREES)
def test_any_tree_gives_a_value_or_findings(tree):
    """Guards schema and meaning against shapes that nobody thinks of."""
    sound(yaml.safe_dump(tree, allow_unicode=True).encode())
