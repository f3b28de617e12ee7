"""A card in the post takes days: what expires means its arrival, and the next way is taken in time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.telling import Told, at, mini, person

from followup.core.calendar.days import calendar_of
from followup.core.calendar.sentences import minus
from followup.core.values.playbook import Playbook
from followup.core.values.surroundings import Way
from followup.core.values.times import Part, Span, Unit

ADDRESSES = {"email": "a@example.org", "card": "1 High Street"}


def posted(via: str, takes: str = "card: 1 day") -> Playbook:
    """Return the small playbook with thanks by card, to be there by 6 October, 18:00."""
    thanks = "    via: [email]\n    due: 2 hours after ended_at"
    rule = '  my_hours: "08:00-21:00"\n'
    return mini(
        (thanks, thanks.replace("[email]", via)),
        (rule, f"{rule}  takes: {{{takes}}}\n"),
        ("    by: 24 hours after ended_at\n", ""),
    )


def told(via: str = "[card, email]", takes: str = "card: 1 day", **addresses: str) -> Told:
    """Return a case in which somebody can be reached by card."""
    one = Told(person("interviewer-a", addresses=addresses or ADDRESSES), playbook=posted(via, takes))
    card = Way(name="card", channel="todo", person=True)
    one.world = replace(one.world, ways={**one.world.ways, "card": card})
    return one


def test_a_card_leaves_so_much_earlier_that_it_arrives_in_time() -> None:
    """The end of a message by card is that of its playbook less the days in the post."""
    expires = told("[card]").item("thank_you").expires
    assert expires.at == at("2026-10-05 18:00")
    assert expires.counted.startswith("1 day on the way before 3 business days after")
    assert told("[email]").item("thank_you").expires.at == at("2026-10-06 18:00")


def test_business_days_in_the_post_are_business_days() -> None:
    """A card that takes three business days has to leave on the day itself, before the weekend."""
    assert told("[card]", "card: 3 business days").item("thank_you").expires.at == at("2026-10-01 18:00")


def test_the_next_way_is_taken_once_the_first_is_too_slow() -> None:
    """Until a card would come too late it is a card; from then on it is a mail, to be approved."""
    case = told()
    assert case.draft("thank_you").way == "card"
    assert case.item("thank_you").expires.at == at("2026-10-05 18:00")
    case.until("2026-10-05 17:59", send=False)
    assert case.draft("thank_you").way == "card"
    case.until("2026-10-05 18:00", send=False)
    assert case.draft("thank_you").way == "email"
    assert case.item("thank_you").expires.at == at("2026-10-06 18:00")
    assert case.item("thank_you").status == "drafted"


def test_a_card_that_comes_too_late_is_not_sent_where_there_is_no_other_way() -> None:
    """Without another way a late card is none at all."""
    case = told("[card]")
    case.until("2026-10-05 18:00", send=False)
    assert case.item("thank_you").status == "expired"


def test_a_card_in_the_hands_of_a_person_ends_in_time() -> None:
    """Who has the card to write is not asked for it once it could not arrive any more."""
    case = told()
    case.approve("thank_you")
    case.until("2026-10-02 12:00")
    assert case.item("thank_you").status == "handed_over"
    case.until("2026-10-05 18:00")
    assert case.item("thank_you").status == "expired"


@pytest.mark.parametrize(
    ("span", "before"),
    [
        (Span((Part(3, Unit.DAY),)), "2026-10-03 18:00"),
        (Span((Part(36, Unit.HOUR),)), "2026-10-05 06:00"),
        (Span((Part(2, Unit.BUSINESS_DAY),)), "2026-10-02 18:00"),
        (Span((Part(1, Unit.WEEK), Part(1, Unit.DAY))), "2026-09-28 18:00"),
    ],
)
def test_a_span_is_counted_back_at_the_same_wall_time(span: Span, before: str) -> None:
    """Counting back keeps the time of day, in dates, business days or exact time."""
    calendar = calendar_of("PLAIN Europe/London", (), {"PLAIN": {}})
    assert minus(span, at("2026-10-06 18:00"), calendar) == at(before)
