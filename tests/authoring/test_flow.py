"""Flow: what is known on every way, what is settled, and that silence ends."""

from __future__ import annotations

import pytest
from tests.authoring.samples import changed, codes, compiled

from followup.core.prove.known import explore
from followup.core.values.playbook import Playbook

TIMER = "    timers:\n      silence: {due: 30 days after entry, go: closed}\n"
HEARD = "      heard: {go: closed}\n"


def known(*edits: tuple[str, str]) -> dict[str, frozenset[str]]:
    """Return what is known on entering each leaf, beyond what is known from the start."""
    playbook: Playbook = compiled(*edits).playbook
    flow = explore(playbook)
    start = {"workplace", "company", "ended_at", "people"}
    return {leaf: flow.known[leaf, leaf] - start for leaf in flow.leaves}


def test_a_state_knows_what_every_way_to_it_brings():
    """Guards the meet over ways: a fact is known only if all of them bring it."""
    told = ("  heard: {say", '  told: {say: "A date.", facts: [promised_by]}\n  heard: {say')
    both = (HEARD, "      told: {go: closed}\n      heard: {go: closed}\n")
    one = (HEARD, "      told: {go: late}\n      heard: {}\n")
    late = ("  closed:\n", "  late:\n    timers: {over: {due: promised_by, go: closed}}\n  closed:\n")
    assert known(told, both)["closed"] == frozenset()
    assert known(told, one, late)["late"] == {"told", "promised_by"}


def test_an_inner_handler_hides_the_outer_one():
    """Guards that knowledge follows the line that would really be taken."""
    nested = (
        "    events:\n      heard: {go: closed}\n" + TIMER,
        (
            "    events:\n      heard: {go: closed}\n    states:\n"
            "      a: {events: {heard: {go: b}}, timers: {on: {due: 1 day after entry, go: b}}}\n"
            "      b: {rest: true, events: {heard: {}}}\n"
        ),
    )
    assert "unreachable" in codes(nested)


def test_a_condition_tells_what_is_known():
    """Guards that a line taken only if a fact is known brings that fact."""
    asked = (HEARD, '      heard: [{when: "known.promised_by", go: late}, {}]\n')
    late = ("  closed:\n", "  late:\n    timers: {over: {due: promised_by, go: closed}}\n  closed:\n")
    assert known(asked, late)["late"] >= {"promised_by", "heard"}


def test_a_new_round_forgets_what_is_per_round():
    """Guards that knowledge does not reach over into the next round."""
    edits = (
        ("ended_at: {type: datetime,", "ended_at: {type: datetime, per: round,"),
        ("  heard: {say", '  again: {say: "Again.", new_round: true}\n  heard: {say'),
        (HEARD, "      again: {go: late}\n      heard: {go: closed}\n"),
    )
    over = "    timers: {over: {due: ended_at, go: closed}}\n"
    late = ("  closed:\n", f"  late:\n{over}  closed:\n")
    assert "silence-never-ends" in codes(*edits, late)
    brought = ('{say: "Again.",', '{say: "Again.", facts: [ended_at],')
    assert "silence-never-ends" not in codes(*edits, late, brought)


@pytest.mark.parametrize(
    ("due", "ends"),
    [
        ("30 days after entry", True),
        ("30 days after ended_at", True),
        ("30 days after promised_by", False),
        ("{latest: [promised_by, 30 days after entry]}", True),
        ("{first_known: [promised_by, heard]}", False),
        ("{earliest: [promised_by, ended_at]}", True),
        ("50% of the way from ended_at to promised_by", False),
        ("30 days after thank_you.sent", False),
        ("now", True),
    ],
)
def test_a_timer_ends_silence_if_its_time_is_always_known(due, ends):
    """Guards the rule that keeps a case from waiting for ever."""
    assert ("silence-never-ends" in codes(("30 days after entry", due))) is not ends


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("    then: closed\n", True),
        ("    events:\n      thank_you.settled: {go: closed}\n", True),
        ("    events:\n      thank_you.settled: {}\n", False),
        ("    events:\n      thank_you.sent: {go: closed}\n", False),
        ("    events:\n      heard: {go: closed}\n", False),
        ("    rest: true\n", True),
        ("", False),
    ],
)
def test_other_ways_to_end_silence(line, ends):
    """Guards `then`, settled batches and rest; an event that somebody must tell ends nothing."""
    edit = ("    events:\n      heard: {go: closed}\n" + TIMER, line)
    assert ("silence-never-ends" in codes(edit)) is not ends


