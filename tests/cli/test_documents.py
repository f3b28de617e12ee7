"""Documents: every shape against its schema, from views made by hand; the schemas themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cli import samples
from tests.cli.typing_in import check

from followup.bundled import bundled
from followup.channels.listing import Available, State
from followup.cli.checking.values import Examined, Subject, total
from followup.cli.documents import case, channels, doctor, findings, item, report, today, why
from followup.core.values.case import Hold, ItemStatus, Known
from followup.core.values.events import Event, EventKind
from followup.core.values.playbook import Audience
from followup.core.values.records import Entry, Row, Summary
from followup.core.values.steps import Block, Drafted, Moved, Noted, Sealed, Told, Unsealed, Withdrawn
from followup.errors import Finding, Place
from followup.runtime.views import CaseView, Caught, Delivered, Diagnosis, Report, Waiting, WhyView, Would

NOW, ZONE = samples.NOW, samples.ZONE
INPUTS = ("playbook.schema.json", "scenarios.schema.json")  # written by people, not answers
NAMES = sorted(
    one.name.partition(".")[0]
    for one in bundled("schemas").iterdir()
    if one.name.endswith(".schema.json") and one.name not in INPUTS
)


def shapes(node: Any) -> Iterator[Mapping[str, Any]]:
    """Yield all schemas inside a schema that describe a property."""
    if isinstance(node, dict):
        for name, inner in node.get("properties", {}).items():
            yield {"name": name, **inner}
        for inner in node.values():
            yield from shapes(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from shapes(inner)


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_valid_closed_and_described(name: str):
    """Guards that each schema is one, refuses unknown members, and explains every member."""
    found = json.loads(bundled("schemas").joinpath(f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    assert found["additionalProperties"] is False
    assert found["properties"]["schema"]["const"] == f"{name}/1"
    for shape in shapes(found):
        described = {"description", "$ref", "const"} & set(shape)
        assert described or shape["name"] == "at", f"{name}: {shape['name']} has no description"


def test_today():
    """Guards `today/1`."""
    needs = (samples.need(draft=samples.DRAFT, contact=samples.PERSON, asks={"promised_by": "By when?"}),)
    check(today.document(samples.today(*needs, more=2)))
    check(today.document(samples.today(upcoming=None)))


def test_report_with_every_effect():
    """Guards `report/1` with each kind of effect, attempt and late thing."""
    effects = (
        Drafted(item="thank_you", draft=samples.DRAFT, due=NOW, expires=None),
        Sealed(item="thank_you", digest="ab"),
        Unsealed(item="thank_you", reason="a fact changed"),
        Withdrawn(item="thank_you", reason="they said no"),
        Told(to=Audience.OTHER_CASES, event="rival_offer", proposed=False),
        Moved(what="check_in", before=NOW, after=None),
        Noted(text="a word"),
    )
    sent = Delivered(
        case="a", item="b", outcome="sent", way="email", channel="email", to="c", at=NOW, message_id="<1@x>"
    )
    found = Report(
        case=samples.case(),
        effects=tuple(("acme-analyst", one) for one in effects),
        delivered=(sent,),
        caught=(Caught(case="a", item="b", due=NOW, done="expired", rule="late: skip"),),
        needs=(samples.need(),),
        next=samples.REST,
        in_doubt=("a/b",),
        missing={"email": NOW, "sms": None},
        elsewhere="worker 1",
    )
    check(report.document(found, ZONE))
    check(report.document(Report(), ZONE))


def test_case_with_history_and_list():
    """Guards `case/1` and `list/1`."""
    row = Row(due=NOW, wants=None, deadline=None, title="Data analyst at Acme")
    summary = Summary(
        case="acme-analyst",
        owner="me",
        state="waiting",
        outcome="",
        round=1,
        playbook="f" * 64,
        started_at=NOW,
        row=row,
    )
    held = samples.case(
        hold=Hold(since=NOW),
        facts={"closed": (Known(value=("2026-12-24",), round=1, at=NOW, seq=1, words="christmas eve"),)},
        items={
            "thank_you": samples.item(
                ItemStatus.SENT, due=samples.UNKNOWN, expires=samples.THEN, at=NOW, outcome="sent"
            )
        },
    )
    event = Event(
        kind=EventKind.STARTED, occurred_at=NOW, recorded_at=NOW, seq=1, facts={"closed": ("2026-12-24",)}
    )
    view = CaseView(
        now=NOW,
        summary=summary,
        case=held,
        contacts={"interviewer-a": samples.PERSON},
        needs=(),
        next=None,
        log=(Entry(event=event, changes={}, why=("because",)),),
        parcels=(),
        playbook="interview-follow-up 1.0",
        playbook_file="interview-follow-up.yaml",
        file_gone=False,
        zone=ZONE,
    )
    check(case.document(view))
    check(case.document(view, history=True))
    check(case.listing([summary], ZONE, more=False))


def test_item_why_and_the_house():
    """Guards `item/1`, `why/1`, `doctor/1`, `channels/1` and `findings/1`."""
    block = Block(rule="gap", path="courtesy.limits.contact", why="too soon", until=NOW)
    check(item.document(samples.item_view(samples.item(), block)))
    check(item.document(samples.item_view(samples.item(ItemStatus.PLANNED, None, due=samples.UNKNOWN))))
    waiting = Waiting(
        what="check_in",
        text="ask",
        moment=samples.THEN,
        missing=("a",),
        blocks=(block,),
        free_at=NOW,
        place="f.yaml:1",
    )
    would = Would(event="rejected", say="They said no.", go="", do=("a",))
    check(
        why.document(
            WhyView(
                now=NOW,
                case=samples.case(),
                state_why="",
                since=NOW,
                waiting=(waiting,),
                would=(would,),
                zone=ZONE,
            )
        )
    )
    check(doctor.document([Diagnosis(level="error", about="email", text="no password", remedy="set it")]))
    check(channels.document([Available(name="email", state=State.READY, title="sends", ways=("email",))]))
    place = Place(file="a.yaml", line=1, column=2, end_column=3)
    finding = Finding(
        place=place, severity="error", code="x", text="y", hints=("z",), related=((place, "here"),)
    )
    found = Examined(subject=Subject(word="a.yaml", shown="a.yaml"), findings=(finding,))
    check(findings.document([found], total([found], seconds=0.1, processes=1)))
