# ruff: noqa: E501 - edits of a file keep its lines as they are
"""The base playbook broken by hand, each way against another promise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BASE = (Path(__file__).parents[3] / "playbooks" / "interview-follow-up.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Broken:
    """Edits of the base, and the promise that they break."""

    name: str
    promise: str
    edits: tuple[tuple[str, str], ...]
    story: bool = True
    sound: bool = True
    """Whether the base itself passes the story: it does not hang on what only the broken one has."""

    @property
    def text(self) -> str:
        text = BASE
        for old, new in self.edits:
            assert text.count(old) == 1, (self.name, old, text.count(old))
            text = text.replace(old, new)
        return text


BROKEN = (
    Broken(
        "an_edge_into_a_closed_state_sends",
        "quiet-after-outcome",
        (
            (
                "      rejected:    {go: declined}\n      withdrawn:   {go: bowing_out}",
                "      rejected:    {go: declined, do: [own_note]}\n      withdrawn:   {go: bowing_out}",
            ),
        ),
        sound=False,
    ),
    Broken(
        "an_edge_into_the_final_state_sends",
        "quiet-after-outcome",
        (("      withdrawn:   {go: bowing_out}", "      withdrawn:   {go: closed, do: [bow_out]}"),),
        sound=False,
    ),
    Broken(
        "a_lost_final",
        "silence-ends",
        (("    why: Nothing is open any more.\n    final: true\n", "    why: Nothing is open any more.\n"),),
    ),
    Broken(
        "timers_of_a_minute_in_a_circle",
        "silence-ends",
        (
            (
                "    outcome: silence\n    rest: true                             # may be waited in for ever; nothing goes out\n",
                "    outcome: silence\n    timers:\n      again: {due: 1 minute after entry, go: deciding}\n",
            ),
            (
                "                - 5 business days after offer_until\n                - 30 days after entry\n",
                "                - 1 minute after entry\n",
            ),
        ),
    ),
    Broken(
        "a_message_needs_a_fact_that_one_way_lacks",
        "renders",
        (
            (
                "    needs: [ended_at, contact.name_verified]\n    when: check_ins > 0",
                "    needs: [ended_at, offer_until, contact.name_verified]\n    when: check_ins > 0",
            ),
        ),
    ),
    Broken(
        "guards_with_a_gap",
        "guards-clear",
        (
            (
                "        events:\n          moved: {}\n          ended: {go: met}",
                "        events:\n          moved: {}\n          ended: [{when: shortlisted > 8, go: met}, {when: shortlisted < 8, go: waiting}]",
            ),
        ),
    ),
    Broken(
        "guards_that_overlap",
        "guards-clear",
        (
            (
                "        events:\n          moved: {}\n          ended: {go: met}",
                "        events:\n          moved: {}\n          ended: [{when: senior, go: met}, {when: known.closed, go: waiting}, {go: met}]",
            ),
        ),
        sound=False,
    ),
    Broken(
        "a_timer_that_can_never_fire",
        "timers-fire",
        (
            (
                "              enough: {due: 10 business days after entry, go: waiting}\n",
                "              enough: {due: 10 business days after entry, go: waiting}\n              never: {due: 1 month after entry, go: dormant}\n",
            ),
        ),
        sound=False,
    ),
    Broken(
        "a_timer_whose_time_is_never_known",
        "timers-fire",
        (
            (
                "              enough: {due: 10 business days after entry, go: waiting}\n",
                "              enough: {due: 10 business days after entry, go: waiting}\n              never: {due: 1 day after turned_down, go: dormant}\n",
            ),
        ),
        sound=False,
    ),
    Broken(
        "a_cap_widened_against_a_promise",
        "no_nuisance",
        (
            (
                "    contact: {most: 5, per: round, apart: 1 business day}",
                "    contact: {most: 9, per: round, apart: 1 business day}",
            ),
        ),
    ),
    Broken(
        "a_question_before_the_promised_day",
        "quiet_until_then",
        (
            (
                "      first_known:                         # a promised date goes before the usual wait, earlier or later\n        - grace after promised_by\n        - patience after ended_at\n    expires:",
                "      first_known:\n        - patience after ended_at\n        - grace after promised_by\n    expires:",
            ),
        ),
    ),
    Broken(
        "a_state_that_nobody_reaches",
        "reachable",
        (("      turned_down: {go: turning_down}", "      turned_down: {go: closed}"),),
        story=False,
    ),
    Broken(
        "thanked_twice_by_a_repeat",
        "thanked_once",
        (
            (
                "    or_else: {send: pass_it_on, after: 24 hours after ended_at}\n",
                "    repeat: {every: 1 day, most: 2}\n    or_else: {send: pass_it_on, after: 24 hours after ended_at}\n",
            ),
        ),
    ),
    Broken(
        "nobody_is_counted",
        "bounded",
        (
            ("    contact: {most: 5, per: round, apart: 1 business day}\n", ""),
            (
                "    expires: 10 business days after wants\n    late: send\n    counts: false\n",
                "    expires: 10 business days after wants\n    late: send\n",
            ),
        ),
    ),
    Broken(
        "a_deadline_that_need_not_be_known",
        "silence-ends",
        (
            (
                "                - 20 business days after interview_at\n                - 90 days after entry\n",
                "                - 20 business days after interview_at\n",
            ),
        ),
    ),
    Broken(
        "an_item_that_never_ends_holds_its_state",
        "silence-ends",
        (
            (
                "    by: 1 business day after withdrawn\n    expires: 5 business days after withdrawn\n",
                "    by: 1 business day after withdrawn\n",
            ),
        ),
    ),
    Broken(
        "settled_news_plan_it_again",
        "silence-ends",
        (("              thank_you.settled: {go: waiting}", "              thank_you.settled: {go: met}"),),
    ),
)
