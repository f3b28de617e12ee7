"""Small sound playbooks, each about one feature of the language."""

from __future__ import annotations

import pytest
from tests.authoring.samples import ACCEPTED, BOOKS, STOCK, compiled

from followup.authoring.compile import compile_file
from followup.core import neutral
from followup.core.values.playbook import (
    Audience,
    Branch,
    FactType,
    Late,
    Limit,
    OutcomeRule,
    Pick,
    Playbook,
    Scope,
    SettingKind,
    Target,
)
from followup.core.values.times import Opening, Part, Span, Unit, Weekday


def example(name: str) -> Playbook:
    return next(compile_file(file).playbook for file in ACCEPTED if file.stem == name)


@pytest.mark.parametrize("file", ACCEPTED, ids=lambda file: file.stem)
def test_each_example_is_accepted_without_a_word(file):
    """Guards that what the language offers is accepted, and warned of only for a reason."""
    assert compile_file(file).warnings == ()


def test_there_are_at_least_twenty():
    """Guards against examples that are lost."""
    assert len(ACCEPTED) >= 20


@pytest.mark.parametrize("file", [*ACCEPTED, *STOCK], ids=lambda file: file.stem)
def test_a_compiled_playbook_survives_being_pinned(file):
    """Guards that the neutral value goes to JSON and back unchanged, as pins need it."""
    found = compile_file(file, library=BOOKS)
    again = neutral.load(Playbook, neutral.dump(found.playbook))
    assert again == found.playbook
    assert neutral.digest(again) == found.digest


def test_a_message_is_asked_about_when_late_and_a_task_goes():
    """Guards the two defaults of `late`."""
    assert compiled().playbook.items["thank_you"].late is Late.ASK
    assert example("repeated").items["thank_you"].late is Late.SKIP
    assert example("tasks").items["share"].late is Late.SEND


def test_a_target_is_each_one_a_contact_or_a_reply():
    """Guards the four shapes of `to` and `reply_to`."""
    assert example("one_message").items["thank_you"].target == Target(pick=Pick.EACH, name="people")
    assert example("a_fallback").items["pass_it_on"].target == Target(pick=Pick.ONE, name="people")
    assert example("through_an_agency").items["thank_you"].target == Target(pick=Pick.ONE, name="consultant")
    assert example("a_reply").items["answer"].target == Target(pick=Pick.REPLY, name="heard")
    assert example("tasks").items["share"].target == Target(pick=Pick.SELF)


def test_nested_states_become_flat_and_keep_their_own_handlers():
    """Guards parents, leaves and the precedence of the inner handler."""
    states = example("nested_states").states
    assert list(states) == ["waiting", "early", "later", "deep", "deeper", "closed"]
    assert [states[name].parent for name in states] == [None, "waiting", "waiting", "later", "later", None]
    assert [states[name].leaf for name in states] == ["early", "early", "deep", "deep", "deeper", "closed"]
    assert states["waiting"].handlers == {"heard": (Branch(go="closed"),)}
    assert states["later"].handlers == {"heard": (Branch(go="deeper"),)}


def test_settings_are_spans_counts_or_lines():
    """Guards the kinds of settings and their short and long shapes."""
    settings = example("settings_with_conditions").settings
    assert settings["patience"].kind is SettingKind.SPAN
    assert [line.when for line in settings["patience"].lines] == ["senior || shortlisted > 8", None]
    assert settings["grace"].lines[0].use == Span((Part(1, Unit.DAY),))
    assert settings["most"].lines[0].use == 2
    assert example("settings_with_conditions").items["thank_you"].repeat.every == "patience"


def test_hours_know_business_days_ranges_and_single_days():
    """Guards every way to write hours."""
    courtesy = example("hours").courtesy
    assert courtesy.hours["any"] == (
        Opening(days=tuple(Weekday), windows=(("08:00", "21:00"),), business=True),
    )
    early_week = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU)
    assert courtesy.hours["phone"] == (
        Opening(days=early_week, windows=(("10:00", "12:00"),)),
        Opening(days=(Weekday.FRI,), windows=(("10:00", "11:00"), ("14:00", "16:00"))),
    )
    assert courtesy.time == "09:30"
    assert example("hours").items["thank_you"].hours[0].days == (Weekday.SAT, Weekday.SUN)


def test_courtesy_becomes_limits_bans_and_waits():
    """Guards that no rule is lost on the way."""
    limits = example("limits").courtesy.limits
    assert limits["contact"] == Limit(most=5, apart=Span((Part(1, Unit.BUSINESS_DAY),)))
    assert limits["case"] == Limit(most=12, per_round=False)
    ban = example("bans").courtesy.bans["rules"]
    assert (ban.states, ban.to, ban.via, ban.allow) == (("waiting",), ("people",), ("phone",), ("thank_you",))
    assert ban.until is not None
    assert example("bans").courtesy.bans["asked_not_to"].lifts == "heard"
    assert set(example("waits").courtesy.waits) == {"away", "owed"}
    assert example("through_an_agency").courtesy.through.groups == ("people",)


