"""Letters: one frozen message for one channel, made of a sealed draft and the people it is between."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from whenever import Instant

from followup.core.values.case import Draft
from followup.core.values.delivery import Letter, Person
from followup.core.values.people import Contact, Me
from followup.ports import Channel

_BY_PHONE = ("phone", "sms")
_NO_DATE = Instant.from_timestamp(0)


def letter_of(
    *, key: str, case: str, item: str, draft: Draft, me: Me, contacts: Mapping[str, Contact], date: Instant
) -> Letter:
    """Return the letter for a draft.

    Args:
        key: The idempotency key of its outbox row.
        case: Case id.
        item: Item id.
        draft: The sealed words.
        me: The sender.
        contacts: The contacts of the case and their proxies.
        date: When its first attempt starts.
    """
    person = contacts.get(draft.contact or "")
    through = contacts.get(draft.through or "")
    named = through or person
    return Letter(
        key=key,
        case=case,
        item=item,
        way=draft.way,
        sender=Person(name=me.name, address=me.phone if draft.way in _BY_PHONE else me.email),
        to=Person(name=named.name if named is not None else "", address=draft.address),
        attention=person.name if person is not None and through is not None else "",
        subject=draft.subject,
        body=draft.body,
        voicemail=draft.voicemail,
        attach=draft.attach,
        message_id=draft.message_id,
        in_reply_to=draft.in_reply_to,
        date=date,
    )


def files_of(case: str, item: str, draft: Draft, channel: Channel) -> str:
    """Return the names of a draft's attached files with a digest of what its channel makes of them now.

    It depends on nothing but the draft and the files: neither on the date nor on how people are called.

    Raises:
        InvalidInput: A file is not there, or the channel cannot carry it.
    """
    if not draft.attach:
        return ""
    somebody = Person(name="", address=draft.address)
    proof = Letter(
        key=draft.digest,
        case=case,
        item=item,
        way=draft.way,
        sender=somebody,
        to=somebody,
        subject=draft.subject,
        body=draft.body,
        voicemail=draft.voicemail,
        attach=draft.attach,
        message_id=draft.message_id,
        in_reply_to=draft.in_reply_to,
        date=_NO_DATE,
    )
    mark = hashlib.sha256(channel.render(proof).data).hexdigest()
    return f"with {', '.join(draft.attach)}, sha256 {mark}"
