"""A campaign of mutated playbooks: `python -m tests.authoring.fuzz --runs 10000 [--seed N]`.

Each run takes one of the examples, changes it in up to six ways, and reads it. What must come out is a
compiled playbook or findings, in less than two seconds, whatever was done to the file. What fails is
written to `tests/authoring/regressions/`, where the ordinary tests read it for ever.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.authoring.samples import ACCEPTED, EXAMPLES, REFUSED, STOCK

from followup.authoring.compile import read
from followup.authoring.report import render
from followup.core import neutral
from followup.core.machine import StateMachine
from followup.core.values.playbook import Playbook
from followup.library import library

OVERLAYS = EXAMPLES / "overlays"
BOOKS = library(OVERLAYS / "books")
REGRESSIONS = Path(__file__).parent / "regressions"
SLOWEST = 2.0
"""Seconds of a processor that one file may take."""

_WORDS = [
    *[b"{", b"}", b"[", b"]", b": ", b",", b"- ", b"#", b"&a ", b"*a", b"!x ", b"'", b'"', b"|\n", b">\n"],
    *[b"\t", b"\n", b"\r", b"\x00", b"\xff", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"? ", b"---\n", b"%"],
    *[b"now", b"entry", b"2 business days after ", b"at 24:00", b"999999999999999999999", b"-1", b"1.5"],
    *[b"null", b"true", b"yes", b"{{ x }}", b"{% if x %}", b"{% endif %}", b"contact.x", b"a && b", b"(((("],
    *[b"each of ", b"if: ", b"use: ", b"go: ", b"do: ", b"states: ", b"extends: x@1\n", b"final: true\n"],
]
Mutation = Callable[[bytearray, random.Random, list[bytes]], None]


def _flip(data: bytearray, dice: random.Random, _: list[bytes]) -> None:
    if data:
        data[dice.randrange(len(data))] = dice.randrange(256)


def _delete(data: bytearray, dice: random.Random, _: list[bytes]) -> None:
    start = dice.randrange(len(data) + 1)
    del data[start : start + dice.choice((1, 2, 8, 64, 400))]


def _insert(data: bytearray, dice: random.Random, _: list[bytes]) -> None:
    start = dice.randrange(len(data) + 1)
    data[start:start] = dice.choice(_WORDS) * dice.choice((1, 1, 1, 3, 60))


def _swap_lines(data: bytearray, dice: random.Random, _: list[bytes]) -> None:
    lines = bytes(data).split(b"\n")
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    data[:] = b"\n".join(lines)


def _repeat_lines(data: bytearray, dice: random.Random, _: list[bytes]) -> None:
    lines = bytes(data).split(b"\n")
    start = dice.randrange(len(lines))
    some = lines[start : start + dice.choice((1, 2, 5))]
    lines[start:start] = some * dice.choice((1, 2, 200))
    data[:] = b"\n".join(lines)


def _indent(data: bytearray, dice: random.Random, _: list[bytes]) -> None:
    lines = bytes(data).split(b"\n")
    start = dice.randrange(len(lines))
    for index in range(start, min(len(lines), start + dice.choice((1, 3, 10)))):
        lines[index] = b"  " + lines[index] if dice.random() < 0.5 else lines[index][2:]
    data[:] = b"\n".join(lines)


def _swap_words(data: bytearray, dice: random.Random, _: list[bytes]) -> None:
    words = bytes(data).split(b" ")
    one, other = dice.randrange(len(words)), dice.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    data[:] = b" ".join(words)


def _exchange(data: bytearray, dice: random.Random, _: list[bytes]) -> None:
    """Write one word of the file where another one stands: such a file mostly keeps its shape."""
    words = list(re.finditer(rb"[A-Za-z0-9_.]+", data))
    if words:
        old, new = dice.choice(words), dice.choice(words).group()
        data[old.start() : old.end()] = new


def _graft(data: bytearray, dice: random.Random, corpus: list[bytes]) -> None:
    lines = dice.choice(corpus).split(b"\n")
    start = dice.randrange(len(lines))
    here = bytes(data).split(b"\n")
    at = dice.randrange(len(here))
    here[at:at] = lines[start : start + dice.choice((1, 4, 20))]
    data[:] = b"\n".join(here)


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _delete, _insert, _swap_lines),
    *(_repeat_lines, _indent, _swap_words, _graft),
    *(_exchange, _exchange, _exchange, _exchange),
)


def mutated(good: list[bytes], corpus: list[bytes], dice: random.Random) -> bytes:
    """Return one of the corpus, more often one of the good ones, changed."""
    data = bytearray(dice.choice(good if dice.random() < 0.7 else corpus))
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        dice.choice(MUTATIONS)(data, dice, corpus)
    return bytes(data)


def fault(data: bytes) -> tuple[str, float, bool]:
    """Return what is wrong with how a file was read (or nothing), the seconds, and whether it is sound."""
    begun = time.process_time()
    try:
        compiled, findings = read(data, "any.yaml", library=BOOKS)
        render(findings)
        if compiled is not None:
            StateMachine(compiled.playbook)
            assert neutral.load(Playbook, neutral.dump(compiled.playbook)) == compiled.playbook
    except BaseException as wrong:  # noqa: BLE001 - any exception at all is what is looked for
        return f"{type(wrong).__name__}: {wrong}", time.process_time() - begun, False
    took = time.process_time() - begun
    if (compiled is None) != any(one.severity == "error" for one in findings):
        return "neither a value nor errors", took, False
    return (f"took {took:.2f} s" if took > SLOWEST else ""), took, compiled is not None


def campaign(runs: int, seed: int) -> tuple[list[str], float, int]:
    """Read many mutated files; return what failed, the slowest, and how many were sound all the same."""
    good = [file.read_bytes() for file in (*ACCEPTED, *STOCK, *(OVERLAYS / "accepted").glob("*.yaml"))]
    corpus = [*good, *(file.read_bytes() for file in (*REFUSED, *OVERLAYS.rglob("*.yaml")))]
    dice = random.Random(seed)
    failed: list[str] = []
    slowest, sound = 0.0, 0
    for _ in range(runs):
        data = mutated(good, corpus, dice)
        wrong, took, accepted = fault(data)
        slowest, sound = max(slowest, took), sound + accepted
        if wrong:
            name = hashlib.sha256(data).hexdigest()[:12]
            REGRESSIONS.mkdir(exist_ok=True)
            (REGRESSIONS / f"{name}.yaml").write_bytes(data)
            failed.append(f"{name}: {wrong}")
    return failed, slowest, sound


def main() -> int:
    """Run a campaign and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    failed, slowest, sound = campaign(chosen.runs, chosen.seed)
    print("\n".join(failed) or "no failures")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{chosen.runs} files, seed {chosen.seed}: {len(failed)} failed, {sound} sound, "
        f"slowest {slowest:.2f} s, peak {peak:.0f} MiB"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
