"""The schemas in an editor: what a real YAML language server offers, explains and finds.

Skipped where node or the package is missing. To have it: `npm install yaml-language-server mermaid jsdom`
in a folder of its own, and FOLLOWUP_NODE_MODULES=that folder's node_modules.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.typing_in import Typist
from tests.editor.server import Editor, server

from followup.cli.scaffolding.modeline import modeline

pytestmark = pytest.mark.skipif(server() is None, reason="there is no yaml-language-server here")
ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "playbooks").glob("*.yaml"))


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with the server running."""
    command = server()
    assert command is not None
    with Editor(command, tmp_path_factory.mktemp("editor")) as found:
        yield found


def opened(editor: Editor, file: Path, text: str, kind: str = "playbook") -> list[str]:
    """Open a file with the first line that `playbook new` writes; return the messages of its diagnostics."""
    whole = f"{modeline(file, kind)}\n{text}"  # type: ignore[arg-type]  # one of the two kinds
    return [one["message"] for one in editor.open(file, whole)]


BASE = """playbook: own
version: "1.0"
title: Own
start: waiting
facts:
  company: {type: text, ask: "Which company is it?"}
courtesy:
  place: company
states:
  waiting:
    final: true
"""
OVERLAY = """playbook: vet
version: "1.0"
extends: interview-follow-up@1
title: Vets
settings:
  patience: {use: 28 days, because: They are busy.}
messages:
  connect: {drop: Not customary.}
"""
TESTS = """place: London
scenarios:
  one:
    begins: 2026-10-01 16:30
    story:
      - {at: 2026-10-02 10:00, expect: {state: waiting}}
"""


def test_an_editor_finds_nothing_in_what_is_shipped(editor: Editor):
    """Guards all playbooks and scenarios: an editor underlines nothing in them."""
    found = editor.open_all({file: file.read_text() for file in SHIPPED})
    assert len(found) > 1
    told = [
        f"{file.name}:{one['range']['start']['line'] + 1}: {one['message']}"
        for file, several in found.items()
        for one in several
    ]
    assert told == []


def test_an_editor_finds_nothing_in_what_new_writes(editor: Editor, tmp_path: Path):
    """Guards the first line: an editor finds the schema by it, in a folder with a space in its name."""
    folder = tmp_path / "my playbooks"
    folder.mkdir()
    typist = Typist(tmp_path / "home")
    typist("new", str(folder / "own.yaml"))
    typist("new", str(folder / "vet.yaml"), "--extends", "interview-follow-up")
    for file in sorted(folder.glob("*.yaml")):
        assert editor.open(file) == [], file
        assert opened(editor, folder / f"wrong-{file.name}", "nonsense: true\n") != []


@pytest.mark.parametrize(
    ("kind", "text", "wrong", "says"),
    [
        ("playbook", BASE, BASE.replace("title:", "titel:"), "titel"),
        ("playbook", BASE, BASE.replace("type: text", "type: txet"), "text"),
        ("playbook", BASE, BASE.replace("final: true", "final: perhaps"), "boolean"),
        ("playbook", BASE, BASE + "    rest: true\n    colour: red\n", "colour"),
        ("playbook", OVERLAY, OVERLAY.replace("because", "becuase"), "becuase"),
        ("playbook", OVERLAY, OVERLAY.replace(", because: They are busy.", ""), "because"),
        ("playbook", OVERLAY, OVERLAY + "mesages: {}\n", "mesages"),
        ("scenarios", TESTS, TESTS.replace("expect", "expcet"), "expcet"),
        ("scenarios", TESTS, TESTS.replace("begins", "begin"), "begin"),
    ],
)
def test_a_slip_is_underlined(editor: Editor, tmp_path: Path, kind: str, text: str, wrong: str, says: str):
    """Guards that an unknown key, a wrong word and a missing reason are found while typing."""
    assert opened(editor, tmp_path / "right.yaml", text, kind) == []
    found = opened(editor, tmp_path / "wrong.yaml", wrong, kind)
    assert found
    assert any(says in message for message in found), found


def test_the_words_are_offered(editor: Editor, tmp_path: Path):
    """Guards completion: keys of a base, of an overlay and of a scenario, and the words of a choice."""
    base = tmp_path / "base.yaml"
    opened(editor, base, BASE + "    \nwor\n")
    assert {"wording", "promises", "messages", "settings"} <= set(editor.complete(base, 13, 3))
    assert {"do", "outcome", "why", "timers"} <= set(editor.complete(base, 12, 4))
    types = tmp_path / "types.yaml"
    opened(editor, types, BASE.replace('{type: text, ask: "Which company is it?"}', "\n    type: "))
    assert {"text", "date", "contacts", "choice"} <= set(editor.complete(types, 7, 10))
    over = tmp_path / "over.yaml"
    opened(editor, over, OVERLAY + "tasks:\n  decide:\n    \n")
    assert {"drop", "because", "source", "due"} <= set(editor.complete(over, 11, 4))
    tests = tmp_path / "a.tests.yaml"
    opened(editor, tests, TESTS + "    \n", "scenarios")
    offered = editor.complete(tests, 7, 4)
    assert {"why", "given", "people", "approve", "fails_on"} <= set(offered)


def test_everything_is_explained(editor: Editor, tmp_path: Path):
    """Guards hover: a key says what it means."""
    base = tmp_path / "hover.yaml"
    opened(editor, base, BASE)
    for line, column, word in ((1, 3, ""), (4, 2, ""), (7, 3, ""), (8, 3, ""), (11, 6, "end")):
        said = editor.hover(base, line, column)
        assert len(said) > 20, (line, said)
        assert word in said.lower()
    tests = tmp_path / "hover.tests.yaml"
    opened(editor, tests, TESTS, "scenarios")
    assert len(editor.hover(tests, 4, 6)) > 20
