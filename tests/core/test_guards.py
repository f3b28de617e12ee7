"""Guards: what is refused and where, and the three answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.core.guards import GuardFault, Guards
from followup.core.values.playbook import (
    Courtesy,
    EventType,
    Fact,
    FactType,
    ItemKind,
    ItemType,
    Playbook,
    Setting,
    SettingKind,
    SettingLine,
)
from followup.core.values.times import Part, Span, Unit


def _named(*values):
    return {value.name: value for value in values}


PLAYBOOK = Playbook(
    name="guards",
    version="1.0",
    title="For conditions",
    start="somewhere",
    courtesy=Courtesy(place="workplace"),
    facts=_named(
        Fact(name="senior", type=FactType.BOOLEAN),
        Fact(name="remote", type=FactType.BOOLEAN),
        Fact(name="shortlisted", type=FactType.INTEGER),
        Fact(name="years", type=FactType.INTEGER),
        Fact(name="company", type=FactType.TEXT),
        Fact(name="batch", type=FactType.CHOICE, choices=("first", "middle", "last")),
        Fact(name="promised_by", type=FactType.DATE),
        Fact(name="type", type=FactType.TEXT),
        Fact(
            name="interviewers",
            type=FactType.CONTACTS,
            each=_named(Fact(name="topic", type=FactType.TEXT), Fact(name="evidence", type=FactType.LINK)),
        ),
    ),
    settings=_named(
        Setting(name="many", kind=SettingKind.COUNT, lines=(SettingLine(use=8),)),
        Setting(name="early", kind=SettingKind.TEXT, lines=(SettingLine(use="first"),)),
        Setting(name="odd", kind=SettingKind.TEXT, lines=(SettingLine(use="second"),)),
        Setting(name="patience", kind=SettingKind.SPAN, lines=(SettingLine(use=Span((Part(1, Unit.DAY),))),)),
    ),
    events=_named(EventType(name="ended", say="It is over.")),
    items=_named(ItemType(name="thank_you", kind=ItemKind.MESSAGE)),
)


@pytest.fixture(scope="module")
def guards():
    return Guards(PLAYBOOK)


@pytest.mark.parametrize(
    "text",
    [
        "senior",
        "!senior",
        "senior || shortlisted > 8 || batch == 'first'",
        '(!known.promised_by || batch != "last") && cases_here == 0',
        "round >= 2 && happened.ended",
        "open.thank_you || sent.thank_you",
        "batch in ['first', 'last']",
        "shortlisted in [1, 2, -3]",
        "shortlisted > many && many < 20",
        "8 < shortlisted",
        "batch == early",
        'company != "Smith\'s"',
        "senior == false",
        "known.topic && contact.topic != '' && !contact.do_not_contact && contact.role == 'chair'",
        "contact.linkedin != ''",
        "true",
        "!(!(senior))",
    ],
)
def test_what_the_language_allows_is_accepted(guards, text):
    """Guards the whole of section 12: names, comparisons, lists, brackets, settings."""
    assert guards.problems(text, contact=True) == ()


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("shortlistd > 8", "unknown-fact", "shortlistd"),
        ("senior && known.promised", "unknown-fact", "known.promised"),
        ("happened.end", "unknown-fact", "happened.end"),
        ("batch == 'firts'", "unknown-choice", "'firts'"),
        ("batch in ['first', 'lsat']", "unknown-choice", "'lsat'"),
        ("batch == odd", "unknown-choice", "odd"),
        ("shortlisted == 'many'", "guard-type", "'many'"),
        ("company > 'a'", "guard-type", ">"),
        ("senior < true", "guard-type", "<"),
        ("senior == 1", "guard-type", "1"),
        ("shortlisted > 8.5", "guard-type", "8.5"),
        ("shortlisted > 8u", "guard-type", "8u"),
        ("shortlisted > 99999999999999999999", "guard-type", "99999999999999999999"),
        ("company", "guard-type", "company"),
        ("senior || 'x'", "guard-type", "'x'"),
        ("promised_by == '2026-10-06'", "guard-type", "promised_by"),
        ("contact.evidence == ''", "guard-type", "contact.evidence"),
        ("patience == '2'", "guard-type", "patience"),
        ("batch == many", "guard-type", "many"),
        ("shortlisted > years", "fact-against-fact", "years"),
        ("1 == 1", "guard-not-allowed", "1"),
        ("shortlisted + 1 > 8", "guard-not-allowed", "+"),
        ("senior ? true : false", "guard-not-allowed", "?"),
        ("size(company) > 3", "guard-not-allowed", "size("),
        ("company.startsWith('A')", "guard-not-allowed", "company.startsWith("),
        ("interviewers[0] == 'a'", "guard-not-allowed", "interviewers["),
        ("(senior && remote) == true", "guard-not-allowed", "=="),
        ("!senior == remote", "guard-not-allowed", "=="),
        ("senior and remote", "guard-syntax", "and"),
        ("not senior", "guard-syntax", "not"),
        ("senior = true", "guard-syntax", "="),
        ("senior & remote", "guard-syntax", "&"),
        ("senior ||", "guard-syntax", ""),
        ("(senior", "guard-syntax", ""),
        ("senior)", "guard-syntax", ")"),
        ("", "guard-syntax", ""),
        ("batch in []", "guard-syntax", "]"),
        ("batch in [first]", "guard-syntax", "first"),
        ("'first' in [batch]", "guard-syntax", "'first'"),
        ("batch == 'first", "guard-syntax", "'first"),
        ("company == 'a\\\\n'", "guard-syntax", "'a\\\\n'"),
        ("senior £", "guard-syntax", "£"),
        ("type == 'x'", "guard-reserved", "type"),
        ("known.null", "guard-reserved", "known.null"),
        ("!!!!!!!!!senior", "guard-too-deep", "!"),
        ("senior" + " || senior" * 40, "guard-too-long", None),
    ],
)
def test_what_goes_beyond_the_language_is_refused_at_its_place(guards, text, code, where):
    """Guards the code and the exact stretch of text of every kind of mistake."""
    (problem,) = guards.problems(text, contact=True)
    assert problem.code == code
    if where is not None:
        assert text[problem.start : problem.end] == where
    assert problem.text


def test_all_wrong_names_are_reported_in_one_go(guards):
    """Guards that an author mends a condition once, not name by name."""
    found = guards.problems("senor || shortlistd > 8", contact=False)
    assert [problem.hints for problem in found] == [
        ('did you mean "senior"?',),
        ('did you mean "shortlisted"?',),
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("batch == 'firts'", "did you mean 'first'?"),
        ("known.promised", 'did you mean "known.promised_by"?'),
        ("ended", 'did you mean "happened.ended"?'),
        ("promised_by == ''", "known.promised_by asks whether it is known"),
        ("senior or remote", "write ||"),
        ("not senior", "write !"),
        ("senior = true", "write =="),
        ("batch in [first]", "'first'"),
    ],
)
def test_a_mistake_comes_with_its_way_out(guards, text, hint):
    """Guards the hints that people paste."""
    assert hint in guards.problems(text, contact=False)[0].hints


@pytest.mark.parametrize("text", ["contact.role == 'chair'", "known.topic", "contact.nonsense"])
def test_a_contact_can_be_named_only_where_there_is_one(guards, text):
    """Guards that a setting or a timer cannot hang on somebody who is not there."""
    assert guards.problems(text, contact=False)[0].code == "no-contact-here"


@pytest.mark.parametrize(
    ("text", "known", "truth"),
    [
        ("senior || shortlisted > 8", {"senior": True}, True),
        ("shortlisted > 8 || senior", {"senior": True}, True),
        ("senior || shortlisted > 8", {"senior": False}, None),
        ("shortlisted > 8 && senior", {"senior": False}, False),
        ("!known.promised_by", {"known.promised_by": False}, True),
        ("batch == early", {"batch": "first", "early": "first"}, True),
        ("batch == early", {"batch": "first"}, None),
        ("contact.role == 'chair'", {"contact.role": "chair", "unheard.of": 7}, True),
        ("true", {}, True),
        ("!(senior && remote)", {"remote": False}, True),
        ("batch in ['first', 'last']", {"batch": "middle"}, False),
    ],
)
def test_what_is_not_known_decides_only_where_it_matters(guards, text, known, truth):
    """Guards the three answers on the conditions of the base playbook."""
    assert guards.truth(text, known) is truth


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("senior || shortlisted > 8", {"shortlisted": "9"}),
        ("senior || shortlisted > 8", {"shortlisted": True}),
        ("senior", {"senior": 1}),
        ("company == ''", {"company": None}),
        ("shortlisted > 8", {"shortlisted": 2**60}),
        ("company == 'Acme'", {"company": "\ud800"}),
        ("nonsense", {}),
        ("senior &&", {"senior": True}),
    ],
)
def test_anything_but_a_missing_fact_is_a_fault_and_never_just_false(guards, text, known):
    """Guards that a wrong value holds the case, even where a missing name would have hidden it."""
    with pytest.raises(GuardFault) as caught:
        guards.truth(text, known)
    assert caught.value.code == "guard-fault"
    assert "nothing was sent" in caught.value.text


# Kleene's logic, written down a second time -------------------------------------------------

ATOMS = {
    "senior": ("senior", lambda value: value),
    "remote == false": ("remote", lambda value: not value),
    "shortlisted > 8": ("shortlisted", lambda value: value > 8),
    "2 >= years": ("years", lambda value: value <= 2),
    "batch in ['first', 'last']": ("batch", lambda value: value in ("first", "last")),
    "company != 'Acme'": ("company", lambda value: value != "Acme"),
    "known.batch": ("known.batch", lambda value: value),
    "contact.topic == 'it'": ("contact.topic", lambda value: value == "it"),
}
VALUES = {
    "senior": st.booleans(),
    "remote": st.booleans(),
    "shortlisted": st.integers(6, 10),
    "years": st.integers(1, 4),
    "batch": st.sampled_from(["first", "middle", "last"]),
    "company": st.sampled_from(["Acme", "Birch", ""]),
    "known.batch": st.booleans(),
    "contact.topic": st.sampled_from(["it", "that"]),
}
TREES = st.recursive(
    st.sampled_from(sorted(ATOMS)).map(lambda atom: ("atom", atom)),
    lambda inner: st.one_of(
        st.tuples(st.just("!"), inner),
        st.tuples(st.sampled_from(["||", "&&"]), inner, inner),
    ),
    max_leaves=7,
)


def _text(tree):
    match tree:
        case ("atom", atom):
            return atom
        case ("!", inner):
            return f"!({_text(inner)})"
        case (sign, left, right):
            return f"({_text(left)}) {sign} ({_text(right)})"


def _kleene(tree, known):
    match tree:
        case ("atom", atom):
            name, test = ATOMS[atom]
            return test(known[name]) if name in known else None
        case ("!", inner):
            truth = _kleene(inner, known)
            return None if truth is None else not truth
        case (sign, left, right):
            sides = {_kleene(left, known), _kleene(right, known)}
            decided = sign == "||"
            if decided in sides:
                return decided
            return None if None in sides else not decided


@settings(max_examples=600, deadline=None)
@given(TREES, st.fixed_dictionaries({}, optional=VALUES))
def test_the_answer_is_that_of_kleenes_logic(tree, known):
    """Guards that unknown is absorbed exactly, whatever the condition and whatever is missing."""
    text = _text(tree)
    if SHARED.problems(text, contact=True):
        assert len(text) > 300 or text.count("(") > 8
    else:
        assert SHARED.truth(text, known) is _kleene(tree, known)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"()[]!<>=&|,.'\"-+9 \\é\n", "senior", "batch", "'first'", "||", "&&", "in", "known."]
        ),
        max_size=14,
    ).map("".join)
)
def test_any_text_gives_problems_inside_itself_or_an_answer(text):
    """Guards that no text at all makes anything but a report or an answer, with offsets in the text."""
    found = SHARED.problems(text, contact=True)
    for problem in found:
        assert 0 <= problem.start < problem.end <= max(len(text), 1) + 1
    if not found:
        assert SHARED.truth(text, {}) in (True, False, None)


SHARED = Guards(PLAYBOOK)
