"""What messages say: a text for every way, and the names each of them may use."""

from __future__ import annotations

from followup.authoring.desk import Template
from followup.authoring.section import Section
from followup.authoring.tree import Scalar
from followup.core.values.playbook import Fact, FactType, Scope, Text

_CONTACT = {
    "name": True,
    "salutation": True,
    "title": False,
    "role": False,
    "email": False,
    "phone": False,
    "linkedin": False,
}
_ME = ("name", "email", "phone", "signature")


def note_texts(
    section: Section,
    facts: dict[str, Fact],
    *,
    needs: tuple[str, ...],
    via: tuple[str, ...],
    reply: bool,
    about: bool,
) -> tuple[Text, dict[str, Text]]:
    """Return what a message says, by any way and by certain ways; templates are checked at the end."""
    names, types = _names(facts, needs, about=about)
    text = _text(section, names, types, voicemail=False)
    texts = {way: _text(inner, names, types) for way, inner in section.children("texts", "text")}
    for way, inner in section.children("texts", "text"):
        if via and way not in via:
            hint = f"add {way} to via, or delete this text"
            section.desk.error(inner.at, "unknown-way", f'this message does not go by "{way}"', hint)
    _complete(section, text, texts, via, reply=reply)
    return text, texts


def _text(
    section: Section, names: dict[str, bool], types: dict[str, FactType], *, voicemail: bool = True
) -> Text:
    keys = ("subject", "body", "voicemail") if voicemail else ("subject", "body")
    for key in keys:
        scalar = section.scalar(key)
        if scalar is not None and isinstance(scalar.value, str):
            section.desk.templates.append(Template(scalar, names, types))
    subject = section.scalar("subject")
    if isinstance(subject, Scalar) and "\n" in str(subject.value).strip():
        section.desk.error(subject.at, "subject-lines", "a subject is one line")
    return Text(
        subject=section.text("subject"),
        body=section.text("body"),
        voicemail=section.text("voicemail") if voicemail else "",
    )


def _complete(
    section: Section, text: Text, texts: dict[str, Text], via: tuple[str, ...], *, reply: bool
) -> None:
    if not text.body and not section.has("body"):
        silent = [way for way in via if way not in texts or not texts[way].body]
        if silent or not via:
            told = f"it says nothing by {' and '.join(silent)}" if silent else "it says nothing"
            section.desk.error(section.at, "no-text", told, "body: ...", "texts: {WAY: {body: ...}}")
    mail = texts.get("email", text)
    if "email" in via and not reply and not (mail.subject or section.has("subject")):
        told = "an e-mail that begins a conversation needs a subject"
        section.desk.found.warning(section.at, "no-subject", told, 'subject: "..."')


def _names(
    facts: dict[str, Fact], needs: tuple[str, ...], *, about: bool
) -> tuple[dict[str, bool], dict[str, FactType]]:
    """Return every name that a message may say, and whether it is always known there."""
    names: dict[str, bool] = {}
    types: dict[str, FactType] = {}
    for name, fact in facts.items():
        names[name] = _sure(fact)
        types[name] = fact.type
        for field, inner in fact.each.items():
            names[f"contact.{field}"] = _sure(inner)
            types[f"contact.{field}"] = inner.type
    names |= {f"contact.{field}": known for field, known in _CONTACT.items()}
    names |= {f"me.{field}": True for field in _ME}
    if about:
        names["about.names"] = True
    names |= {name: True for name in needs if name in names}
    return names, types


def _sure(fact: Fact) -> bool:
    return fact.default is not None or (not fact.optional and fact.per is not Scope.MESSAGE)
