"""Days, times, lists and people in the words of a language and a country."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from tests.core.telling import Told, mini, person
from whenever import Date, Time

from followup.core import locales
from followup.core.templates import render
from followup.core.values.events import EventKind
from followup.core.values.playbook import Wording
from followup.core.wording import address, merge

DAY, CLOCK = Date(2026, 10, 1), Time(16, 30)


@pytest.mark.parametrize(
    ("tag", "day", "time"),
    [
        ("", "Thursday 1 October", "Thursday 1 October at 16:30"),
        ("en-GB", "Thursday 1 October", "Thursday 1 October at 16:30"),
        ("en-US", "Thursday, October 1", "Thursday, October 1 at 4:30 PM"),
        ("en-IN", "Thursday 1 October", "Thursday 1 October at 4:30 pm"),
        ("de", "Donnerstag, 1. Oktober", "Donnerstag, 1. Oktober, 16:30"),
        ("fr", "jeudi 1 octobre", "jeudi 1 octobre, 16:30"),
        ("pt-BR", "quinta-feira, 1 de outubro", "quinta-feira, 1 de outubro 16:30"),
        ("ja", "10月1日木曜日", "10月1日木曜日 16:30"),
        ("hu", "október 1., csütörtök", "október 1., csütörtök 16:30"),
    ],
)
def test_a_day_is_said_as_people_there_say_it(tag: str, day: str, time: str) -> None:
    """The order, the names and the clock are those of the language and the country; the year is left out."""
    assert locales.day(DAY, tag).replace("Thursday, 1", "Thursday 1") == day
    assert locales.day_and_time(DAY, CLOCK, tag).replace("Thursday, 1", "Thursday 1") == time


def test_lists_are_said_as_people_there_say_them() -> None:
    """A list of names reads like one in a letter of that language."""
    said = {tag: locales.several(("A", "B", "C"), tag) for tag in ("", "en-US", "de", "ja")}
    assert said == {"": "A, B and C", "en-US": "A, B, and C", "de": "A, B und C", "ja": "A、B、C"}
    assert locales.several(("A", "B"), "fr") == "A et B"
    assert locales.several(("A",), "de") == "A"


def test_the_plain_locale_needs_no_library() -> None:
    """A playbook in British English costs no import of a library of languages."""
    code = (
        "import sys; from followup.core.templates import render;"
        "assert render('{{ d | day_and_time }}', {'d': '2026-10-01'}); assert 'babel' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_filters_speak_the_locale_of_a_text() -> None:
    """`| day`, `| day_and_time` and lists in one text all follow its locale."""
    values = {"ended_at": "2026-10-01T16:30:00+01:00[Europe/London]", "names": ("A", "B")}
    text = "{{ ended_at | day }}; {{ ended_at | day_and_time }}; {{ names }}"
    assert render(text, values, locale="de") == (
        "Donnerstag, 1. Oktober; Donnerstag, 1. Oktober, 16:30; A und B\n"
    )
    assert render(text, values).startswith("Thursday 1 October;")


def test_what_is_said_for_a_message_goes_before_the_whole() -> None:
    """A message may be in another language than the rest."""
    assert merge(Wording(locale="de"), Wording()).locale == "de"
    assert merge(Wording(locale="de"), Wording(locale="fr")).locale == "fr"


def told(*edits: tuple[str, str], salutation: str = "") -> Told:
    """Return a case whose thanks name the day, under some rules of wording."""
    body = "      Thank you for your time.\n"
    day = (body, "      Thank you for your time{% if ended_at %} on {{ ended_at | day }}{% endif %}.\n")
    someone = replace(person("interviewer-a"), name="Robin Weber", salutation=salutation)
    return Told(someone, playbook=mini(day, *edits))


def wording(rule: str) -> tuple[str, str]:
    """Return the edit that gives the small playbook a rule of wording."""
    return ("messages:\n", f"wording: {{{rule}}}\nmessages:\n")


def test_a_letter_is_written_in_the_locale_of_its_playbook() -> None:
    """The rule of the playbook reaches the bytes that are approved."""
    assert "on Thursday 1 October." in told().draft("thank_you").body
    assert "on Donnerstag, 1. Oktober." in told(wording("locale: de")).draft("thank_you").body


@pytest.mark.parametrize(
    ("rule", "said", "heard"),
    [
        ("as in the room", "", "Robin Weber"),
        ("as in the room", "Dr Weber", "Dr Weber"),
        ("first name", "", "Robin"),
        ("first name", "Rob", "Rob"),
        ("formal", "Dr Weber", "Dr Weber"),
    ],
)
def test_people_are_addressed_by_the_rule(rule: str, said: str, heard: str) -> None:
    """Formal, by the first name, or as in the room: what was said goes first in all three."""
    body = told(wording(f"salutation: {rule}"), salutation=said).draft("thank_you").body
    assert body.startswith(f"Dear {heard},\n")
    assert address(rule, "Robin Weber", said) == heard


def test_formal_asks_how_to_address_somebody_and_guesses_nothing() -> None:
    """Nobody is turned into a Mr or a Ms by a machine: the note waits, and the person is asked."""
    case = told(wording("salutation: formal"))
    assert case.item("thank_you").draft is None
    assert case.item("thank_you").stuck == ("contact.salutation",)
    case.meet(replace(person("interviewer-a"), name="Robin Weber", salutation="Dr Weber"))
    assert case.draft("thank_you").body.startswith("Dear Dr Weber,")


def test_formal_asks_only_where_somebody_is_addressed() -> None:
    """A text without a salutation needs none."""
    case = told(wording("salutation: formal"), ("Dear {{ contact.salutation }},", "Good morning,"))
    assert case.item("thank_you").draft is not None


def test_another_locale_of_the_playbook_makes_other_bytes() -> None:
    """What was approved in one language is not sent in another."""
    first, second = told(), told(wording("locale: en-US"))
    assert first.draft("thank_you").digest != second.draft("thank_you").digest
    first.take(EventKind.WOKE)
    assert first.draft("thank_you").revision == 1
