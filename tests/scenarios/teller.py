"""Tells a scenario file through the real runtime: a store in memory, a virtual clock, the folder channel.

A scenario says where, what is known, what happens and when (wall time of the employer's place), and
what is then expected: messages with their exact instants, states, times ahead. Nothing is mocked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from whenever import Instant, PlainDateTime

from followup.app import open_home
from followup.authoring.compile import Compiled, read
from followup.core.values.case import Case
from followup.core.values.people import Contact, Me
from followup.core.values.times import Moment
from followup.runtime import acting, looking, stepping
from followup.runtime.clock import VirtualClock
from followup.runtime.home import Home

HERE = Path(__file__).parent
PLAYBOOKS = HERE.parents[1] / "playbooks"


@dataclass
class Teller:
    """One scenario on its way.

    Attributes:
        approve: Whether every draft is approved as soon as it is there.
        sent: What left, in order: (instant, item, contact).
    """

    home: Home
    clock: VirtualClock
    case: str
    zone: str
    approve: bool
    sent: list[tuple[Instant, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def now_case(self) -> Case:
        with self.home.store.read() as view:
            case = view.case(self.case)
        assert case is not None
        return case

    def keep(self, report: Any) -> None:
        """Remember what a command delivered, and what it said."""
        for delivered in report.delivered:
            if delivered.outcome == "sent":
                item = self.now_case().items[delivered.item]
                self.sent.append((delivered.at, delivered.item, item.contact or ""))
        self.notes.extend(effect.text for _, effect in report.effects if hasattr(effect, "text"))
        if self.approve:
            self.approve_all()

    def approve_all(self) -> None:
        for item in list(self.now_case().items.values()):
            if item.status == "drafted" and item.draft is not None and not item.draft.errors:
                self.keep(acting.approve(self.home, self.case, item.id, digest=item.draft.digest))

    def until(self, at: Instant) -> None:
        """Let time pass, stopping wherever the home says that something is due."""
        past: tuple[str, Instant] | None = None
        for _ in range(500):
            with self.home.store.read() as view:
                coming = view.next_due()
            if coming is None or coming[1] > at:
                break
            assert coming != past, f"{coming} is due for ever"
            self.clock.set(max(coming[1], self.clock.now()))
            self.keep(stepping.step(self.home))
            past = coming
        self.clock.set(max(at, self.clock.now()))
        self.keep(stepping.step(self.home))

    def instant(self, words: str) -> Instant:
        return PlainDateTime.parse_iso(str(words).replace(" ", "T")).assume_tz(self.zone).to_instant()

    def fact(self, value: Any) -> Any:
        """Give a date or a wall time of the story the shape of a fact."""
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str) and len(value) == 16 and value[10] == " ":
            return PlainDateTime.parse_iso(value.replace(" ", "T")).assume_tz(self.zone).format_iso()
        return tuple(value) if isinstance(value, list) else value


def compiled(scenario: dict[str, Any]) -> Compiled:
    """Read the scenario's playbook, with the replacements that the scenario declares."""
    name = scenario.get("playbook", "interview-follow-up")
    text = (PLAYBOOKS / f"{name}.yaml").read_text()
    for old, new in scenario.get("replace", []):
        assert old in text, f"the playbook does not say {old!r}"
        text = text.replace(old, new)
    found, findings = read(text.encode(), f"{name}.yaml")
    assert found is not None, findings
    return found


def people(scenario: dict[str, Any]) -> list[Contact]:
    return [Contact(**{"name_verified": True, **person}) for person in scenario.get("people", [])]


def tell(path: Path, folder: Path) -> None:
    """Tell one scenario file and check all that it expects.

    Raises:
        AssertionError: Something came out differently; the message says what.
    """
    scenario = yaml.safe_load(path.read_text())
    zone = scenario["place"].split()[1]
    begun = PlainDateTime.parse_iso(scenario["begins"].replace(" ", "T")).assume_tz(zone).to_instant()
    clock = VirtualClock(begun)
    home = open_home(folder / "home", now=begun)
    home = type(home)(**{**{f: getattr(home, f) for f in home.__dataclass_fields__}, "clock": clock})
    teller = Teller(home, clock, "", zone, scenario.get("approve", "at once") == "at once")
    try:
        given = {name: teller.fact(value) for name, value in scenario["given"].items()}
        given["workplace"] = scenario["place"]
        report = acting.start(
            home,
            compiled(scenario),
            owner="me",
            me=Me(name="Candidate", email="candidate@example.org", zone=scenario.get("reader", zone)),
            facts=given,
            words={},
            people=people(scenario),
        )
        assert report.case is not None
        teller.case = report.case.id
        teller.keep(report)
        for act in scenario["story"]:
            _act(teller, dict(act))
    finally:
        home.store.close()


