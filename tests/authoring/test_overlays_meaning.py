"""What comes out of an overlay: its places, what is dropped, what differs, and what is left of the base."""

from __future__ import annotations

import pytest
from tests.authoring.overlaid import BASE, laid, written
from tests.authoring.test_overlays import ACCEPTED, BOOKS, FOLDER
from tests.core.telling import Told, person

from followup.authoring.changes import differences
from followup.authoring.compile import Compiled, compile_file, read
from followup.core import neutral
from followup.core.values.changes import ChangeKind
from followup.core.values.events import EventKind
from followup.core.values.playbook import Playbook
from followup.core.wording import remarks
from followup.library import library

DROPS_THANKS = """
    messages:
      thanks: {drop: Nobody writes thanks here.}
      pass_on: {drop: So there is nothing to pass on.}
    """


def told(compiled: Compiled) -> Told:
    """Return a case of the kitchen."""
    names = {"company": None, "job": None, "interviewers": None}
    return Told(person("cook-a"), playbook=compiled.playbook, people=("cook-a",), **names)


def test_every_part_knows_its_own_file_and_line():
    """Guards that a merged playbook can say of each part where it was written."""
    found = laid(
        """
        settings:
          patience: {use: 6 days, because: Slow.}
        messages:
          ask:
            via: [email]
            because: X.
        """
    )
    base = str(FOLDER / "books" / "kitchen.yaml")
    assert found.places["settings.patience"] == ("here.yaml", 7)
    assert found.places["messages.ask"] == ("here.yaml", 9)
    assert found.places["messages.ask.via"] == ("here.yaml", 10)
    assert found.places["messages.ask.due"] == (base, BASE.marks["messages.ask.due"])
    silence = "states.waiting.timers.silence"
    assert found.places[silence] == (base, BASE.marks[silence])
    assert found.marks["messages.ask"] == 9
    assert "messages.ask.due" not in found.marks  # marks are lines of the file itself


def must(body: str) -> tuple[str, ...]:
    """Return what the note of thanks must say once an overlay is laid over the playbook of the house."""
    book = written("here", f"messages: {{thank_you: {{{body}, because: X.}}}}", "interview-follow-up@1")
    found, findings = read(book.data, book.file, library=library())
    assert found is not None, findings
    return found.playbook.items["thank_you"].wording.must


def test_words_of_another_text_are_its_own():
    """Guards that a text in another language is not asked for the English words of the base's for ever.

    What it must not say adds up all the same, and so does `must` where only one of the two is said.
    """
    assert must("body: Vielen Dank., wording: {must: [dank]}") == ("dank",)
    assert must("body: Thank you., wording: {words: {least: 5}}") == ("thank", "enjoy")
    assert must("wording: {must: [glad]}") == ("thank", "enjoy", "glad")
    assert must("body: Thank you.") == ("thank", "enjoy")


@pytest.mark.parametrize("language", ["in-german", "in-french", "in-japanese"])
@pytest.mark.parametrize("message", ["thank_you", "thanks_and_feedback"])
def test_letters_in_another_language_say_what_they_must(language, message):
    """Guards the words that each letter is asked for against the letter itself."""
    found, findings = read(library()(language).data, f"{language}.yaml", library=library())
    assert found is not None, findings
    letter = found.playbook.items[message]
    assert remarks(letter.wording, "", letter.text.body, limit=None)[1] == ()


def test_a_whole_playbook_has_places_too():
    """Guards that nobody has to know whether a playbook comes from an overlay."""
    assert {path: line for path, (_, line) in BASE.places.items()} == BASE.marks
    assert {file for file, _ in BASE.places.values()} == {BASE.file}
    assert (BASE.extends, BASE.changes) == ("", ())


def test_a_dropped_message_settles_at_once_and_says_why():
    """Guards that a state that waits for a dropped message does not wait for ever."""
    whole, without = told(BASE), told(laid(DROPS_THANKS))
    assert whole.case.state == "worked"
    assert without.case.state == "waiting"
    assert any("Nobody writes thanks here." in line for line in without.last.why)
    assert {item.name for item in without.case.items.values()} == {"ask", "ask_again", "write_down"}


def test_a_wait_for_a_dropped_message_holds_nothing():
    """Guards that what waited for a message that is never planned goes when it is due."""
    without = told(laid(DROPS_THANKS))
    without.until("2026-10-05 12:00", send=False)
    assert "thanks_first" in without.playbook.courtesy.waits
    assert "wait" not in without.rules("ask")


@pytest.mark.parametrize(
    ("body", "gone"),
    [
        ("messages: {answer: {drop: X.}}", "answer"),
        ("messages: {ask: {drop: X.}}", "ask"),
        ("messages: {ask_again: {drop: X.}}", "ask_again"),
        ("tasks: {write_down: {drop: X.}}", "write_down"),
    ],
)
def test_whatever_is_dropped_leaves_a_playbook_that_runs(body: str, gone: str):
    """Guards that no list, wait, ban, time or condition trips over a name that is no item any more."""
    found = laid(body)
    assert gone not in found.playbook.items
    assert found.playbook.dropped == {gone: "X."}
    case = told(found)
    case.take(EventKind.HAPPENED, name="heard", contact="cook-a")
    assert case.case.state in ("worked", "waiting")
    again = neutral.load(Playbook, neutral.dump(found.playbook))
    assert neutral.digest(again) == found.digest


