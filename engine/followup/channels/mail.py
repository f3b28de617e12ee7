"""A letter as the bytes of an e-mail, checked by reading them back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from email import message_from_bytes
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from followup.channels.address import mail_address
from followup.channels.attachments import Attachment
from followup.channels.folding import FoldingPolicy
from followup.channels.plain import many_lines, one_line
from followup.core.values.delivery import Letter, Person
from followup.errors import InvalidInput

_POLICY = FoldingPolicy(linesep="\r\n", cte_type="7bit")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
_MIME = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"]


def mail_bytes(letter: Letter, attachments: Sequence[Attachment] = (), *, draft: bool = False) -> bytes:
    """Return the exact bytes of a letter as an e-mail: plain text, one recipient, 7-bit, CRLF.

    A `draft` for a person's own mail program may lack the sender's address; there is no From then.

    Pure: the same letter and attachments give the same bytes, so that a resend is identical and
    a mailbox that compares Message-ID and Date can see that it is. There is no Bcc, no HTML and
    no header that the letter does not name.

    Raises:
        InvalidInput: A bad address, an unsafe character, or a letter that cannot be written
            so that it reads back as it was meant (`mail-unsafe`).
    """
    message = EmailMessage(policy=_POLICY)
    body = many_lines(letter.body, "the text").rstrip("\n") + "\n"
    try:
        message = _message(letter, body, attachments, draft=draft)
        data = message.as_bytes()
    except (MessageError, LookupError, TypeError, ValueError) as error:
        raise _unsafe(f"it cannot be written ({type(error).__name__})") from None
    _read_back(data, letter, body, attachments, draft=draft)
    return data


def envelope(letter: Letter) -> tuple[str, str]:
    """Return the ASCII addresses of sender and recipient as the mail server gets them."""
    return (
        mail_address(letter.sender.address, "the sender"),
        mail_address(letter.to.address, "the recipient"),
    )


def _names(letter: Letter, *, draft: bool) -> list[str]:
    """Return the names of the headers that a letter has, and no other."""
    names = [] if draft and not letter.sender.address else ["From"]
    names += ["To", "Subject", "Date", "Message-ID"]
    return names + (["In-Reply-To", "References"] if letter.in_reply_to else [])


def _message(letter: Letter, body: str, attachments: Sequence[Attachment], *, draft: bool) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    for name in _names(letter, draft=draft):
        message[name] = _value(name, letter)
    message.set_content(body, charset="utf-8")
    for attachment in attachments:
        main, _, sub = attachment.type.partition("/")
        message.add_attachment(attachment.data, maintype=main, subtype=sub, filename=attachment.name)
    if attachments:
        message.set_boundary("=_" + hashlib.sha256(f"{letter.key}\0{body}".encode()).hexdigest()[:40])
    return message


def _value(name: str, letter: Letter) -> Address | str:
    if name == "From":
        return _person(letter.sender, "the sender")
    if name == "To":
        return _person(letter.to, "the recipient")
    if name == "Subject":
        return one_line(letter.subject.strip(), "the subject")
    if name == "Date":
        return format_datetime(letter.date.to_stdlib())
    return _message_id(letter.message_id if name == "Message-ID" else letter.in_reply_to)


def _person(person: Person, whose: str) -> Address:
    address = mail_address(person.address, whose)
    return Address(display_name=one_line(person.name, f"the name of {whose}"), addr_spec=address)


def _message_id(text: str) -> str:
    if len(text) > 250 or "=?" in text or not _MESSAGE_ID.fullmatch(text):
        raise InvalidInput(
            "bad-message-id", "the Message-ID is not of the form <id@domain>; nothing was sent"
        )
    return text


def _read_back(
    data: bytes, letter: Letter, body: str, attachments: Sequence[Attachment], *, draft: bool
) -> None:
    """Refuse bytes that say anything but what was meant.

    Serialisers have had holes through which text became headers, so the result is read twice:
    by eye (split at line ends) and by the parser of the library.
    """
    wanted = _names(letter, draft=draft)
    expected = sorted(wanted + (["MIME-Version", "Content-Type"] if attachments else _MIME))
    head, _, _ = data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    by_eye = [line.partition(b":")[0].decode("ascii", "replace") for line in lines]
    parsed = message_from_bytes(data, policy=_POLICY)
    if sorted(by_eye) != expected or sorted(parsed.keys()) != expected:
        raise _unsafe("it would carry another header")
    if re.search(rb"\r(?!\n)|(?<!\r)\n|\0", data) or max(map(len, data.split(b"\r\n"))) > 998:
        raise _unsafe("a line of it could be read in two ways")
    for header, person in (("From", letter.sender), ("To", letter.to)):
        if header not in wanted:
            continue
        addresses = parsed[header].addresses
        meant = (_squeezed(person.name), mail_address(person.address, header))
        found = [(_squeezed(one.display_name), one.addr_spec) for one in addresses]
        if found != [meant]:
            raise _unsafe(f"the name in its line {header} would not arrive as it is written")
    if parsed["Subject"] != letter.subject.strip() or parsed["Message-ID"] != letter.message_id:
        raise _unsafe("the subject would not arrive as it is written")
    text = parsed.get_body(("plain",))
    if text is None or text.get_content().replace("\r\n", "\n") != body:
        raise _unsafe("the text would not arrive as it is written")
    if [part.get_content_disposition() for part in parsed.iter_attachments()] != ["attachment"] * len(
        attachments
    ):
        raise _unsafe("an attachment would not arrive as it is written")


def _squeezed(name: str) -> str:
    """Return a name without its blanks: some releases of the library read one between encoded words."""
    return "".join(name.split())


def _unsafe(why: str) -> InvalidInput:
    return InvalidInput(
        "mail-unsafe",
        f"this letter is not sent, because {why}; edit it into plainer words, then approve it",
        hint="edit the subject and the text as you approve it; a name is changed with `playbook tell`",
    )
