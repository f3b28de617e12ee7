"""How a proof grows with states and with facts: `python -m tests.cost.proving` draws docs/proof-growth.svg.

Counted are situations, which are the same on every machine; the seconds beside them are of this one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from followup.authoring.compile import read
from followup.core.prove.prove import prove

PICTURE = Path(__file__).parents[2] / "docs" / "proof-growth.svg"
STATES = (2, 4, 8, 16, 32)
FACTS = (0, 1, 2, 3, 4)
Row = tuple[int, int, float]


def playbook(states: int, facts: int) -> str:
    """Return a playbook: a row of states with a message in each, and guards over so many yes-or-no facts."""
    known = "\n".join(f'  f{n}: {{type: boolean, optional: true, ask: "Is it so?"}}' for n in range(facts))
    brings = f", also: [{', '.join(f'f{n}' for n in range(facts))}]" if facts else ""
    guard = " && ".join(f"f{n}" for n in range(facts))
    go = [
        f"{{when: {guard}, go: s{n + 1}}}, {{go: s{n + 1}}}" if facts else f"{{go: s{n + 1}}}"
        for n in range(states)
    ]
    rows = "\n".join(
        f"  s{n}:\n    do: [m{n}]\n    events: {{next: [{go[n]}]}}\n"
        f"    timers: {{over: {{due: 30 days after entry, go: s{n + 1}}}}}"
        for n in range(states)
    )
    messages = "\n".join(
        f"  m{n}: {{to: one of people, via: [email], due: 1 day after entry, expires: 9 days after entry,"
        f' subject: "Hello", body: "Hello"}}'
        for n in range(states)
    )
    return f"""playbook: growing
version: "1.0"
title: Made to be measured
start: s0
facts:
  workplace: {{type: place, ask: "Where is it?"}}
  people: {{type: contacts, ask: "Who is it?"}}
{known}
courtesy: {{place: workplace}}
events:
  next: {{say: "It goes on."{brings}}}
messages:
{messages}
states:
{rows}
  s{states}: {{final: true}}
"""


def measured(sizes: Iterator[tuple[int, int]]) -> list[tuple[int, int, int, float]]:
    """Return states, facts, situations and seconds of proofs that are sound."""
    found = []
    for states, facts in sizes:
        compiled, findings = read(playbook(states, facts).encode(), "growing.yaml")
        assert compiled is not None, findings
        begun = time.process_time()
        proof = prove(compiled.playbook, budget=200_000)
        assert proof.sound, [one for one in proof.promises if one.verdict.value != "proved"]
        found.append((states, facts, proof.situations, time.process_time() - begun))
    return found


def drawing(by_states: list[Row], by_facts: list[Row]) -> str:
    """Return two curves side by side as SVG."""
    parts = [
        (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 300" '
            'font-family="sans-serif" font-size="12">'
        ),
        '<rect width="760" height="300" fill="white"/>',
        *_curve(by_states, left=60, name="states (no facts in guards)"),
        *_curve(by_facts, left=430, name="facts in guards (8 states)"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _curve(rows: list[Row], *, left: int, name: str) -> Iterator[str]:
    wide, high, top = 280, 200, 40
    most_x, most_y = max(row[0] for row in rows) or 1, max(row[1] for row in rows)
    spots = [(left + wide * x / most_x, top + high - high * y / most_y, x, y) for x, y, _ in rows]
    yield f'<path d="M{left} {top}V{top + high}H{left + wide}" fill="none" stroke="#888"/>'
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in spots)
    yield f'<polyline points="{line}" fill="none" stroke="#1f5f8b" stroke-width="2"/>'
    for x, y, size, count in spots:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1f5f8b"/>'
        yield f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{count}</text>'
        yield f'<text x="{x:.1f}" y="{top + high + 16}" text-anchor="middle">{size}</text>'
    yield f'<text x="{left + wide / 2}" y="{top + high + 40}" text-anchor="middle">{name}</text>'
    yield f'<text x="{left}" y="{top - 18}" text-anchor="middle">situations</text>'


def main() -> int:
    """Measure, print a table in Markdown and draw the picture."""
    by_states = measured((states, 0) for states in STATES)
    by_facts = measured((8, facts) for facts in FACTS)
    print("| states | facts in guards | situations | seconds of a processor |\n|---|---|---|---|")
    for states, facts, situations, seconds in (*by_states, *by_facts):
        print(f"| {states} | {facts} | {situations} | {seconds:.2f} |")
    PICTURE.write_text(
        drawing(
            [(states, situations, seconds) for states, _, situations, seconds in by_states],
            [(facts, situations, seconds) for _, facts, situations, seconds in by_facts],
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