def test_an_item_that_may_never_expire_blocks_then():
    """Guards that `then` is only sure over items whose expiry is always known."""
    then = ("    events:\n      heard: {go: closed}\n" + TIMER, "    then: closed\n")
    assert codes(then) == ["never-heard"]
    optional = ("3 business days after ended_at", "3 business days after promised_by")
    assert "silence-never-ends" in codes(then, optional)


def test_what_is_known_of_an_outer_state_depends_on_the_way_in():
    """Guards that a batch planned on one way is judged by what that way brings."""
    edits = (
        ("start: waiting", "start: early"),
        ("ended_at: {type: datetime,", "ended_at: {type: datetime, optional: true,"),
        (
            '  heard: {say: "They wrote."}',
            '  heard: {say: "They wrote."}\n  over: {say: "x", facts: [ended_at]}',
        ),
        (
            "  waiting:\n    do: [thank_you]\n    events:\n      heard: {go: closed}\n" + TIMER,
            (
                "  early:\n    rest: true\n    events: {over: {go: met}, heard: {go: silent}}\n"
                "  met:\n    do: [thank_you]\n    states:\n"
                "      thanking: {events: {thank_you.settled: {go: silent}}}\n"
                "      silent: {rest: true}\n"
                "  closing: {then: closed}\n"
            ),
        ),
    )
    assert codes(*edits) == ["unreachable", "unreachable"]


def test_a_circle_that_a_person_must_enter_is_no_circle():
    """Guards that events in a loop are fine: only what happens by itself may not go round."""
    edit = ("  closed:\n", "  again:\n    rest: true\n    events: {heard: {go: waiting}}\n  closed:\n")
    assert codes(edit, ("go: closed}\n  again", "go: again}\n  again")) == []


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([("  closed:\n", "  lost: {rest: true}\n  closed:\n")], "unreachable"),
        ([("    do: [thank_you]\n", "")], "never-planned"),
        ([("      heard: {go: closed}\n", "      thank_you.sent: {}\n")], "never-heard"),
        ([("events:\n", "settings: {spare: 2 days}\nevents:\n")], "never-used"),
        ([("    expires: 3 business days after ended_at\n", "")], "no-expiry"),
        ([("    expires: 3 business days", "    expires: 3 hours")], ""),
        ([("    expires: 3 business days", "    expires: 2 hours")], "window-empty"),
        ([("2 hours after", "3 days after"), ("3 business", "2")], "window-empty"),
        (
            [("2 hours after", "3 days after"), ("3 business days after ended_at", "3 days after ended_at")],
            "",
        ),
        (
            [
                ("2 hours after", "3 days after"),
                ("3 business days after ended_at", "3 days after ended_at at 09:00"),
            ],
            "window-empty",
        ),
        ([("    expires: 3", "    by: 1 hour after ended_at\n    expires: 3")], "window-empty"),
        ([("3 business days after ended_at", "3 days after promised_by")], "expires-unknown"),
        (
            [
                ("2 hours after ended_at", "promised_by"),
                ("3 business days after ended_at", "3 days after promised_by"),
            ],
            "",
        ),
        ([('    subject: "Thank you"\n', "")], "no-subject"),
    ],
)
def test_what_is_doubtful_is_a_warning(edits, code):
    """Guards each warning, and that what is near to it but sound is not warned of."""
    assert codes(*edits) == ([code] if code else [])


@pytest.mark.parametrize(
    ("due", "warned"),
    [
        ("{latest: [promised_by, heard]}", True),
        ("{earliest: [1 day after promised_by, promised_by]}", False),
        ("{latest: [50% of the way from ended_at to promised_by, promised_by]}", False),
    ],
)
def test_what_a_due_time_tells_is_known_to_the_expiry(due, warned):
    """Guards that only what every line of `due` needs is taken as known when the item is due."""
    found = codes(
        ("2 hours after ended_at", due), ("3 business days after ended_at", "30 days after promised_by")
    )
    assert found == (["expires-unknown"] if warned else [])


def test_many_states_are_read_in_time():
    """Guards that the flow of a large playbook stays cheap."""
    extra = "".join(f"  s{n}: {{rest: true, events: {{heard: {{go: s{n + 1}}}}}}}\n" for n in range(90))
    text = changed(
        ("  closed:\n", f"{extra}  s90: {{rest: true}}\n  closed:\n"),
        ("go: closed}\n    t", "go: s0}\n    t"),
    )
    assert codes(text=text) == []