def test_what_only_lets_something_through_forgets_what_is_dropped():
    """Guards lists of messages: those that may be taken, those a ban allows, those a wait holds."""
    found = laid("messages: {answer: {drop: X.}, ask_again: {drop: X.}}")
    assert found.playbook.states["open"].may == ()
    assert found.playbook.courtesy.bans["asked_not_to"].allow == ("thanks_for_telling",)
    assert found.playbook.courtesy.waits["thanks_first"].holds == ("ask",)
    assert found.playbook.states["waiting"].do == ("ask", "ask_again")


def test_an_empty_overlay_is_its_base_under_another_name():
    """Guards that laying nothing over a base changes nothing but what it is called."""
    empty = laid("").playbook
    same = {"name": empty.name, "version": empty.version, "title": empty.title, "about": empty.about}
    assert neutral.dump(empty) == {**neutral.dump(BASE.playbook), **{k: v for k, v in same.items() if v}}


def test_without_the_flow_an_unsound_overlay_compiles():
    """Guards `flow=False`, which the simulator and the prover need."""
    body = "states: {waiting: {timers: {silence: {due: 20 days after told, go: quiet}}, because: X.}}"
    book = written("here", body)
    assert read(book.data, book.file, library=BOOKS)[0] is None
    found, findings = read(book.data, book.file, library=BOOKS, flow=False)
    assert found is not None
    assert findings == ()


@pytest.mark.parametrize("file", ACCEPTED, ids=lambda file: file.stem)
def test_differences_from_the_base_are_the_changes(file):
    """Guards that comparing two playbooks finds exactly what the overlay says it changes, and why."""
    found = compile_file(file, library=BOOKS)
    assert differences(BASE, found) == found.changes
    assert all(change.because or change.path.startswith("promises.") for change in found.changes)
    assert differences(found, found) == ()


def test_differences_can_be_read_backwards():
    """Guards that any two playbooks can be compared, whichever is the newer one."""
    found = laid(
        """
        facts: {nickname: {drop: X.}}
        settings: {rounds: {use: 1, because: X.}, more: {use: 2, because: X.}}
        """
    )
    back = {change.path: change for change in differences(found, BASE)}
    assert back["facts.nickname"].kind is ChangeKind.ADDS
    assert back["settings.more"].kind is ChangeKind.DROPS
    assert back["settings.rounds"].before == (("use", "1"),)
    assert back["settings.rounds"].after == (("use", "2"),)
    assert back["settings.rounds"].line == BASE.marks["settings.rounds"]


def test_two_versions_of_a_playbook_differ_in_what_was_edited():
    """Guards differences of a file that was edited: start, a state moved, a text, and nothing else."""
    text = BASE.source.replace("start: worked", "start: waiting")
    text = text.replace("Has the kitchen decided?", "Have you decided?")
    later, findings = read(text.encode(), "kitchen.yaml", flow=False)
    assert later is not None, findings
    found = differences(BASE, later)
    assert [change.path for change in found] == ["start", "messages.ask"]
    assert found[1].keys == ("body",)
    assert found[1].before == (("body", "Has the kitchen decided?"),)


def test_of_a_long_text_the_difference_is_shown():
    """Guards that two long texts do not look alike because only their beginnings are shown."""
    long = "The kitchen was warm and full of people who knew what they did, and I liked it very much there"
    text = BASE.source.replace("Has the kitchen decided?", f"{long}, today.")
    other = BASE.source.replace("Has the kitchen decided?", f"{long}, yesterday.")
    one, two = read(text.encode(), "a.yaml")[0], read(other.encode(), "b.yaml")[0]
    assert one is not None
    assert two is not None
    (change,) = differences(one, two)
    assert change.before[0][1].endswith(", today.")
    assert change.after[0][1].endswith(", yesterday.")
    assert len(change.after[0][1]) < 90


def test_what_is_doubtful_in_the_base_is_not_told_again():
    """Guards that the author of an overlay hears of the overlay, and of what it does to the base."""
    assert [one.code for one in BASE.warnings] == ["never-heard"]
    assert laid("").warnings == ()
    warned = laid("states: {waiting: {do: [ask], because: Once.}}").warnings
    assert [one.code for one in warned] == ["never-planned"]
    assert warned[0].place.file.endswith("kitchen.yaml")
    assert warned[0].source == "  ask_again:"
    assert warned[0].related[-1][0].file == "here.yaml"


def test_a_fault_of_the_base_that_an_overlay_brings_about_shows_both_places():
    """Guards errors in a line of the base: its file, its line, its caret, and the overlay that did it."""
    book = written("here", "states: {waiting: {do: [], because: X.}, worked: {do: [], because: X.}}")
    _, findings = read(book.data, book.file, library=BOOKS)
    wrong = next(one for one in findings if one.severity == "error")
    assert wrong.code == "never-settled"
    assert wrong.place.file.endswith("kitchen.yaml")
    assert wrong.source.strip() == "thanks.settled: {go: waiting}"
    assert wrong.related == ((findings[0].related[-1][0], "with the changes that are made here"),)
