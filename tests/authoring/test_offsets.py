"""From an offset in a text to its place in the file."""

from __future__ import annotations

import pytest

from followup.authoring import characters, offsets, text
from followup.authoring.tree import Scalar


@pytest.mark.parametrize(
    "yaml",
    [
        "key: one WORD two\n",
        'key: "one WORD two"\n',
        "key: 'it''s one WORD two'\n",
        'key: "a \\"quoted\\" \\u00e4 \\x41 \\U0001F600 \\t WORD two"\n',
        "{a: [b, one WORD two]}\n",
        "key: |\n  one\n\n    WORD\n  two\n",
        "key: |-\n      one\n      two WORD\n",
        "key: |2\n    one\n  two WORD three\n",
        "a:\n  - |\n    {{ x }} WORD\n",
        "key: \u65e5\u672c WORD\n",
    ],
)
def test_a_word_is_found_where_it_stands(yaml):
    """Guards the caret inside quotes, escapes, flows and blocks."""
    source, found = characters.decode(yaml.encode(), "f.yaml")
    root = text.parse(source, found)
    assert root is not None
    scalar = _scalar(root)
    value = str(scalar.value)
    at = offsets.part([source], scalar, value.index("WORD"), value.index("WORD") + 4)
    line = source.lines[at.start.line]
    assert at.start.line == at.end.line
    assert line[at.start.column : at.end.column] == "WORD"


@pytest.mark.parametrize(
    "yaml", ["key: >\n  one\n  WORD\n", "key: one\n  WORD two\n", 'key: "one\n  WORD"\n']
)
def test_a_folded_text_is_shown_as_a_whole(yaml):
    """Guards that where the place is unsure, nothing wrong is pointed at."""
    source, found = characters.decode(yaml.encode(), "f.yaml")
    root = text.parse(source, found)
    assert root is not None
    scalar = _scalar(root)
    assert offsets.part([source], scalar, 4, 8) == scalar.at


def _scalar(node):
    if isinstance(node, Scalar):
        return node
    if hasattr(node, "entries"):
        return _scalar(next(iter(node.entries.values())).value)
    return _scalar(node.items[-1])
