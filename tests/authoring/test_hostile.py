"""Files made to hurt, read in a process of their own, with limits, whose time and memory are measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 300
MOST_SECONDS = 2.0

_CHILD = """
import json, resource, sys, time
from followup.authoring.compile import read
from followup.authoring.report import render
files = json.load(sys.stdin)
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

def most():
    "Return the peak in MiB. Linux hands the parent's own peak down in ru_maxrss, but not in VmHWM."
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

read(b"", "warm.yaml")
for name, data in files.items():
    begun = time.process_time()
    compiled, findings = read(data.encode("latin-1"), "hostile.yaml")
    render(findings)
    took = time.process_time() - begun
    peak = most()
    code = findings[0].code if findings else "-"
    print(json.dumps([name, took, peak, compiled is not None, code]), flush=True)
"""

SMALL = (ROOT / "tests/examples/accepted/one_message.yaml").read_text()


def _name(number: int) -> str:
    return f"n{'abcdefgh' * 6}{number}"


def _grow(line: str, count: int) -> str:
    return "".join(line.format(n=number, m=number + 1, name=_name(number)) for number in range(count))


def _large() -> bytes:
    """Return a sound playbook that is about as large as one may be."""
    facts = "".join(f"  f{n}: {{type: boolean, optional: true}}\n" for n in range(140))
    events = "".join(f"  e{n}: {{say: x, facts: [f{n}]}}\n" for n in range(40))
    messages = "".join(
        f"  m{n}: {{to: each of people, via: [phone], "
        f"due: {{latest: [1 day after e{n % 40}, 2 days after entry]}}, "
        "expires: 5 days after entry, body: hi}\n"
        for n in range(90)
    )
    states = "".join(
        f"  s{n}: {{do: [m{n}], timers: {{on: {{due: 1 day after entry, go: s{n + 1}}}}}, events: {{"
        + ", ".join(f"e{k}: {{go: s{(n * 7 + k) % 90}}}" for k in range(40))
        + "}}\n"
        for n in range(90)
    )
    text = SMALL.replace("facts:\n", f"facts:\n{facts}").replace("events:\n", f"events:\n{events}", 1)
    text = text.replace("messages:\n", f"messages:\n{messages}").replace("go: closed", "go: s0")
    return f"{text}{states}  s90: {{rest: true}}\n".encode()


HOSTILE: dict[str, bytes] = {
    "a_large_sound_playbook": _large(),
    "nothing_but_brackets": b"[" * 262_144,
    "nothing_but_braces": b"{a: " * 65_000,
    "nothing_but_dashes": b"- " * 131_072,
    "nothing_but_question_marks": b"? " * 131_072,
    "nothing_but_line_ends": b"\n" * 262_144,
    "nothing_but_carriage_returns": b"\r" * 262_144,
    "nothing_but_tabs": b"\t" * 262_144,
    "nothing_but_colons": b":" * 262_144,
    "nothing_but_zeros": b"\x00" * 262_144,
    "nothing_but_quotes": b"'" * 262_143,
    "nothing_but_backslashes": b'"' + b"\\" * 262_142,
    "nothing_but_comments": b"#\n" * 131_072,
    "laughs": b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "a_huge_number": b"version: " + b"9" * 60_000,
    "a_long_text": b"title: " + b"x" * 65_000,
    "a_text_too_long": b"title: " + b"x" * 200_000,
    "a_long_key": b"k" * 200_000 + b": 1",
    "many_long_keys": "".join(f"k{n}{'abc' * 300}: 1\n" for n in range(280)).encode(),
    "many_keys": "".join(f"key{n}: 1\n" for n in range(9_900)).encode(),
    "many_texts": b"[" + b"a," * 131_000 + b"]",
    "one_line": b"{" + b"a: {b: [c, d]}, " * 16_000 + b"}",
    "many_states": (
        SMALL + _grow("  s{n}: {{rest: true, events: {{heard: {{go: s{m}}}}}}}\n", 1_900)
    ).encode(),
    "many_unknown_names": (SMALL + _grow("  s{n}: {{do: [a{n}, b{n}, c{n}, {name}]}}\n", 1_500)).encode(),
    "many_like_names": (
        SMALL.replace("facts:\n", "facts:\n" + _grow("  {name}: {{type: text, optional: true}}\n", 140))
        + "  s: {do: ["
        + ", ".join(f"{_name(number)}x" for number in range(40))
        + "]}\n"
    ).encode(),
    "many_settings": (
        "settings:\n" + _grow("  {name}: [{{if: a, use: 1}}, {{use: 2 days}}]\n", 1_500)
    ).encode(),
    "many_conditions": (
        SMALL
        + _grow('  s{n}: {{events: {{heard: [{{when: "((((!company))))", go: closed}}, {{}}]}}}}\n', 900)
    ).encode(),
    "a_deep_condition": SMALL.replace("via: [email]", f'via: [email]\n    when: "{"(" * 290}"').encode(),
    "a_deep_template": SMALL.replace("Thank you for", "{% if company %}" * 480 + "Thank you for").encode(),
    "deep_states": (
        SMALL + "  x: " + "{states: {a: {rest: true}, b: " * 14 + "{rest: true}" + "}}" * 14
    ).encode(),
    "the_same_text_in_a_list": b"wording: {never: [" + b"aa, " * 19_000 + b"]}",
    "mixed_types_in_a_list": b"wording: {never: [" + b"1, {a: 1}, [b], null, " * 3_000 + b"]}",
}


@pytest.fixture(scope="module")
def read_in_a_child() -> dict[str, Any]:
    """Read all hostile files in one process with limits; what is not in the answer has killed it."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=json.dumps({name: data.decode("latin-1") for name, data in HOSTILE.items()}).encode(),
        capture_output=True,
        timeout=170,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "engine"), "PATH": ""},
    )
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return {"error": done.stderr.decode()[-800:], **{name: rest for name, *rest in answers}}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little(read_in_a_child, name):
    """Guards time and memory: less than two seconds, less than 300 MiB, never another exception."""
    assert name in read_in_a_child, read_in_a_child["error"]
    seconds, peak, sound, code = read_in_a_child[name]
    assert sound is ("sound" in name), code
    assert seconds < MOST_SECONDS, code
    assert peak < MOST_MEMORY, code
