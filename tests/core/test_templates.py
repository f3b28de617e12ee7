"""Templates: what is refused and where, what may be missing, and what is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.core.templates import LARGEST, TemplateFault, problems, render, used
from followup.core.values.playbook import FactType

NAMES = {
    "job": True,
    "company": True,
    "topic": False,
    "stumbled_on": False,
    "i_meant": False,
    "senior": False,
    "offer_until": True,
    "promised_by": True,
    "contact.salutation": True,
    "contact.topic": False,
    "me.signature": True,
    "about.names": True,
}
TYPES = {
    "offer_until": FactType.DATETIME,
    "promised_by": FactType.DATE,
    "senior": FactType.BOOLEAN,
    "job": FactType.TEXT,
}


@pytest.mark.parametrize(
    "source",
    [
        "Dear {{ contact.salutation }},",
        "{% if topic %}We spoke of {{ topic }}.{% endif %}",
        "{% if stumbled_on and i_meant %}{{ stumbled_on }}: {{ i_meant }}{% endif %}",
        "{% if not topic %}-{% else %}{{ topic }}{% endif %}",
        "{% if not (topic and i_meant) %}-{% else %}{{ topic }}{{ i_meant }}{% endif %}",
        "{% if not topic or not i_meant %}-{% else %}{{ topic }}{{ i_meant }}{% endif %}",
        "{% if topic or i_meant %}yes{% elif senior %}no{% else %}-{% endif %}",
        "{% if topic and topic == 'it' %}{{ topic }}{% endif %}",
        "{% if topic %}{% if senior %}{{ topic }}{% endif %}{% endif %}",
        "{% if not topic or topic == 'x' %}-{% endif %}",
        '{{ "Yours" }} {{ job | upper | trim }} {{ company | join(", ") }}{# a remark: {{ x #}',
        "{%- if topic -%}{{- topic -}}{%- endif -%}",
        "{{ offer_until | day_and_time }} and {{ promised_by | day }}",
        "{% if job == 'Cook' or job != \"Chef\" %}-{% endif %}",
        "a } b % c { d",
        "",
    ],
)
def test_what_the_language_allows_is_accepted(source):
    """Guards names, filters, and every way in which an if shows that something is known."""
    assert problems(source, NAMES, types=TYPES) == ()


@pytest.mark.parametrize(
    ("source", "code", "where"),
    [
        ("Dear {{ contact.salutaton }}", "unknown-fact", "contact.salutaton"),
        ("é {{ jobb | upper }}", "unknown-fact", "jobb"),
        ("{% if senor %}x{% endif %}", "unknown-fact", "senor"),
        ("{{ contact }}", "unknown-fact", "contact"),
        ("{{ you.name }}", "unknown-fact", "you.name"),
        ("{{ topic }}", "maybe-missing", "topic"),
        ("{% if i_meant %}{{ topic }}{% endif %}", "maybe-missing", "topic"),
        ("{% if topic or i_meant %}{{ topic }}{% endif %}", "maybe-missing", "topic"),
        ("{% if topic %}-{% else %}{{ topic }}{% endif %}", "maybe-missing", "topic"),
        ("{% if topic %}-{% endif %}{{ topic }}", "maybe-missing", "topic"),
        ("{% if not (topic or i_meant) %}-{% else %}{{ topic }}{% endif %}", "maybe-missing", "topic"),
        ("{% if topic == 'x' %}-{% endif %}", "maybe-missing", "topic"),
        ("{% if topic == 'x' and topic %}-{% endif %}", "maybe-missing", "topic"),
        ("{{ job | uper }}", "unknown-filter", "uper"),
        ("{% if topic %}{{ topic | default('x') }}{% endif %}", "unknown-filter", "default"),
        ("{{ job | safe }}", "unknown-filter", "safe"),
        ("{{ range(3) }}", "template-not-allowed", "range("),
        ("{{ job.upper() }}", "template-not-allowed", "job.upper("),
        ("{{ job[0] }}", "template-not-allowed", "job["),
        ("{% include 'x' %}", "template-not-allowed", "include"),
        ("{% import 'x' as y %}", "template-not-allowed", "import"),
        ("{% macro x() %}{% endmacro %}", "template-not-allowed", "macro"),
        ("{% set x = 1 %}", "template-not-allowed", "set"),
        ("{% for x in job %}{% endfor %}", "template-not-allowed", "for"),
        ("{% raw %}{% endraw %}", "template-not-allowed", "raw"),
        ("{% if job %}" * 9 + "{% endif %}" * 9, "template-not-allowed", "if"),
        ("{% if job is odd %}x{% endif %}", "template-syntax", "is"),
        ("{% if job %}x", "template-syntax", "if"),
        ("x{% endif %}", "template-syntax", "endif"),
        ("{% else %}", "template-syntax", "else"),
        ("{% if job %}{% else %}{% else %}{% endif %}", "template-syntax", "else"),
        ("{% if job %}{% else %}{% elif topic %}{% endif %}", "template-syntax", "elif"),
        ("{% if %}x{% endif %}", "template-syntax", None),
        ("{{ }}", "template-syntax", None),
        ("{{ job", "template-syntax", "{{"),
        ("{{ job + 1 }}", "template-syntax", "+"),
        ("{{ job company }}", "template-syntax", "company"),
        ("{{ job | }}", "template-syntax", None),
        ("{{ 'it\\'s' }}", "template-syntax", None),
        ("{{ not job }}", "template-syntax", "not"),
        ("{{ job if senior }}", "template-syntax", "if"),
        ("{% if (job %}x{% endif %}", "template-syntax", None),
        ("{% if " + "not " * 9 + "job %}x{% endif %}", "template-syntax", "not"),
        ("{{ offer_until }}", "template-type", "offer_until"),
        ("{{ promised_by | upper }}", "template-type", "promised_by"),
        ("{{ job | day }}", "template-type", "job"),
        ("{% if senior %}{{ senior }}{% endif %}", "template-type", "senior"),
    ],
)
def test_what_goes_beyond_the_language_is_refused_at_its_place(source, code, where):
    """Guards the code and the exact stretch of text of every kind of mistake."""
    (problem,) = problems(source, NAMES, types=TYPES)
    assert problem.code == code
    if where is not None:
        assert source[problem.start : problem.end] == where


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("{{ contact.salutaton }}", 'did you mean "contact.salutation"?'),
        ("{{ jobb }}", 'did you mean "job"?'),
        ("{{ job | day_time }}", 'did you mean "day_and_time"?'),
        ("{{ topic }}", "needs: [topic]"),
        ("{{ offer_until }}", "offer_until | day_and_time"),
    ],
)
def test_a_mistake_comes_with_its_way_out(source, hint):
    """Guards the hints that people paste."""
    assert hint in problems(source, NAMES, types=TYPES)[0].hints


def test_every_name_that_is_asked_for_or_said_is_used():
    """Guards that a changed fact always renders the message again."""
    source = "{% if a and not b.c %}{{ d | upper }}{% elif e == 'x' %}{% else %}{{ 'f' }}{% endif %}"
    assert used(source) == {"a", "b.c", "d", "e"}


NOTE = """Dear {{ contact.salutation }},

