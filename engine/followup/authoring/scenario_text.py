"""Scenarios written as a tests file that reads back as the same scenarios.

Only characters that a tests file may hold can be written; see `characters`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from whenever import Instant, ZonedDateTime

from followup.authoring.scenarios.clock import TIME, written
from followup.authoring.scenarios.expecting import NOBODY as NO_CONTACT
from followup.authoring.scenarios.expecting import UNKNOWN
from followup.authoring.scenarios.people import DIRECT, NOBODY
from followup.authoring.yaml_text import Body, Plain, Value, lines
from followup.core.values.events import FactValue
from followup.core.values.people import Contact, Me
from followup.core.values.scenario import Act, Approvals, Deed, Expectation, Other, Scenario

MODELINE = "# yaml-language-server: $schema=../schemas/scenarios.schema.json\n"


def text(scenarios: Iterable[Scenario], *, playbook: str = "", modeline: bool = False) -> str:
    """Return a tests file with these scenarios.

    Args:
        scenarios: In the order to write them.
        playbook: The word of the playbook; empty: the one the file will be named after.
        modeline: Whether the first line tells an editor where the schema is.
    """
    found = list(scenarios)
    places = {one.place for one in found}
    top: dict[str, Value] = {"playbook": playbook} if playbook else {}
    place = places.pop() if len(places) == 1 else ""
    if place:
        top["place"] = place
    body = [*lines(top), "scenarios:"]
    for number, scenario in enumerate(found):
        body += [""] if number else []
        body += lines({scenario.name: _scenario(scenario, place)}, indent=2)
    return (MODELINE if modeline else "") + "\n".join(body) + "\n"


def entry(scenario: Scenario) -> str:
    """Return one scenario with its name, as it stands under `scenarios`, indented by two spaces."""
    return "\n".join(lines({scenario.name: _scenario(scenario, "")}, indent=2)) + "\n"


def _scenario(one: Scenario, place: str) -> dict[str, Value]:
    zone = one.place.partition(" ")[2]
    found: dict[str, Value] = {key: getattr(one, key) for key in ("why", "fails_on", "promise")}
    found["place"] = one.place if one.place != place else ""
    found = {key: value for key, value in found.items() if value}
    found["begins"] = Plain(written(one.begins, zone))
    if me := _me(one.me, zone):
        found["me"] = me
    if one.given:
        found["given"] = _facts(one.given, zone)
    if one.people:
        found["people"] = {person.id: _person(person, zone) for person in one.people}
    if one.approvals is not Approvals.AT_ONCE:
        later = one.approvals is Approvals.LATER
        found["approve"] = f"after {one.approve_after} minutes" if later else one.approvals.value
    if one.ways:
        found["ways"] = dict(one.ways)
    if one.others:
        found["others"] = {other.name: _other(other, zone) for other in one.others}
    found["story"] = [_act(act, zone) for act in one.story]
    return found


def _me(me: Me, zone: str) -> dict[str, Value]:
    usual = {field.name: getattr(NOBODY, field.name) for field in fields(NOBODY)} | {"zone": zone}
    return {key: getattr(me, key) for key in usual if getattr(me, key) != usual[key]}


def _person(one: Contact, zone: str) -> dict[str, Value]:
    found: dict[str, Value] = {
        key: getattr(one, key) for key in ("name", "title", "role", "main", "salutation")
    }
    found |= {way: address for way, address in one.addresses.items() if way in DIRECT}
    found["addresses"] = {way: address for way, address in one.addresses.items() if way not in DIRECT}
    found |= {"proxy": one.proxy, "do_not_contact": one.do_not_contact}
    found = {key: value for key, value in found.items() if value}
    if not one.name_verified:
        found["verified"] = False
    if one.away_until is not None:
        found["away_until"] = Plain(written(one.away_until, zone))
    return found


def _other(one: Other, zone: str) -> dict[str, Value]:
    found: dict[str, Value] = {"begins": Plain(written(one.begins, zone))}
    named = {"playbook": one.playbook, "owner": one.owner}
    found |= {key: value for key, value in named.items() if value}
    if one.facts:
        found["given"] = _facts(one.facts, zone)
    return found


def _act(act: Act, zone: str) -> dict[str, Value]:
    found: dict[str, Value] = {"at": Plain(written(act.at, zone))}
    if act.case:
        found["case"] = act.case
    found |= _deed(act, zone)
    told = {"from": act.contact, "by": act.channel, "note": act.note, "refused": act.refused}
    if act.people:
        found["people"] = {person.id: _person(person, zone) for person in act.people}
    if act.happened is not None:
        found["happened"] = Plain(written(act.happened, zone))
    found |= {key: value for key, value in told.items() if value}
    if act.expect is not None:
        found["expect"] = dict(_expectation(act.expect, zone))
    return found


def _deed(act: Act, zone: str) -> dict[str, Value]:
    match act.deed:
        case Deed.LOOK:
            return {}
        case Deed.TELL:
            return _told(act, _facts(act.facts, zone))
        case Deed.RECEIPT:
            return {"receipt": {act.name: act.outcome}}
        case Deed.HOLD:
            return {"hold": Plain(written(act.until, zone)) if act.until is not None else True}
        case Deed.LIFT | Deed.UNDO | Deed.RESTART:
            return {act.deed.value: True}
        case _:
            return {act.deed.value: act.name, **_beside(act)}


def _told(act: Act, facts: dict[str, Value]) -> dict[str, Value]:
    if not act.name:
        return {"know": facts}
    return {"tell": act.name, **({"facts": facts} if facts else {})}


def _beside(act: Act) -> dict[str, Value]:
    if act.text is not None:
        subject: dict[str, Value] = {"subject": act.text.subject} if act.text.subject else {}
        return {**subject, "body": Body(act.text.body)}
    key = "outcome" if act.deed is Deed.DONE else "as"
    return {key: act.outcome} if act.outcome else {}


def _expectation(one: Expectation, zone: str) -> Iterator[tuple[str, Value]]:
    """Yield what is expected in the order of its fields; what is not looked at is left out."""
    for field in fields(one):
        value = getattr(one, field.name)
        if value not in (field.default, {}):
            yield field.name, _expected(field.name, value, zone)


def _expected(key: str, value: Any, zone: str) -> Value:
    match key:
        case "sent":
            return [_sent(sent.at, sent.item, sent.contact, zone) for sent in value]
        case "due":
            return {name: _time(at, zone) for name, at in value.items()}
        case "blocked":
            return {name: _block(rules, until, zone) for name, (rules, until) in value.items()}
        case "facts":
            return {name: [_value(each, zone) for each in told] for name, told in value.items()}
        case _:
            return _nested(value)


def _sent(at: Instant, item: str, contact: str, zone: str) -> Plain:
    return Plain(f"{written(at, zone)} {item} {contact or NO_CONTACT}")


def _block(rules: tuple[str, ...], until: Instant | None, zone: str) -> dict[str, Value]:
    end: dict[str, Value] = {"until": _time(until, zone)} if until is not None else {}
    return {"rules": list(rules), **end}


def _time(at: Instant | None, zone: str) -> Plain:
    return Plain(UNKNOWN if at is None else written(at, zone))


def _facts(facts: Mapping[str, FactValue], zone: str) -> dict[str, Value]:
    return {name: _value(value, zone) for name, value in facts.items()}


def _value(value: FactValue, zone: str) -> Value:
    """Return a value as it is written: a time of the place as on its clocks, and such a text in quotes."""
    if isinstance(value, tuple):
        return [_value(one, zone) for one in value]
    if not isinstance(value, str):
        return value
    if TIME.fullmatch(value):
        return Body(value)
    wall = _wall(value, zone)
    return Plain(wall) if wall else value


def _wall(value: str, zone: str) -> str:
    """Return a time as it is on the clocks of the place; empty if that would not be read as the same."""
    if not value.endswith(f"[{zone}]"):
        return ""
    try:
        local = ZonedDateTime.parse_iso(value)
    except ValueError:
        return ""
    same = local.to_instant().to_tz(zone).format_iso() == value
    return written(local.to_instant(), zone) if same else ""


def _nested(value: object) -> Value:
    if isinstance(value, Mapping):
        return {str(name): _nested(inner) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [_nested(inner) for inner in value]
    assert isinstance(value, str | int)  # noqa: S101 - what expectations are made of
    return value
