"""Operators that break a playbook: each takes a plain tree and dice, and says what it did.

An operator yields every place it can be applied to; the campaign draws from them with a printed seed. The
name of an operator says what is lost; `breaks` names the promises of which at least one has to be refuted.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A broken playbook.

    Attributes:
        operator: What was done, in a word.
        where: Where it was done, as a dotted path.
        breaks: Codes of promises, of which at least one is broken.
        tree: The playbook.
    """

    operator: str
    where: str
    breaks: frozenset[str]
    tree: Tree


Operator = Callable[[Tree], Iterator[Mutant]]
OPERATORS: dict[str, Operator] = {}

_SILENCE = frozenset({"ends", "silence-ends"})


def operator(*breaks: str) -> Callable[[Callable[[Tree], Iterator[tuple[str, Tree]]]], Operator]:
    """Register an operator under its name, with the promises it breaks."""

    def register(made: Callable[[Tree], Iterator[tuple[str, Tree]]]) -> Operator:
        name = made.__name__.removeprefix("_").replace("_", "-")

        def mutants(tree: Tree) -> Iterator[Mutant]:
            for where, broken in made(copy.deepcopy(tree)):
                yield Mutant(name, where, frozenset(breaks), broken)

        OPERATORS[name] = mutants
        return mutants

    return register


def states(tree: Tree, inside: str = "") -> Iterator[tuple[str, Tree, bool]]:
    """Yield the states of a playbook, however deep: name, mapping, whether it is a leaf."""
    for name, state in tree.get("states", {}).items():
        yield name, state, "states" not in state
        yield from states(state, name)


def copied(tree: Tree) -> tuple[Tree, dict[str, Tree]]:
    """Return a copy of a playbook, and its states by name to be changed in place."""
    fresh = copy.deepcopy(tree)
    return fresh, {name: state for name, state, _ in states(fresh)}


def _reworded(tree: Tree, name: str, change: Callable[[Tree], None]) -> Tree:
    """Return a copy with one message changed."""
    fresh = copy.deepcopy(tree)
    change(fresh["messages"][name])
    return fresh


