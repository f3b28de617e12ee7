"""What an ending means: was it sent, was it certainly not sent, or can nobody know?

The rule is one line: as long as the dot that ends a message has not been sent, no server can have
taken it. After that only a clear reply tells; every silence is `UNKNOWN`.
"""

from __future__ import annotations

import re
import ssl

from followup.plugin import Answer, AnswerKind, shown
from followup_email.session import Refusal, Session, Stage, Unfit
from followup_email.wire import Garbled, Reply, TooSlow

_RATE = re.compile(
    r"\brate\b|throttl|too many (e?-?mails?|messages?|connections?|concurrent|log ?ins?|authentication)|"
    r"(sending|sent|daily|hourly|message) (quota|limit)",
    re.IGNORECASE,
)
_WAIT = re.compile(r"\b(\d{1,5}) ?(s|sec|secs|seconds?|m|min|mins|minutes?)\b", re.IGNORECASE)
_RATE_WAIT = 15 * 60
_NEEDS_SETTING = {530, 538}
"""Sign in first; encrypt first."""
_AT_SETUP = {Stage.TLS, Stage.AUTH}


def accepted(session: Session, reply: Reply, message_id: str, where: str) -> Answer:
    """Return what the reply to the dot means."""
    if 200 <= reply.code < 300:
        queued = re.search(r"queued as ([A-Za-z0-9.-]+)", reply.text)
        return Answer(
            kind=AnswerKind.ACCEPTED,
            text=f"{where} accepted it",
            provider_id=queued.group(1) if queued else "",
            thread=message_id,
            stage=Stage.DOT,
        )
    if 400 <= reply.code < 600:
        return refused(session.stage, reply, where)
    return _in_doubt(
        f"{where} answered {reply.code} to the end of the message, which says neither yes nor no"
    )


def failed(stage: Stage, error: Exception, where: str) -> Answer:
    """Return what a failure at a stage means."""
    if isinstance(error, Refusal):
        return refused(stage, error.reply, where)
    if isinstance(error, Unfit):
        kind = AnswerKind.PERMANENT if stage is Stage.FROM else AnswerKind.MISCONFIGURED
        return Answer(kind=kind, text=str(error), stage=stage)
    if stage is Stage.DOT:
        return _in_doubt(f"the line to {where} {_what(error)} after the last byte")
    if isinstance(error, ssl.SSLError):
        return Answer(kind=AnswerKind.MISCONFIGURED, text=_encryption(error, where), stage=stage)
    if stage is Stage.CONNECT:
        return Answer(kind=AnswerKind.TRANSIENT, text=_unreachable(error, where), stage=stage)
    return Answer(
        kind=AnswerKind.TRANSIENT, text=f"the line to {where} {_what(error)} ({stage})", stage=stage
    )


def refused(stage: Stage, reply: Reply, where: str) -> Answer:
    """Return what a reply that is not the hoped-for one means. It is certainly not sent."""
    # While signing in the server's words are not repeated: they may hold what we sent.
    words = "" if stage is Stage.AUTH else shown(reply.text, most=200)
    text = f"{where} answered {reply.code}" + (f": {words}" if words else f" ({stage})")
    wait = _wait(words)
    if _RATE.search(reply.text) and 400 <= reply.code < 600:
        return Answer(kind=AnswerKind.RATE_LIMITED, text=text, retry_after=wait or _RATE_WAIT, stage=stage)
    if 400 <= reply.code < 500:
        return Answer(kind=AnswerKind.TRANSIENT, text=text, retry_after=wait, stage=stage)
    if reply.code >= 500:
        by_setting = stage in _AT_SETUP or reply.code in _NEEDS_SETTING
        kind = AnswerKind.MISCONFIGURED if by_setting else AnswerKind.PERMANENT
        return Answer(kind=kind, text=text, stage=stage)
    return Answer(kind=AnswerKind.TRANSIENT, text=f"{text}, which does not belong here", stage=stage)


def _in_doubt(text: str) -> Answer:
    return Answer(kind=AnswerKind.UNKNOWN, text=text, stage=Stage.DOT)


def _what(error: Exception) -> str:
    if isinstance(error, TooSlow):
        return "was too slow"
    return "made no sense" if isinstance(error, Garbled) else "dropped"


def _encryption(error: ssl.SSLError, where: str) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of {where} is not to be trusted: {shown(error.verify_message, most=120)}"
    return f"{where} speaks no TLS here ({shown(error.reason or 'no reason given', most=80)})"


def _unreachable(error: Exception, where: str) -> str:
    if isinstance(error, ConnectionRefusedError):
        return f"{where} refused the connection"
    if isinstance(error, TooSlow):
        return f"{where} did not answer in time"
    detail = error.strerror if isinstance(error, OSError) else type(error).__name__
    return f"{where} cannot be reached ({shown(detail or type(error).__name__, most=80)})"


def _wait(words: str) -> int:
    """Return how many seconds a server asks to wait, at most a day; 0 if it does not say."""
    found = _WAIT.search(words)
    if not found:
        return 0
    factor = 60 if found.group(2).lower().startswith("m") else 1
    return min(int(found.group(1)) * factor, 24 * 3600)
