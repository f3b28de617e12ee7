"""The document `simulate/1`."""

from __future__ import annotations

from collections.abc import Mapping

from followup.cli.documents.shapes import Json, instant
from followup.cli.screens.simulate import counts
from followup.core.values.events import FactValue
from followup.runtime.simulation import Moment, Played


def document(played: Played, *, case: str, made_up: Mapping[str, FactValue]) -> Json:
    """Return what a simulation came to.

    Args:
        played: What it came to.
        case: The real case that was looked ahead in; empty: it was made up.
        made_up: Facts that nobody gave, by name.
    """
    scenario = played.scenario
    zone = scenario.place.partition(" ")[2]
    messages, to_dos = counts(played)
    rest = played.rest
    return {
        "schema": "simulate/1",
        "playbook": f"{played.playbook.name} {played.playbook.version}",
        "case": case or None,
        "scenario": None if case else scenario.name,
        "place": scenario.place,
        "here": scenario.me.zone,
        "begins": instant(scenario.begins, zone),
        "approvals": scenario.approvals.value,
        "approve_after": scenario.approve_after,
        "made_up": {
            name: list(value) if isinstance(value, tuple) else value for name, value in made_up.items()
        },
        "timeline": [_moment(line, zone) for line in played.timeline],
        "messages": messages,
        "to_dos": to_dos,
        "state": played.case.state,
        "outcome": played.case.outcome or None,
        "ends": rest.ends if rest is not None else None,
        "rest": rest.text if rest is not None else None,
        "rests_at": instant(rest.at, zone) if rest is not None else None,
        "differences": [
            {"about": one.about, "expected": one.expected, "came": one.came, "line": one.line or None}
            for one in played.found
        ],
        "covered": {
            "states": sorted(played.covered.states),
            "transitions": [list(one) for one in sorted(played.covered.transitions)],
            "timers": sorted(played.covered.timers),
            "items": sorted(played.covered.items),
        },
    }


def _moment(line: Moment, zone: str) -> Json:
    return {
        "when": instant(line.at, zone),
        "kind": line.kind,
        "what": line.what,
        "text": line.text,
        "way": line.way or None,
        "facts": dict(line.facts),
        "to": line.to,
        "why": line.why,
        "waits": line.waits,
        "until": instant(line.until, zone),
        "since": instant(line.since, zone),
        "item": line.item or None,
    }
