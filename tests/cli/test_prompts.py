"""Questions at a real (pseudo-)terminal."""

from __future__ import annotations

from tests.cli.terminal import Terminal

ASK = "from followup.cli import prompts; print('got', repr(prompts.{}))"


def test_enter_takes_what_is_in_brackets():
    """Guards the default of a question, and that it is shown."""
    with Terminal(ASK.format("ask('When did it end?', default='today 18:40')")) as terminal:
        terminal.expect("When did it end? [today 18:40]")
        terminal.type("")
        terminal.expect("got 'today 18:40'")
        assert terminal.end() == 0


def test_a_menu_takes_numbers_and_unique_beginnings_and_asks_again():
    """Guards the menu of `tell`: nothing is guessed from a wrong answer."""
    with Terminal(
        ASK.format("choose('What happened?', ['They said no.', 'They rang.', 'I withdraw.'])")
    ) as terminal:
        terminal.expect("  3 I withdraw.")
        for wrong in ("9", "they", "x", ""):
            terminal.type(wrong)
            terminal.expect("a number from 1 to 3")
        terminal.type("i w")
        terminal.expect("got 2")


def test_what_is_not_understood_is_asked_again():
    """Guards that a wrong answer is explained and costs nothing."""
    code = """
from followup.cli import prompts
from followup.errors import InvalidInput
def number(answer):
    if not answer.isdigit(): raise InvalidInput("integer", f"{answer} is no number", hint="such as 8")
    return int(answer)
print("got", prompts.until("How many?", number))
"""
    with Terminal(code) as terminal:
        terminal.expect("How many?")
        terminal.type("some")
        terminal.expect("some is no number")
        terminal.expect("such as 8")
        terminal.type("9")
        terminal.expect("got 9")


def test_a_secret_is_not_shown():
    """Guards passwords against the screen."""
    with Terminal(ASK.format("ask('Password', secret=True)")) as terminal:
        terminal.expect("Password")
        terminal.type("correct horse")
        assert "correct horse" not in terminal.expect("got ")


def test_a_question_from_a_playbook_cannot_move_the_cursor():
    """Guards prompts against escapes in a stranger's playbook."""
    with Terminal(ASK.format("ask('Which\\x1b]0;x\\x07 company?')")) as terminal:
        terminal.expect("Which\\x1b]0;x\\x07 company?")
        terminal.type("Acme")
        assert terminal.end() == 0
