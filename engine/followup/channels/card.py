"""A letter as a card of plain text, for a person who does it by hand."""

from __future__ import annotations

from followup.channels.plain import many_lines, one_line
from followup.core.values.delivery import Letter

_ACTS = {
    "card": "Card in the post to",
    "email": "E-mail to",
    "letter": "Letter to",
    "linkedin": "LinkedIn message to",
    "phone": "Telephone",
    "sms": "Text message to",
    "visit": "Visit to",
}


def act(way: str) -> str:
    """Return what a person does by a way, in words that a name can follow: `Telephone`."""
    return _ACTS.get(way, f"By {way}, to")


def card_text(letter: Letter) -> str:
    """Return the card: whom, where, and the words. Pure; ends with a line end.

    Raises:
        InvalidInput: A character in it does not belong on a screen or on paper.
    """
    whom = ", ".join(
        part
        for part in (
            one_line(letter.to.name, "the name"),
            one_line(letter.to.address, "the address", most=500),
        )
        if part
    )
    lines = [f"{act(one_line(letter.way, 'the way', most=40))} {whom}"]
    if letter.attention:
        lines.append(f"For {one_line(letter.attention, 'the name it is meant for')}")
    if letter.subject:
        lines.append(f"Subject: {one_line(letter.subject, 'the subject')}")
    if letter.attach:
        lines.append("With " + ", ".join(one_line(name, "an attachment", most=500) for name in letter.attach))
    lines += ["", many_lines(letter.body, "the text").rstrip("\n")]
    if letter.voicemail:
        lines += ["", "To a machine:", many_lines(letter.voicemail, "the words for a machine").rstrip("\n")]
    return "\n".join(lines).rstrip("\n") + "\n"
