"""Reads a scenario file of this folder into a scenario, which is then played through the real runtime.

The files are older than the language of tests files and say the same in a shorter way: where, what is
known, what happens and when (wall time of the place), and what is then expected, with instants in UTC.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from whenever import Instant, PlainDateTime

from followup.authoring.compile import Compiled, read
from followup.core.values.events import FactValue, Wording
from followup.core.values.people import Contact, Me
from followup.core.values.scenario import Act, Approvals, Deed, Expectation, Scenario, Sent
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.simulation import Played, play

HERE = Path(__file__).parent
PLAYBOOKS = HERE.parents[1] / "playbooks"
ALMANAC = PublicAlmanac()
_DEEDS = ("tell", "done", "approve", "edit", "undo")


def played(path: Path) -> Played:
    """Play one scenario file."""
    data = yaml.safe_load(path.read_text())
    return play(compiled(data), _Reader(data).scenario(path.stem), almanac=ALMANAC)


def compiled(data: dict[str, Any]) -> Compiled:
    """Return the scenario's playbook, with the replacements that the scenario declares."""
    name = data.get("playbook", "interview-follow-up")
    text = (PLAYBOOKS / f"{name}.yaml").read_text()
    for old, new in data.get("replace", []):
        assert old in text, f"the playbook does not say {old!r}"
        text = text.replace(old, new)
    found, findings = read(text.encode(), f"{name}.yaml")
    assert found is not None, findings
    return found


class _Reader:
    """One file on its way to a scenario."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self._zone = data["place"].split()[1]

    def scenario(self, name: str) -> Scenario:
        data = self._data
        return Scenario(
            name=name,
            why=data["scenario"],
            place=data["place"],
            begins=self._wall(data["begins"]),
            me=Me(name="Candidate", email="candidate@example.org", zone=data.get("reader", self._zone)),
            given=self._facts(data["given"]),
            people=_people(data.get("people", [])),
            approvals=Approvals(data.get("approve", "at once")),
            story=tuple(self._act(dict(act)) for act in data["story"]),
        )

    def _act(self, act: dict[str, Any]) -> Act:
        deed = next((verb for verb in _DEEDS if verb in act), "look")
        name = act.get(deed)
        words = None
        if "body" in act:
            words = Wording(subject="Thank you: Data analyst interview", body=act["body"])
        return Act(
            at=self._wall(act["at"]),
            deed=Deed(deed),
            name=name if isinstance(name, str) else "",
            facts=self._facts(act.get("facts", {})),
            outcome=act.get("outcome", ""),
            text=words,
            happened=self._wall(act["happened"]) if "happened" in act else None,
            contact=act.get("contact"),
            channel=act.get("channel", ""),
            people=_people(act.get("people", [])),
            note=act.get("note", ""),
            expect=self._expect(act["expect"]) if "expect" in act else None,
        )

    def _expect(self, data: dict[str, Any]) -> Expectation:
        blocked = {name: self._free(words) for name, words in data.get("free", {}).items()}
        facts = {name: tuple(map(self._fact, values)) for name, values in data.get("facts", {}).items()}
        due = {
            name: _utc(words) if words[0].isdigit() else None for name, words in data.get("due", {}).items()
        }
        return Expectation(
            state=data.get("state"),
            round=data.get("round"),
            sent=tuple(map(_sent, data["sent"])) if "sent" in data else None,
            items=data.get("items", {}),
            due=due,
            blocked=blocked,
            facts=facts,
            stuck={name: tuple(values) for name, values in data.get("stuck", {}).items()},
            about={name: tuple(values) for name, values in data.get("about", {}).items()},
            said=tuple(data.get("said", ())),
        )

    def _free(self, words: str) -> tuple[tuple[str, ...], Instant | None]:
        rules, _, at = words.partition(" | ")
        return tuple(rules.split()), None if at == "-" else _utc(at)

    def _facts(self, data: dict[str, Any]) -> dict[str, FactValue]:
        return {name: self._fact(value) for name, value in data.items()}

    def _fact(self, value: Any) -> FactValue:
        """Give a date or a wall time the shape of a fact."""
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str) and len(value) == 16 and value[10] == " ":
            return PlainDateTime.parse_iso(value.replace(" ", "T")).assume_tz(self._zone).format_iso()
        return tuple(value) if isinstance(value, list) else value

    def _wall(self, words: Any) -> Instant:
        return PlainDateTime.parse_iso(str(words).replace(" ", "T")).assume_tz(self._zone).to_instant()


def _people(data: list[dict[str, Any]]) -> tuple[Contact, ...]:
    return tuple(Contact(**{"name_verified": True, **person}) for person in data)


def _sent(line: str) -> Sent:
    at, item, contact = line.split()
    return Sent(at=_utc(at), item=item, contact=contact)


def _utc(words: str) -> Instant:
    return Instant.parse_iso(f"{words[:16]}:00Z")