def _act(teller: Teller, act: dict[str, Any]) -> None:
    at = teller.instant(act.pop("at"))
    teller.until(at)
    expect = act.pop("expect", None)
    if act:
        (verb, what), *rest = act.items()
        _VERBS[verb](teller, what, dict(rest))
    if expect is not None:
        for name, wanted in expect.items():
            _EXPECT[name](teller, wanted)


def _tell(teller: Teller, event: str | None, more: dict[str, Any]) -> None:
    happened = more.pop("happened", None)
    new = [Contact(**{"name_verified": True, **person}) for person in more.pop("people", [])]
    teller.keep(
        acting.tell(
            teller.home,
            teller.case,
            event=event,
            facts={name: teller.fact(value) for name, value in more.pop("facts", {}).items()},
            at=teller.instant(happened) if happened else None,
            people=new,
            **more,
        )
    )


def _done(teller: Teller, item: str, more: dict[str, Any]) -> None:
    teller.keep(acting.done(teller.home, teller.case, item, **more))


def _approve(teller: Teller, item: str, more: dict[str, Any]) -> None:
    draft = teller.now_case().items[item].draft
    assert draft is not None, f"{item} has no draft"
    teller.keep(acting.approve(teller.home, teller.case, item, digest=draft.digest))


def _edit(teller: Teller, item: str, more: dict[str, Any]) -> None:
    from followup.core.values.events import Wording

    draft = teller.now_case().items[item].draft
    assert draft is not None, f"{item} has no draft"
    words = Wording(subject=draft.subject, body=more["body"])
    teller.keep(acting.edit(teller.home, teller.case, item, wording=words))


def _undo(teller: Teller, _: Any, more: dict[str, Any]) -> None:
    teller.keep(acting.undo(teller.home, teller.case))


_VERBS = {"tell": _tell, "done": _done, "approve": _approve, "edit": _edit, "undo": _undo}


def _sent(teller: Teller, wanted: list[str]) -> None:
    got = [f"{at.format_iso()[:16]}Z {item} {contact}" for at, item, contact in teller.sent]
    assert got == wanted, f"sent {got}, expected {wanted}"


def _state(teller: Teller, wanted: str) -> None:
    assert teller.now_case().state == wanted, teller.now_case().state


def _items(teller: Teller, wanted: dict[str, str]) -> None:
    got = {name: str(item.status) for name, item in teller.now_case().items.items() if name in wanted}
    assert got == wanted, f"items are {got}, expected {wanted}"


def _due(teller: Teller, wanted: dict[str, str]) -> None:
    """Expected instants of planned items and timers, UTC."""
    case = teller.now_case()
    for name, at in wanted.items():
        due = case.timers[name].due if name in case.timers else case.items[name].due
        got = due.at.format_iso()[:16] + "Z" if isinstance(due, Moment) else str(due)
        assert got == at, f"{name} is due {got}, expected {at}"


def _free(teller: Teller, wanted: dict[str, str]) -> None:
    """Expected rules and earliest instants at which items may go, as `rule rule | instant`."""
    for name, words in wanted.items():
        verdict = looking.item_view(teller.home, teller.case, name).verdict
        free = verdict.free_at.format_iso()[:16] + "Z" if verdict.free_at else "-"
        got = f"{' '.join(block.rule for block in verdict.blocks)} | {free}"
        assert got == words, f"{name}: {got}, expected {words}"


def _round(teller: Teller, wanted: int) -> None:
    assert teller.now_case().round == wanted


def _fact(teller: Teller, wanted: dict[str, Any]) -> None:
    for name, values in wanted.items():
        got = [word.value for word in teller.now_case().facts.get(name, ())]
        assert got == [teller.fact(value) for value in values], f"{name} was said to be {got}"


def _stuck(teller: Teller, wanted: dict[str, list[str]]) -> None:
    for name, missing in wanted.items():
        item = teller.now_case().items[name]
        assert list(item.stuck) == missing, f"{name} is stuck on {item.stuck}"


def _said(teller: Teller, wanted: list[str]) -> None:
    for words in wanted:
        assert any(words in note for note in teller.notes), f"nobody was told {words!r}: {teller.notes}"


def _about(teller: Teller, wanted: dict[str, list[str]]) -> None:
    for name, contacts in wanted.items():
        assert list(teller.now_case().items[name].about) == contacts


_EXPECT = {
    "sent": _sent,
    "state": _state,
    "items": _items,
    "due": _due,
    "free": _free,
    "round": _round,
    "facts": _fact,
    "stuck": _stuck,
    "said": _said,
    "about": _about,
}