Thank you for your time.
{% if contact.topic %}We spoke of {{ contact.topic }}.{% endif %}
{% if stumbled_on and i_meant %}
On {{ stumbled_on }}: {{ i_meant }}.
{% endif %}

{{ me.signature }}
"""
PEOPLE = {"contact": {"salutation": "Ms A"}, "me": {"signature": "Candidate\n0123"}}


def test_a_false_if_leaves_no_hole():
    """Guards that a letter looks as if it had been written without its optional lines."""
    assert render(NOTE, PEOPLE) == "Dear Ms A,\n\nThank you for your time.\n\nCandidate\n0123\n"
    full = {**PEOPLE, "contact": {"salutation": "Ms A", "topic": "tea"}, "stumbled_on": "x", "i_meant": "y"}
    assert render(NOTE, full) == (
        "Dear Ms A,\n\nThank you for your time.\nWe spoke of tea.\nOn x: y.\n\nCandidate\n0123\n"
    )


@pytest.mark.parametrize(
    ("source", "values", "text"),
    [
        ("", {}, ""),
        ("{% if a %}x{% endif %}", {}, ""),
        ("one", {}, "one\n"),
        ("a  \n\n\n\nb\n\n", {}, "a\n\nb\n"),
        ("a\n{% if x %}b{% endif %}\nc", {}, "a\nc\n"),
        ("a\n\n{% if x %}b{% endif %}\n\nc", {}, "a\n\nc\n"),
        ("{{ a }}", {"a": "<b>&'\"</b>"}, "<b>&'\"</b>\n"),
        ("{{ a }}", {"a": ("x",)}, "x\n"),
        ("{{ a }}", {"a": ("x", "y", "z")}, "x, y and z\n"),
        ("{{ a | join('; ') }} {{ a | first }} {{ a | last }}", {"a": ("x", "y")}, "x; y x y\n"),
        ("{{ a }}", {"a": 7}, "7\n"),
        ("{{ name }} {{ source }}", {"name": "n", "source": "s"}, "n s\n"),
        ("{{ d | day }}", {"d": "2026-10-06"}, "Tuesday 6 October\n"),
        ("{{ d | day_and_time }}", {"d": "2026-10-06"}, "Tuesday 6 October\n"),
        ("{{ d | day }}", {"d": "2026-10-01T16:30:00+01:00[Europe/London]"}, "Thursday 1 October\n"),
        (
            "{{ d | day_and_time }}",
            {"d": "2026-10-15T14:00:00-04:00[America/New_York]"},
            "Thursday 15 October at 14:00\n",
        ),
        ("{% if a == 'x' %}1{% else %}2{% endif %}", {"a": "x"}, "1\n"),
        ("{% if n > 3 %}1{% endif %}", {"n": 4}, "1\n"),
        ("{{ a }}", {"a": "{{ b }}{% if %}"}, "{{ b }}{% if %}\n"),
    ],
)
def test_what_is_said(source, values, text):
    """Guards dates, lists and blanks as people write them; facts are never templates and never escaped."""
    assert render(source, values) == text


def test_everything_that_is_missing_is_named_at_once():
    """Guards that a person is asked once for all that a message lacks."""
    with pytest.raises(TemplateFault) as caught:
        render(NOTE + "{{ job }}{{ debug }}", {})
    assert caught.value.missing == ("contact.salutation", "me.signature", "job", "debug")
    assert caught.value.code == "fact-missing"


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("{{ a }}", {"a": True}),
        ("{{ a }}", {"a": None}),
        ("{{ a | day }}", {"a": "tomorrow"}),
        ("{{ a | day_and_time }}", {"a": "2026-13-01T99:00"}),
        ("{{ a }}", {"a": "x" * (LARGEST + 1)}),
        ("{% include 'a' %}", {"a": "b"}),
        ("{{ a | first }}", {"a": 7}),
    ],
)
def test_what_cannot_be_said_is_a_fault_and_drafts_nothing(source, values):
    """Guards that no word of the machine and no monster ever reaches a draft."""
    with pytest.raises(TemplateFault) as caught:
        render(source, values)
    assert caught.value.code == "template-fault"
    assert caught.value.missing == ()
    assert "nothing was drafted" in caught.value.text


def test_a_fault_never_repeats_what_is_known():
    """Guards that an error in a log holds no private facts."""
    with pytest.raises(TemplateFault) as caught:
        render("{{ a }} {{ b | first }}", {"a": "private", "b": 7})
    assert "private" not in str(caught.value)


PIECES = st.sampled_from(
    ["{{ ", " }}", "{% if ", " %}", "{% else %}", "{% elif ", "{% endif %}", "{#", "#}", "topic", "job",
     "'x'", " and ", " not ", " == ", " | day", "(", ")", "\n", "é", " ", "{", "}", "\\", "\x00",
     "contact.topic"]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=16).map("".join))
def test_any_text_is_reported_or_rendered(source):
    """Guards that nothing an author writes escapes as another exception, and that offsets lie in the text."""
    known = {"job": "Cook", "contact": {}}
    found = problems(source, NAMES)
    for problem in found:
        assert 0 <= problem.start < problem.end <= len(source) + 1
    if not found:
        text = render(source, known) if "day" not in source else ""
        assert "\x00" not in text
        assert "\n\n\n" not in text


LEAVES = ["topic", "stumbled_on", "i_meant", "contact.topic", "job"]
TESTS = st.recursive(
    st.sampled_from([*LEAVES, *(f"{leaf} == 'x'" for leaf in LEAVES)]),
    lambda inner: st.one_of(
        inner.map(lambda test: f"not ({test})"),
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map(lambda parts: f"({''.join(parts)})"),
    ),
    max_leaves=4,
)
BODIES = st.recursive(
    st.sampled_from([f"{{{{ {leaf} }}}}" for leaf in LEAVES]),
    lambda inner: st.tuples(TESTS, inner, TESTS, inner, inner).map(
        lambda parts: "{{% if {} %}}{}{{% elif {} %}}{}{{% else %}}{}{{% endif %}}".format(*parts)
    ),
    max_leaves=8,
)
KNOWN = st.fixed_dictionaries(
    {"job": st.just("Cook")},
    optional={leaf: st.sampled_from(["", "x", "y"]) for leaf in LEAVES if leaf != "job"},
)


def _nested(known):
    topic = {"topic": known["contact.topic"]} if "contact.topic" in known else {}
    return {**{name: value for name, value in known.items() if "." not in name}, "contact": topic}


@settings(max_examples=800, deadline=None)
@given(BODIES, KNOWN)
def test_a_checked_template_never_lacks_a_fact(source, known):
    """Guards that no problem at the check means no missing fact when it is written, whatever is known."""
    marks = problems(source, NAMES)
    assert {problem.code for problem in marks} <= {"maybe-missing", "template-syntax", "template-not-allowed"}
    missing: tuple[str, ...] = ()
    try:
        render(source, _nested(known))
    except TemplateFault as fault:
        missing = fault.missing or ("?",)
    assert set(missing) <= ({"topic", "stumbled_on", "i_meant", "contact.topic"} if marks else set())


@pytest.mark.parametrize(
    ("company", "said"),
    [("Birch Ltd.", "I met Birch Ltd."), ("Birch", "I met Birch."), ("Birch...", "I met Birch....")],
)
def test_a_sentence_ends_with_one_full_stop(company: str, said: str) -> None:
    """A name with a full stop of its own makes no second one at the end of a sentence."""
    assert render("I met {{ company }}.", {"company": company}) == f"{said}\n"
    assert render("See https://example.org/../x for it.", {}) == "See https://example.org/../x for it.\n"
