"""Bytes to a tree: what YAML offers and playbooks do without, what plain words mean, and limits."""

from __future__ import annotations

import pytest

from followup.authoring import characters, text
from followup.authoring.findings import Findings
from followup.authoring.tree import Map, plain


def parse(data: str | bytes) -> tuple[Map | None, Findings]:
    source, found = characters.decode(data.encode() if isinstance(data, str) else data, "f.yaml")
    return (None if found.failed else text.parse(source, found)), found


def value(word: str) -> object:
    root, found = parse(f"key: {word}\n")
    assert root is not None, found.all()
    assert not found.failed
    return plain(root)["key"]  # type: ignore[index]  # a map is a dict


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        *[("true", True), ("false", False), ("null", None), ("~", None), ("", None)],
        *[("0", 0), ("-3", -3), ("12", 12), ("999999999999999", 999999999999999)],
        *[(word, word) for word in ("on", "off", "yes", "no", "y", "n", "True", "FALSE", "Null")],
        *[(word, word) for word in ("12:30", "08:30", "0123", "+4420", "2026-10-06", "1_000", "0x1F", "0o7")],
        *[(word, word) for word in ("1000000000000000", "9" * 5000, "1.0.0", "v1.0", "=", "12e", "e3")],
        *[('"1.0"', "1.0"), ("'yes'", "yes"), ('"true"', "true"), ('"12"', "12"), ('""', "")],
        *[('"\\u00e4\\t\\n"', "ä\t\n"), ("'it''s'", "it's"), ("[a, 1]", ["a", 1]), ("{a: 1}", {"a": 1})],
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(word, meaning):
    """Guards the resolver word by word: nothing becomes a boolean, a number or a date by surprise."""
    assert value(word) == meaning
    assert type(value(word)) is type(meaning)


@pytest.mark.parametrize("word", ["1.0", "-1.5", ".5", "1e3", "1.", "+1.10", ".inf", "-.inf", ".nan", "1E-3"])
def test_numbers_with_a_point_want_quotes(word):
    """Guards that `1.10` does not become 1.1."""
    _, found = parse(f"version: {word}\n")
    assert [one.code for one in found.all()] == ["needs-quotes"]
    assert found.all()[0].hints == (f'put it in quotes: "{word}"',)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_places(end):
    """Guards lines and columns for files written on other systems."""
    root, found = parse(end.join(["a: 1", "b:", "  c: 2", "  c: 3", ""]))
    assert root is not None
    finding = found.all()[0]
    assert (finding.code, finding.place.line, finding.place.column) == ("key-twice", 4, 3)
    assert finding.source == "  c: 3"


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    """Guards files that an editor saved with a mark."""
    root, found = parse("\ufeffa: 1\n")
    assert root is not None
    assert list(root.entries) == ["a"]
    assert not found.failed


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: " + b"x" * (characters.LARGEST + 1), "too-large"),
        (b"a: " + b"x" * (text.LONGEST_SCALAR + 1), "text-too-long"),
        (b"[a" + b",a" * text.MOST_NODES + b"]", "too-many-values"),
        (b"[" * 200_000, "too-deep"),
        (b"- " * 100_000, "too-deep"),
        (b"? " * 100_000, "too-deep"),
        (b"{a: " * 50_000, "too-deep"),
        (b"&a " * 3, "indentation"),
        (b"a: &a [*a]", "yaml-anchor"),
        (b"\x00", "hidden-character"),
        (b"a: \x1b[2J", "hidden-character"),
        (b"\xff\xfea\x00", "not-utf-8"),
        (b"a: \xed\xa0\x80", "not-utf-8"),
        (b'a: "\\ud800"', "hidden-character"),
        (b'a: "\\x1b[31m"', "hidden-character"),
        ("a: \u2028b".encode(), "hidden-character"),
        ("a: \x85b".encode(), "hidden-character"),
        (b"!!binary aGk=", "yaml-tag"),
        (b"a: !<tag:yaml.org,2002:python/object/apply:os.system> x", "yaml-tag"),
        (b"null", "no-playbook"),
        (b"# only a comment\n", "no-playbook"),
        (b"--- \n...\n--- \n", "second-document"),
    ],
)
def test_what_is_hostile_or_too_much_is_a_finding(data, code):
    """Guards limits and refusals; nothing of it may be another exception."""
    _, found = parse(data)
    assert code in [one.code for one in found.all()]


def test_hidden_characters_are_shown_as_replaced():
    """Guards that a report never repeats what a terminal would obey."""
    _, found = parse("a: \x1b[2Jb\n")
    assert found.all()[0].source == "a: \ufffd[2Jb"


def test_too_many_errors_end_the_reading():
    """Guards that a file full of errors costs little and says that there may be more."""
    from followup.authoring.compile import read

    data = "\n".join(f"key{number}: 1" for number in range(3000)).encode()
    compiled, findings = read(data, "f.yaml")
    assert compiled is None
    assert len(findings) == 100
    assert sum("there may be more; reading ended here" in one.hints for one in findings) == 1
