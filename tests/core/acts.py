"""What may happen in a story over a playbook, drawn at random: news, facts, people, approvals, channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from followup.core.values.playbook import EventType, Fact, FactType, Playbook

PEOPLE = ("interviewer-a", "interviewer-b", "interviewer-c")
GROUPS = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3).map(tuple)

_DATES = st.sampled_from(["2026-10-02", "2026-10-06", "2026-10-20", "2026-11-13"])
_OF_A_TYPE: dict[FactType, st.SearchStrategy[Any]] = {
    FactType.TEXT: st.sampled_from(["a word", "another word"]),
    FactType.BOOLEAN: st.booleans(),
    FactType.INTEGER: st.sampled_from([3, 12]),
    FactType.DATE: _DATES,
    FactType.DATETIME: _DATES.map(lambda day: f"{day}T16:00:00+00:00[UTC]"),
    FactType.DAYS: st.just(("2026-10-05",)),
    FactType.LINK: st.just("https://example.org/papers"),
    FactType.LIST: st.just(("a word",)),
    FactType.CONTACT: st.sampled_from(PEOPLE),
    FactType.CONTACTS: GROUPS,
}
_BACK = st.sampled_from([0, 0, 0, 2 * 60, 26 * 60, 100 * 60])
"""Minutes ago."""
_PICK = st.integers(0, 9)
_OUTCOMES = st.sampled_from(["sent", "sent", "sent", "sent", "failed", "retry", "in_doubt", "lost"])


@dataclass(frozen=True)
class Act:
    """Something that happens in a story: a method of `Storyteller`, and what it is given."""

    name: str
    given: dict[str, Any]


def _values(fact: Fact) -> st.SearchStrategy[Any]:
    some = st.sampled_from(fact.choices) if fact.choices else _OF_A_TYPE[fact.type]
    return st.none() | some if fact.optional else some


def _news(playbook: Playbook) -> st.SearchStrategy[dict[str, Any]]:
    """Draw an event of a playbook with the facts that it brings."""

    def brought(kind: EventType) -> st.SearchStrategy[dict[str, Any]]:
        needed = {name: _OF_A_TYPE[playbook.facts[name].type] for name in kind.facts}
        also = {name: _values(playbook.facts[name]) for name in kind.also}
        return st.fixed_dictionaries(
            {
                "name": st.just(kind.name),
                "contact": st.sampled_from([None, *PEOPLE]),
                "facts": st.fixed_dictionaries(needed, optional=also),
                "back": _BACK,
            }
        )

    return st.sampled_from(list(playbook.events.values())).flatmap(brought)


def _facts(playbook: Playbook) -> st.SearchStrategy[dict[str, Any]]:
    """Draw facts of a playbook and of its people that are told without an event."""
    told = {name: _values(fact) for name, fact in playbook.facts.items() if fact.type is not FactType.PLACE}
    each = [fact for group in playbook.facts.values() for fact in group.each.values()]
    told |= {f"{PEOPLE[0]}.{fact.name}": _values(fact) for fact in each}
    few = st.lists(st.sampled_from(sorted(told)), min_size=1, max_size=3, unique=True)
    return few.flatmap(lambda names: st.fixed_dictionaries({name: told[name] for name in names}))


def _weighed(playbook: Playbook) -> dict[str, tuple[int, st.SearchStrategy[dict[str, Any]]]]:
    """Return the acts of a playbook, how often each of them comes, and what it is given."""

    def given(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries(strategies)

    offered = sorted({name for state in playbook.states.values() for name in state.may})
    outcomes = sorted({one for kind in playbook.items.values() for one in kind.outcomes} | {"done"})
    return {
        "nothing": (1, given()),
        "time_passes": (4, given(hours=st.sampled_from([1, 3, 17, 24, 30, 72, 24 * 9, 24 * 33]))),
        "the_next_thing_comes": (4, given()),
        "happens": (7, _news(playbook)),
        "known": (3, given(facts=_facts(playbook), back=_BACK)),
        "mistaken": (2, given(ago=st.integers(0, 5))),
        "contact_changes": (
            2,
            given(
                who=st.sampled_from(PEOPLE),
                address=st.sampled_from([None, "one@example.org", "other@example.org"]),
                proxy=st.sampled_from([None, None, "interviewer-b"]),
                silent=st.sampled_from([False, False, True]),
            ),
        ),
        "approves": (2, given(pick=_PICK, blind=st.sampled_from([False, False, True]))),
        "edits": (1, given(pick=_PICK)),
        "declines": (1, given(pick=_PICK)),
        "does": (3, given(pick=_PICK, outcome=st.sampled_from(outcomes))),
        "takes": (1, given(name=st.sampled_from(offered))),
        "pauses": (1, given(hours=st.sampled_from([None, 5, 50]))),
        "goes_on": (2, given()),
        "answers_late": (1, given(pick=_PICK, send=st.booleans())),
        "goes": (10, given(pick=_PICK, outcome=_OUTCOMES, patient=st.sampled_from([True, True, False]))),
        "becomes_clear": (2, given(pick=_PICK, outcome=st.sampled_from(["sent", "not_sent", "in_doubt"]))),
        "tries_what_it_may_not": (1, given(pick=_PICK)),
    }


def acts(playbook: Playbook, *names: str) -> st.SearchStrategy[Act]:
    """Return a strategy for acts (all without a choice), the frequent ones more often."""
    all_of_them = _weighed(playbook)
    weighed = [name for name in names or all_of_them for _ in range(all_of_them[name][0])]
    return st.sampled_from(weighed).flatmap(lambda name: st.builds(Act, st.just(name), all_of_them[name][1]))
