"""Drafts: the words of a message, to one contact by one way, with everything they depend on."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from followup.core import wording
from followup.core.knowledge import Knowledge
from followup.core.neutral import digest
from followup.core.planning import way_to, ways_of
from followup.core.templates import render, used
from followup.core.values.case import Draft, Item
from followup.core.values.events import Wording as OwnWords
from followup.core.values.people import Contact
from followup.core.values.playbook import ItemType, Pick, Text


def obstacles(known: Knowledge, kind: ItemType, item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what keeps an item from being drafted: of its contact, and of the facts.

    The first are names such as `contact.email` (nobody known: the group's name); an item that lacks
    only those is stuck. The second are names of facts.
    """
    needed = dict.fromkeys([*(need for need in kind.needs if "." not in need), *_always(known, kind)])
    missing = tuple(need for need in needed if known.value(need, item) in (None, "", ()))
    if item.contact is None:
        return (_group(known, kind),), missing
    person = known.surroundings.contacts.get(item.contact)
    if person is None:
        return ("contact",), missing
    stuck = [
        need
        for need in kind.needs
        if need.startswith("contact.")
        and known.of_contact(item.contact, need.removeprefix("contact.")) in (None, "", False)
    ]
    if _unaddressed(known, kind, person):
        stuck.append("contact.salutation")
    if way_to(known, kind, person) is None:
        first = f"contact.{ways_of(known, kind)[0]}"
        stuck = [first, *(need for need in stuck if need != first)]
    return tuple(dict.fromkeys(stuck)), missing


def _unaddressed(known: Knowledge, kind: ItemType, person: Contact) -> bool:
    """Whether nobody has said how to address somebody who is addressed, and it must not be guessed."""
    rules = wording.merge(known.playbook.wording, kind.wording)
    said = wording.address(rules.salutation, person.name, person.salutation)
    return not said and "contact.salutation" in _named(kind)


def _named(kind: ItemType) -> frozenset[str]:
    """Return all names that the words of an item say or ask for."""
    texts = [kind.text, *kind.texts.values()]
    parts = [part for text in texts for part in (text.subject, text.body, text.voicemail)]
    return frozenset(name for part in parts for name in used(part))


def _always(known: Knowledge, kind: ItemType) -> tuple[str, ...]:
    """Return the facts that the words of an item name and that a playbook takes for known."""
    named = _named(kind)
    facts = known.playbook.facts
    return tuple(name for name in facts if name in named and not facts[name].optional)


def compose(known: Knowledge, kind: ItemType, item: Item) -> Draft:
    """Render the words of an item that nothing keeps from it.

    Raises:
        TemplateFault: The words name something that is not known; the case has to be held.
    """
    person = known.surroundings.contacts[item.contact or ""]
    reached = way_to(known, kind, person, item)
    if reached is None:
        raise ValueError(f"{item.id} has no way to {person.id}")
    way, to = reached
    text = kind.texts.get(way, kind.text)
    rules = wording.merge(known.playbook.wording, kind.wording)
    words = (text.subject or kind.text.subject, text.body or kind.text.body, text.voicemail)
    values = known.template_values(item, person, salutation=rules.salutation) if any(words) else {}
    subject, body, voicemail = (render(part, values, locale=rules.locale) if part else "" for part in words)
    subject = " ".join(subject.split())
    attach = tuple(link for link in (_link(known, item, name) for name in kind.attach) if link)
    draft = Draft(
        revision=1,
        digest="",
        way=way,
        contact=person.id,
        through=to.id if to.id != person.id else None,
        address=to.addresses[way],
        subject=subject,
        body=body,
        voicemail=voicemail,
        attach=attach,
        facts=_facts(known, text, kind),
        in_reply_to=_thread(known, kind, item, person) if way == "email" else "",
        basis=digest([subject, body, voicemail]),
    )
    return sealed(known, kind, item, draft)


