"""The one machine of a playbook: which branch is taken, and what it never does."""

from __future__ import annotations

from tests.core.telling import mini

from followup.core.machine import StateMachine, event, fired, machine_of, settled


def always(guard: str | None) -> bool:
    return True


def test_a_parent_handles_what_its_child_does_not() -> None:
    """What the outer state hears, the inner ones hear too."""
    taken = StateMachine(mini()).choose("waiting", event("rejected"), always)
    assert taken is not None
    assert (taken.state, taken.leaf) == ("open", "declined")


def test_going_to_a_parent_comes_to_rest_in_its_first_child() -> None:
    """`go` names any state; the case rests in a leaf."""
    taken = StateMachine(mini()).choose("waiting", event("invited"), always)
    assert taken is not None
    assert taken.leaf == "thanking"


def test_an_event_that_moves_nothing_stays() -> None:
    """A handler without `go` keeps the case where it is."""
    taken = StateMachine(mini()).choose("waiting", event("heard"), always)
    assert taken is not None
    assert taken.leaf == "waiting"


def test_an_unheard_event_is_no_error() -> None:
    """What no active state expects is simply not taken."""
    assert StateMachine(mini()).choose("closed", event("rejected"), always) is None


def test_nothing_leaves_a_final_state() -> None:
    """No trigger of the playbook moves a case that is over, not even the library's own."""
    machine = StateMachine(mini())
    for trigger in machine._machine.events:
        assert machine.choose("closed", trigger, always) is None
    assert not any(name.startswith("to_") for name in machine._machine.events)


def test_timers_and_then_are_triggers_like_others() -> None:
    """Timers and `then` go through the same machine as events."""
    machine = StateMachine(mini())
    assert machine.hears("waiting", fired("waiting.silence"))
    assert machine.hears("declined", settled("declined"))
    assert not machine.hears("waiting", settled("declined"))


def test_a_playbook_has_one_machine() -> None:
    """All cases of a playbook share its machine."""
    assert machine_of(mini()) is machine_of(mini())
