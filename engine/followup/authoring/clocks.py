"""Times of day as text, and what people write instead of HH:MM."""

from __future__ import annotations

from followup.authoring.tokens import Token, Tokens, refused


def clock(token: Token, tokens: Tokens) -> str:
    """Return a time of day as HH:MM.

    Raises:
        Refused: It is none.
    """
    if token.kind == "clock":
        hours, minutes = token.text.replace(".", ":").split(":")
        shown = f"{int(hours):02}:{minutes}"
        if shown == "24:00":
            text = "24:00 is no time of day"
            raise refused(token, "clock", text, "at the end of day", "at 00:00 a day later")
        if int(hours) > 23 or int(minutes) > 59:
            raise refused(token, "clock", f"{token.text} is no time of day", "from 00:00 to 23:59")
        if shown != token.text:
            raise refused(token, "clock", f"{token.text} is written as {shown}", shown)
        return shown
    if token.kind == "number" and int(token.text[:9]) < 24:
        following = tokens.peek()
        half = following.text.lower()
        hour = int(token.text) % 12 + (12 if half == "pm" else 0) if half in ("am", "pm") else int(token.text)
        last = following if half in ("am", "pm") else token
        raise refused(token, "clock", "a time of day is written as HH:MM", f"{hour:02}:00", until=last)
    if token.text in ("noon", "midday"):
        raise refused(token, "clock", "a time of day is written as HH:MM", "12:00")
    if token.text == "midnight":
        raise refused(token, "clock", "a time of day is written as HH:MM", "the end of day", "00:00")
    text = "a time of day is expected here"
    raise refused(token, "clock", text, "18:00", "the same time", "the end of day")
