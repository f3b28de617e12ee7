"""Touches, signals, lessons, settings and pinned playbooks."""

from __future__ import annotations

from dataclasses import replace

from tests.store import making
from tests.store.contracts.asking import refuses
from tests.store.making import at

from followup.ports import Store


class Beside:
    """Touches, signals, lessons, settings and pinned playbooks."""

    def test_touches_of_contacts_and_of_a_case(self, store: Store) -> None:
        """Guards that caps see what every case did to a contact, each once, oldest first."""
        touches = [
            making.touch("p", "x", "b", at=at(3)),
            making.touch("p", "y", "a", at=at(1), counted=False),
            making.touch("q", "x", "a", at=at(2), round=2, owner="you"),
            making.touch("r", "z", "a", at=at(0)),
        ]
        with store.write() as writing:
            for touch in touches:
                writing.add_touch(touch)
        with store.read() as reading:
            assert reading.touches(["p"], "x") == (touches[1], touches[2], touches[0])
            assert reading.touches((), "z") == (touches[3],)
            assert reading.touches(["p", "p"], "none") == (touches[1], touches[0])
        with store.write() as writing:
            writing.add_touch(replace(touches[0], at=at(9), contact="q"))
            writing.remove_touch("y", "a")
            writing.remove_touch("nobody", "a")
        with store.read() as reading:
            assert reading.touches(["p"], "none") == ()
            assert [touch.at for touch in reading.touches(["q"], "none")] == [at(2), at(9)]

    def test_a_signal_arrives_once(self, store: Store) -> None:
        """Guards that of two programs with the same signal one makes the event."""
        with store.write() as writing:
            writing.post(making.signal("a"))
            writing.post(making.signal("b", proposed=True))
        with store.read() as reading:
            first, second = reading.signals()
            assert (first.to, first.sender, first.event) == ("a", "other", making.signal().event)
            assert (second.to, second.proposed) == ("b", True)
            assert first.id < second.id
            assert reading.signals(limit=1) == (first,)
        with store.write() as writing:
            writing.take(second)
        with refuses("signal-taken"), store.write() as writing:
            writing.put_setting("half", "kept")
            writing.take(second)
        with store.write() as writing:
            assert writing.setting("half") is None
            writing.post(making.signal("c"))
            writing.take(first)
        with store.read() as reading:
            (third,) = reading.signals()
            assert third.id > second.id

    def test_lessons_are_found_newest_first(self, store: Store) -> None:
        """Guards what a person reads before the next interview."""
        with store.write() as writing:
            writing.add_lesson("me", "x", at(1), "first")
            writing.add_lesson("me", "y", at(3), "third")
            writing.add_lesson("me", "x", at(2), "second")
            writing.add_lesson("you", "z", at(2), "theirs")
        with store.read() as reading:
            assert reading.lessons("me") == (
                ("y", at(3), "third"),
                ("x", at(2), "second"),
                ("x", at(1), "first"),
            )

    def test_settings(self, store: Store) -> None:
        """Guards that a setting is replaced and removed."""
        with store.write() as writing:
            writing.put_setting("a", "1")
            writing.put_setting("a", "2")
            writing.put_setting("b", "")
        with store.read() as reading:
            assert (reading.setting("a"), reading.setting("b")) == ("2", "")
        with store.write() as writing:
            writing.put_setting("a", None)
            writing.put_setting("a", None)
            assert writing.setting("a") is None

    def test_a_playbook_is_pinned_once(self, store: Store) -> None:
        """Guards that a pinned playbook stays byte for byte what it was."""
        first = making.pinned()
        with store.write() as writing:
            writing.pin(first)
            writing.pin(making.pinned(source="other", file="other.yaml"))
        with store.read() as reading:
            assert reading.pinned("d1") == first
            assert reading.pinned("d2") is None