@operator("ends", "silence-ends", "reachable")
def _lost_final(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """The last state is not said to be the end, and nothing leads out of it."""
    for name, state, _ in states(tree):
        if state.get("final"):
            fresh, all_ = copied(tree)
            all_[name].pop("final")
            yield f"states.{name}.final", fresh


@operator("ends", "silence-ends")
def _lost_rest(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """A state that may be waited in for ever no longer says so."""
    for name, state, _ in states(tree):
        if state.get("rest"):
            fresh, all_ = copied(tree)
            all_[name].pop("rest")
            yield f"states.{name}.rest", fresh


@operator("ends", "silence-ends")
def _lost_timer(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """The only timer that ends a silence is gone."""
    for name, state, leaf in states(tree):
        if leaf and len(state.get("timers", {})) == 1 and "then" not in state:
            settles = any(trigger.endswith(".settled") for trigger in state.get("events", {}))
            if not settles:
                fresh, all_ = copied(tree)
                timer = next(iter(all_[name].pop("timers")))
                yield f"states.{name}.timers.{timer}", fresh


@operator("ends", "silence-ends")
def _timer_on_a_fact_that_may_be_unknown(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """A timer hangs on something that nobody has to tell."""
    unknown = [
        name
        for name, fact in tree["facts"].items()
        if fact.get("optional") and fact["type"] in ("date", "datetime")
    ]
    for name, state, leaf in states(tree):
        for timer in state.get("timers", {}) if leaf else ():
            for fact in unknown[:2]:
                fresh, all_ = copied(tree)
                all_[name]["timers"][timer]["due"] = f"30 days after {fact}"
                yield f"states.{name}.timers.{timer}.due on {fact}", fresh


@operator("ends", "silence-ends")
def _a_circle_of_timers(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """A state that could be waited in goes back by itself, at once or after a minute."""
    for name, state, _ in states(tree):
        if not state.get("rest"):
            continue
        for back in [one for one, _, leaf in states(tree) if leaf and one != name][:4]:
            for wait in ("1 minute after entry", "1 day after entry"):
                fresh, all_ = copied(tree)
                if "timers" not in all_[back]:
                    continue
                all_[name].pop("rest")
                all_[name]["timers"] = {"again": {"due": wait, "go": back}}
                all_[back]["timers"] = {"over": {"due": wait, "go": name}}
                yield f"states.{name}.timers.again to {back}, {wait}", fresh


@operator("ends", "silence-ends", "bounded", "engine")
def _then_in_a_circle(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Two states hand a settled case to each other."""
    closing = [name for name, state, _ in states(tree) if "then" in state]
    for one, other in pairwise(closing):
        fresh, all_ = copied(tree)
        all_[one]["then"], all_[other]["then"] = other, one
        yield f"states.{one}.then and states.{other}.then", fresh


@operator("ends", "silence-ends")
def _lost_expiry(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Something that a state waits for never expires."""
    awaited = {item for _, state, _ in states(tree) if "then" in state for item in state.get("do", ())}
    for section in ("messages", "tasks"):
        for item in sorted(awaited & tree[section].keys()):
            fresh = copy.deepcopy(tree)
            fresh[section][item].pop("expires", None)
            yield f"{section}.{item}.expires", fresh


@operator("reachable")
def _nobody_goes_there(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Every way to a state is turned to another one."""
    names = [name for name, _, leaf in states(tree) if leaf]
    for name in names:
        elsewhere = next(one for one in names if one != name and one != tree["start"])
        if name in (tree["start"], _first_leaf(tree)):
            continue
        fresh, all_ = copied(tree)
        for state in all_.values():
            _turn(state, name, elsewhere)
        if _parent_of(tree, name) is None:
            yield f"states.{name}", fresh


def _first_leaf(tree: Tree) -> str:
    return next(name for name, _, leaf in states(tree) if leaf)


def _parent_of(tree: Tree, wanted: str) -> str | None:
    for name, state, _ in states(tree):
        if wanted in state.get("states", {}):
            return name
    return None


def _turn(state: Tree, old: str, new: str) -> None:
    if state.get("then") == old:
        state["then"] = new
    for branches in state.get("events", {}).values():
        for branch in branches if isinstance(branches, list) else [branches]:
            if branch.get("go") == old:
                branch["go"] = new
    for timer in state.get("timers", {}).values():
        if timer.get("go") == old:
            timer["go"] = new


@operator("quiet-after-outcome", "nothing_but_thanks", "let_it_rest", "two_questions")
def _an_outcome_that_asks_on(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """A state behind an outcome plans a question to the people of before."""
    for name, state, _ in states(tree):
        if "outcome" in state and not state.get("final"):
            for message in ("check_in", "check_in_2", "connect"):
                if message in tree["messages"] and state["outcome"] in ("rejected", "silence"):
                    fresh, all_ = copied(tree)
                    all_[name]["do"] = [*all_[name].get("do", ()), message]
                    fresh["messages"][message]["due"] = "1 day after entry"
                    fresh["messages"][message]["expires"] = "20 days after entry"
                    yield f"states.{name}.do: {message}", fresh


@operator("nothing_but_thanks", "let_it_rest", "quiet-after-outcome")
def _a_no_that_stops_nothing(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Bad news is taken and the case stays where it can still ask."""
    for name, state, _ in states(tree):
        events = state.get("events", {})
        if "rejected" in events and isinstance(events["rejected"], dict) and "states" in state:
            fresh, all_ = copied(tree)
            all_[name]["events"]["rejected"] = {}
            fresh.setdefault("promises", {})["nothing_after_no"] = {
                "say": "After a no nobody is asked.",
                "never": ["check_in", "check_in_2"],
                "after": "rejected",
            }
            yield f"states.{name}.events.rejected", fresh


@operator("thanked_once", "two_questions", "no_nuisance")
def _the_same_again(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """A message that goes once is repeated."""
    for message in ("thank_you", "check_in", "check_in_2"):
        for most in (2, 3):
            if message in tree["messages"]:
                yield (
                    f"messages.{message}.repeat",
                    _reworded(
                        tree,
                        message,
                        lambda one, most=most: one.update(repeat={"every": "1 day", "most": most}),
                    ),
                )


@operator("no_nuisance")
def _a_wider_cap(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """The cap is lifted, and a message uses what it gives."""
    for most in (8, 12):
        for message in ("check_in_2", "check_in"):
            fresh = copy.deepcopy(tree)
            fresh["courtesy"]["limits"]["contact"]["most"] = most
            fresh["courtesy"]["limits"]["case"]["most"] = 50
            fresh["messages"][message]["repeat"] = {"every": "2 days", "most": 9}
            fresh["messages"][message]["expires"] = "90 days after entry"
            for timer in ("silence",):
                for _, state, _ in states(fresh):
                    if timer in state.get("timers", {}):
                        state["timers"][timer]["due"] = "200 days after entry"
            yield f"courtesy.limits.contact.most: {most}, {message} repeated", fresh


@operator("quiet_until_then")
def _before_the_promised_date(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """A question does not wait for the date that was named."""
    for message in ("check_in", "check_in_2"):
        for due in (
            "2 business days after entry",
            "1 day after ended_at",
            "1 business day before promised_by",
        ):
            yield (
                f"messages.{message}.due: {due}",
                _reworded(
                    tree,
                    message,
                    lambda one, due=due: one.update(due=due, expires="60 days after entry"),
                ),
            )


@operator("renders", "silence-ends", "ends")
def _a_fact_that_one_path_lacks(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """A message cannot be written on a path on which nobody tells a fact."""
    for message in ("thank_you", "check_in", "bow_out", "thanks_and_feedback"):
        for fact in ("promised_by", "next_step", "offer_until"):
            yield (
                f"messages.{message}.needs: {fact}",
                _reworded(
                    tree, message, lambda one, fact=fact: one.update(needs=[*one.get("needs", ()), fact])
                ),
            )


@operator("guards-clear")
def _guards_with_a_gap(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """An event is taken only for some answers."""
    for name, state, _ in states(tree):
        for trigger, branch in state.get("events", {}).items():
            if isinstance(branch, dict) and "go" in branch and "when" not in branch and "." not in trigger:
                fresh, all_ = copied(tree)
                all_[name]["events"][trigger] = [
                    {"when": "shortlisted > 8", **branch},
                    {"when": "shortlisted < 8", **branch},
                ]
                yield f"states.{name}.events.{trigger}", fresh


@operator("guards-clear")
def _guards_that_overlap(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Two lines of an event hold at once, and go to different states."""
    for name, state, _ in states(tree):
        for trigger, branch in state.get("events", {}).items():
            if isinstance(branch, dict) and "go" in branch and "when" not in branch and "." not in trigger:
                fresh, all_ = copied(tree)
                other = next(one for one, _, leaf in states(tree) if leaf and one != branch["go"])
                all_[name]["events"][trigger] = [
                    {"when": "shortlisted >= 5", **branch},
                    {"when": "shortlisted <= 5", "go": other},
                    {"when": "!known.shortlisted", **branch},
                ]
                yield f"states.{name}.events.{trigger}", fresh


@operator("timers-fire")
def _a_timer_that_cannot_fire(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """A timer asks for what cannot be, or always comes too late."""
    for name, state, leaf in states(tree):
        if not leaf or "timers" not in state:
            continue
        target = next(iter(state["timers"].values()))["go"]
        for guard in ("senior && !senior", "batch == 'first' && batch == 'last'"):
            fresh, all_ = copied(tree)
            all_[name]["timers"]["never"] = {"due": "1 day after entry", "when": guard, "go": target}
            yield f"states.{name}.timers.never when {guard}", fresh
        fresh, all_ = copied(tree)
        timers = all_[name]["timers"]
        timers["soon"] = {"due": "1 day after entry", "go": target}
        elsewhere = next(one for one, _, other in states(tree) if other and one not in (name, target))
        timers["late"] = {"due": "30 days after entry", "go": elsewhere}
        yield f"states.{name}.timers.late", fresh


@operator("let_it_rest", "two_questions", "no_nuisance", "quiet-after-outcome", "nothing_but_thanks")
def _reconnect_without_end(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """The friendly word after a no comes again and again."""
    if "reconnect" in tree["messages"]:
        fresh = copy.deepcopy(tree)
        fresh["messages"]["reconnect"]["repeat"] = {"every": "1 month", "most": 12}
        fresh["messages"]["reconnect"]["expires"] = "40 months after rejected"
        yield "messages.reconnect.repeat", fresh


@operator("one_call")
def _a_call_too_many(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """The second question goes by telephone too, against the author's word."""
    fresh = copy.deepcopy(tree)
    fresh["promises"]["one_call"] = {"say": "Never more than one call.", "most": 1, "of": ["phone"]}
    fresh["messages"]["check_in_2"]["via"] = ["phone", "email"]
    yield "messages.check_in_2.via", fresh
