"""The last check of a channel, remembered: what was never reached is not called ready."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from whenever import Instant

from followup.core.values.delivery import Answer, AnswerKind
from followup.runtime.home import Home

_KEY = "checked-{}"
_GOOD = (AnswerKind.ACCEPTED, AnswerKind.NEEDS_PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How the other side of a channel answered, with the options the channel has now."""

    at: Instant
    good: bool
    text: str


def remember(home: Home, name: str, options: Mapping[str, Any], answer: Answer) -> None:
    """Keep how a channel with these options answered; the options themselves are not kept here."""
    kept = {
        "at": home.clock.now().format_iso(),
        "good": answer.kind in _GOOD,
        "text": answer.text or answer.kind.value,
        "of": _mark(options),
    }
    with home.store.write() as writing:
        writing.put_setting(_KEY.format(name), json.dumps(kept))


def last(home: Home, name: str, options: Mapping[str, Any]) -> Check | None:
    """Return the last check of a channel; None: it has not been tried with these options."""
    with home.store.read() as reading:
        text = reading.setting(_KEY.format(name))
    kept = json.loads(text) if text else {}
    if kept.get("of") != _mark(options):
        return None
    return Check(at=Instant.parse_iso(kept["at"]), good=kept["good"], text=kept["text"])


def _mark(options: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(dict(options), sort_keys=True, default=str).encode()).hexdigest()
