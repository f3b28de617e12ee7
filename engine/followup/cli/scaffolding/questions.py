"""What a person is asked who begins an overlay: what differs, and why. Every answer is checked at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from followup.authoring.compile import read
from followup.authoring.yaml_text import Value
from followup.cli import output, prompts
from followup.cli.scaffolding.overlay import Begun, Changes
from followup.core.values.playbook import ItemKind, Pick, SettingKind
from followup.errors import Finding, InvalidInput, Refused
from followup.library import library, stock

OWN = "Our own judgement."
_KEPT = ("thank_you",)
"""Messages that are not offered to be left out: what a playbook is for."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: about which thing of the base, in which words, and what an answer changes."""

    section: str
    name: str
    key: str
    words: str
    now: str


def questions(begun: Begun) -> Iterator[Question]:
    """Yield the questions that make sense for a base: about things it has."""
    playbook, raw = begun.base.playbook, yaml.safe_load(begun.base.source)
    for name, words in _SETTINGS.items():
        if name in playbook.settings:
            said = raw["settings"][name]
            use = said["use"] if isinstance(said, Mapping) else said[-1]["use"]
            yield Question("settings", name, "use", words, str(use))
    first = playbook.items.get("thank_you")
    if first is not None and first.target.pick in (Pick.EACH, Pick.ONE):
        now = f"{first.target.pick} of {first.target.name}"
        yield Question("messages", "thank_you", "to", "Whom to thank?", now)
    asking = playbook.items.get("check_in")
    if asking is not None and asking.via:
        yield Question(
            "messages", "check_in", "via", "Ways to ask, the best first, with commas?", ", ".join(asking.via)
        )
    hours = (raw.get("courtesy") or {}).get("hours")
    if isinstance(hours, Mapping) and "any" in hours:
        yield Question("courtesy", "hours", "any", "When may anything go out?", str(hours["any"]))


_SETTINGS = {
    "patience": "How long to wait when they named no date?",
    "grace": "How long to wait after a date they named?",
    "check_ins": "How many questions how it stands, in one round?",
}


def ask(begun: Begun, file: Path) -> Begun:
    """Return the overlay with what a person says; Enter leaves a thing as it is in the base."""
    output.lines(["Enter leaves a thing as it is [in brackets]. A reason is asked for with what differs."])
    title = prompts.ask("For whom or where is it?", default=begun.title or _title(begun.name))
    begun = replace(begun, title=title)
    begun = prompts.until("In which country or town, for the most part?", _placed(begun), brackets="anywhere")
    for question in questions(begun):
        begun = prompts.until(question.words, _changed(begun, question, file), default=question.now)
    return prompts.until(
        "What is not customary? (names, with commas)",
        lambda answer: _dropped(begun, answer, file),
        brackets=", ".join(_droppable(begun)[:4]) + ", ..." if _droppable(begun) else "nothing",
    )


def _placed(begun: Begun) -> Callable[[str], Begun]:
    def take(answer: str) -> Begun:
        from followup.runtime.almanac import PublicAlmanac

        return replace(begun, place=PublicAlmanac().place(answer)) if answer else begun

    return take


def country(place: str) -> str:
    """Return the overlay of a place's country that came with Followup, or an empty name."""
    code = place.partition(" ")[0].partition("-")[0]
    return _COUNTRIES[code] if _COUNTRIES.get(code) in stock() else ""


_COUNTRIES = {"GB": "uk", "US": "us", "DE": "germany", "FR": "france", "JP": "japan", "IN": "india"}


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _changed(begun: Begun, question: Question, file: Path) -> Callable[[str], Begun]:
    """Return what makes of an answer an overlay that has it, and refuses one that is not understood."""

    def take(answer: str) -> Begun:
        if not answer or answer == question.now:
            return begun
        value: Value = answer
        if question.key == "via":
            value = [word.strip().lower() for word in answer.split(",") if word.strip()]
        elif answer.isdigit():
            value = int(answer)
        if question.section == "settings":
            _of_kind(begun.base.playbook.settings[question.name].kind, answer)
        keys: dict[str, Value] = {question.key: value}
        _sound(_with(begun, question, {**keys, "because": OWN, "widens": OWN}), file)
        keys["because"] = prompts.ask("  Why, and who says so?", default=OWN)
        try:
            return _sound(_with(begun, question, keys), file)
        except InvalidInput:  # it allows more than the base, so it has to say so
            keys["widens"] = keys["because"]
            output.lines(["  That allows more than the base; the file says so (widens)."])
            return _sound(_with(begun, question, keys), file)

    return take


def _of_kind(kind: SettingKind, answer: str) -> None:
    """Refuse an answer that is a number where a span is asked for, or the other way round."""
    if kind is SettingKind.COUNT and not answer.isdigit():
        raise InvalidInput("no-number", f'"{answer}" is no number', hint="a number, such as 1")
    if kind is SettingKind.SPAN and answer.isdigit():
        raise InvalidInput("no-span", f'"{answer}" of what?', hint=f"such as {answer} business days")


def _with(begun: Begun, question: Question, keys: Mapping[str, Value]) -> Begun:
    changes: Changes = deepcopy(begun.changes)
    changes.setdefault(question.section, {}).setdefault(question.name, {})
    changes[question.section][question.name] = {**keys}
    return replace(begun, changes=changes)


def _droppable(begun: Begun) -> list[str]:
    items = begun.base.playbook.items.values()
    return [one.name.replace("_", "-") for one in items if not one.keep and one.name not in _KEPT]


def _dropped(begun: Begun, answer: str, file: Path) -> Begun:
    """Return the overlay without some messages and tasks."""
    changes: Changes = deepcopy(begun.changes)
    for word in [one.strip() for one in answer.split(",") if one.strip()]:
        name = word.lower().replace("-", "_").replace(" ", "_")
        item = begun.base.playbook.items.get(name)
        if item is None:
            raise InvalidInput(
                "unknown-item", f'there is no "{word}"', hint=f"there are: {', '.join(_droppable(begun))}"
            )
        section = "messages" if item.kind is ItemKind.MESSAGE else "tasks"
        why = prompts.ask(f"  Why not {word}?", default="Not customary.")
        changes.setdefault(section, {})[name] = {"drop": why}
    return _sound(replace(begun, changes=changes), file)


def _sound(begun: Begun, file: Path) -> Begun:
    """Return the overlay if it reads.

    Raises:
        InvalidInput: With the first thing that is wrong, and the way out.
    """
    compiled, findings = read(begun.text().encode(), str(file), library=library(file.parent), flow=False)
    if compiled is not None:
        return begun
    raise _wrong(next(one for one in findings if one.severity == "error"))


def _wrong(finding: Finding) -> InvalidInput | Refused:
    return InvalidInput(finding.code, finding.text, hint="\n".join(finding.hints))