def test_outcomes_and_texts_by_way():
    """Guards what a call brings with it."""
    call = example("a_call").items["thank_you"]
    again = Span((Part(1, Unit.BUSINESS_DAY),))
    assert call.outcomes == {
        "answered": OutcomeRule(),
        "no_answer": OutcomeRule(counts=False, again=again),
    }
    assert call.texts["phone"].voicemail.startswith("This is")
    assert call.tries == 3


def test_facts_have_types_scopes_and_defaults():
    """Guards every type, and the scope of what is known about each contact."""
    facts = example("types_of_facts").facts
    assert set(FactType) == {fact.type for fact in facts.values()}
    assert facts["choice"].choices == ("first", "last")
    assert facts["lessons"].of is FactType.TEXT
    assert facts["lessons"].per is Scope.PERSON
    level = example("about_each_contact").facts["people"].each["level"]
    assert (level.per, level.default) == (Scope.ROUND, "one")


def test_other_cases_hear_with_mapped_facts():
    """Guards audiences, proposals and the mapping of facts."""
    tell = example("other_cases").events["heard"].tell
    assert [one.to for one in tell] == [Audience.OTHER_CASES, Audience.SAME_EMPLOYER, Audience.NEW_CASE]
    assert tell[0].facts == {"promised_by": "promised_by"}
    assert tell[1].propose == "heard"


def test_words_of_old_yaml_stay_text():
    """Guards that nothing is taken for a boolean, a number, a date or a time of day."""
    found = example("words_of_old_yaml")
    message = found.items["thank_you"]
    assert (found.title, message.text.subject, message.text.body) == ("2026-10-06", "0123", "yes")
    assert (found.facts["company"].ask, found.events["heard"].say) == ("on", "12:30")


def test_forbidden_phrases_are_compared_in_small_letters():
    """Guards what the wording rules of the core expect."""
    wording = compiled(("events:\n", "wording: {never: [SALARY]}\nevents:\n")).playbook.wording
    assert wording.never == ("salary",)


def test_a_promise_says_never_or_how_often_at_most():
    """Guards the words of a promise, and that what it names keeps its sense."""
    promises = example("promises").promises
    assert promises["quiet_until_then"].never == ("ask",)
    assert promises["quiet_until_then"].before is not None
    assert (promises["one_call"].most, promises["one_call"].of, promises["one_call"].per) == (
        1,
        ("phone",),
        "contact",
    )
    assert promises["twelve"].per == "case"
    assert promises["after_news"].after == "heard"
    assert promises["closed_is_closed"].states == ("closed",)


def test_sources_are_no_part_of_the_value():
    """Guards that a better source changes no digest, so no running case is left behind."""
    text = next(file for file in ACCEPTED if file.stem == "promises").read_text()
    other = text.replace("A guide for nurses", "Another guide")
    assert compiled(text=text).digest == compiled(text=other).digest


def test_a_ban_has_a_beginning_and_a_content_and_a_way_a_limit():
    """Guards the three sides of a ban (way, time, content), and limits by way."""
    rules = example("ban_windows").courtesy
    assert rules.bans["no_ranks"].says == ("first choice", "rank")
    assert rules.bans["quiet_weeks"].since is not None
    assert rules.bans["quiet_weeks"].until is not None
    assert rules.bans["after_news"].since is not None
    assert rules.ways["phone"] == Limit(most=2, apart=Span((Part(3, Unit.DAY),)))
    assert rules.ways["card"] == Limit(most=1, per_round=False)
    assert set(rules.limits) == {"contact"}


def test_a_locale_and_a_way_to_address_people_may_differ_per_message():
    """Guards the words for language and formality; the plain locale is none at all."""
    found = example("in_another_language")
    assert (found.wording.locale, found.wording.salutation) == ("de", "formal")
    own = found.items["thank_you"].wording
    assert (own.locale, own.salutation) == ("en-US", "first name")
    plain = compiled(("events:\n", "wording: {locale: en-GB}\nevents:\n")).playbook
    assert plain.wording.locale == ""


def test_a_way_may_take_its_time():
    """Guards the word for days in the post."""
    takes = example("slow_ways").courtesy.takes
    assert takes == {"card": Span((Part(3, Unit.DAY),)), "letter": Span((Part(2, Unit.BUSINESS_DAY),))}