def sealed(known: Knowledge, kind: ItemType, item: Item, draft: Draft) -> Draft:
    """Return a draft with its remarks, its digest and, for mail, its Message-ID."""
    rules = wording.merge(known.playbook.wording, kind.wording)
    carrier = known.surroundings.ways.get(draft.way)
    limit = carrier.unit_limit if carrier is not None else None
    errors, warnings = wording.remarks(rules, draft.subject, draft.body, limit=limit)
    mark = digest(
        [
            (draft.way, draft.contact, draft.through, draft.address, draft.in_reply_to),
            (draft.subject, draft.body, draft.voicemail, draft.attach),
            draft.basis if draft.own_words else "",
        ]
    )
    words = f"{known.story.id}/{item.id}/{item.round}/{draft.revision}/{mark}"
    name = hashlib.sha256(words.encode()).hexdigest()[:32]
    domain = known.surroundings.mail_domain
    return replace(
        draft,
        digest=mark,
        errors=errors,
        warnings=warnings,
        message_id=f"<{name}@{domain}>" if draft.way == "email" else "",
    )


def edited(known: Knowledge, kind: ItemType, item: Item, words: OwnWords) -> Draft | None:
    """Return the next revision of an item's draft in a person's own words; None without a draft."""
    if item.draft is None:
        return None
    draft = replace(
        item.draft,
        revision=item.draft.revision + 1,
        subject=" ".join(words.subject.split()),
        body=words.body,
        own_words=True,
    )
    return sealed(known, kind, item, draft)


def renewed(known: Knowledge, kind: ItemType, item: Item) -> Draft:
    """Return the draft an item should have now: the one it has, unless something it used has changed.

    A person's own words are kept, but as a new revision when the playbook would now say something
    else, or send it elsewhere.
    """
    fresh = compose(known, kind, item)
    old = item.draft
    if old is None:
        return fresh
    if old.own_words:
        words = replace(fresh, subject=old.subject, body=old.body, own_words=True)
        fresh = replace(words, revision=old.revision)
        if fresh.basis == old.basis:
            fresh = sealed(known, kind, item, fresh)
            return old if fresh.digest == old.digest else _next(known, kind, item, fresh)
        return _next(known, kind, item, fresh)
    return old if fresh.digest == old.digest else _next(known, kind, item, fresh)


def _next(known: Knowledge, kind: ItemType, item: Item, fresh: Draft) -> Draft:
    last = item.draft.revision if item.draft is not None else 0
    return sealed(known, kind, item, replace(fresh, revision=last + 1))


def _group(known: Knowledge, kind: ItemType) -> str:
    if kind.target.pick is not Pick.REPLY:
        return kind.target.name
    return next((name for name, fact in known.playbook.facts.items() if fact.type == "contacts"), "contact")


def _link(known: Knowledge, item: Item, name: str) -> str:
    contact, _, field = name.partition(".")
    value = (
        known.of_contact(item.contact, field)
        if contact == "contact" and item.contact is not None
        else known.value(name, item)
    )
    return value if isinstance(value, str) else ""


def _facts(known: Knowledge, text: Text, kind: ItemType) -> tuple[str, ...]:
    names = used(text.subject) | used(text.body or kind.text.body) | used(text.voicemail)
    return tuple(
        sorted(name for name in names if name in known.playbook.facts or name.startswith("contact."))
    )


def _thread(known: Knowledge, kind: ItemType, item: Item, person: Contact) -> str:
    """Return the Message-ID to answer: that of the news, else of the youngest mail with this contact."""
    if kind.target.pick is Pick.REPLY:
        happened = known.story.happened.get(kind.target.name)
        if happened is not None and happened.thread:
            return happened.thread
    sent = [
        (other.at, other.draft.message_id)
        for other in known.story.items.values()
        if other.id != item.id
        and other.contact == person.id
        and other.at is not None
        and other.status == "sent"
        and other.draft is not None
        and other.draft.way == "email"
    ]
    heard = [
        (past.at, past.thread)
        for past in known.story.happened.values()
        if past.contact == person.id and past.thread
    ]
    return max([*sent, *heard], default=(None, ""))[1]
