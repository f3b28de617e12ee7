"""The screen of one message or to-do: its exact words, the reason, and where it stands."""

from __future__ import annotations

from followup.cli import phrases
from followup.cli.screens import effects, leaving
from followup.cli.screens.names import item_name, outcome_name, plain
from followup.cli.screens.page import Look, bad, bold, fold, good, warn, wrap
from followup.core.values.case import Draft, ItemStatus
from followup.core.values.people import Me
from followup.core.values.steps import Block
from followup.core.values.times import Moment
from followup.runtime.views import ItemView

SEEN = 8
"""How many characters of a digest are shown as the mark of what was seen."""


def lines(view: ItemView, look: Look, *, me: Me | None = None) -> list[str]:
    """Return the exact message and where it stands."""
    return [*head(view, look), *message(view, look, me=me), *_state(view, look), *_next(view)]


def head(view: ItemView, look: Look, *, count: str = "") -> list[str]:
    """Return the line above a message: its name, the way it goes, until when it may."""
    way = view.item.draft.way if view.item.draft else ""
    parts = [way, _until(view, look)]
    about = ", ".join(part for part in parts if part)
    return ["   ".join(part for part in (count, bold(item_name(view.case, view.item.id)), about) if part)]


def message(view: ItemView, look: Look, *, me: Me | None = None) -> list[str]:
    """Return the words as they will leave, with remarks and the reason; the body is never cut."""
    draft = view.item.draft
    if draft is None:
        return _undrafted(view, look)
    found = [*_headers(view, draft, me)]
    found += _words(draft.body, look)
    if draft.voicemail:
        found += ["Voicemail:", *_words(draft.voicemail, look)]
    found += [f"Attached: {name}" for name in draft.attach]
    found += remarks(draft, look)
    return [*found, *wrap(view.why, look.width, first="  ")] if view.why else found


def _words(text: str, look: Look) -> list[str]:
    return [folded for line in text.splitlines() for folded in fold(line, look.width, first="  ")]


def remarks(draft: Draft, look: Look) -> list[str]:
    """Return the length of a draft and what the wording rules remark."""
    found = [f"  {len(draft.body.split())} words{', in your own wording' if draft.own_words else ''}."]
    found += [
        line for text in draft.errors for line in wrap(f"{bad('Not yet')}: {text}", look.width, first="  ")
    ]
    return found + [
        line for text in draft.warnings for line in wrap(f"{warn('Warning')}: {text}", look.width, first="  ")
    ]


def _headers(view: ItemView, draft: Draft, me: Me | None) -> list[str]:
    found = []
    if me is not None and draft.way == "email":
        found.append(f"From:    {f'{me.name} <{me.email}>' if me.email else me.name}")
    if view.contact is not None or draft.address:
        name = view.contact.name if view.contact else ""
        through = f", through {view.through.name if view.through else draft.through}" if draft.through else ""
        found.append(f"To:      {name} <{draft.address}>{through}" if draft.address else f"To:      {name}")
    if draft.subject:
        found.append(f"Subject: {draft.subject}")
    return found


def _undrafted(view: ItemView, look: Look) -> list[str]:
    lacking = (*view.item.stuck, *view.item.missing)
    if lacking:
        missing = ", ".join(map(phrases.lacking, lacking))
        return wrap(f"It has no words yet; missing: {missing}.", look.width, first="  ")
    text = "It has no words yet; they are written when it is due." if view.contact else view.why
    return wrap(text, look.width, first="  ")


def _until(view: ItemView, look: Look) -> str:
    expires = view.item.expires
    if not view.item.status.live or not isinstance(expires, Moment):
        return ""
    return f"expires {look.limit(expires.at)}"


def _state(view: ItemView, look: Look) -> list[str]:
    item = view.item
    at = f" {look.moment(item.at)}" if item.at else ""
    if item.status is ItemStatus.SENT:
        return [f"{good('Sent')}{at}{f' by {view.channel}' if view.channel else ''}."]
    if not item.status.live:
        outcome = f", {outcome_name(item.outcome)}" if item.outcome not in ("", item.status.value) else ""
        reason = f": {effects.withdrawn(item.reason)}" if item.reason else ""
        return [f"{plain(item.status.value).capitalize()}{at}{outcome}{reason}."]
    found = [f"{plain(item.status.value).capitalize()}."]
    answer = view.parcel.answer if view.parcel is not None else None
    if item.status is ItemStatus.HANDED_OVER and answer is not None and answer.text:
        return [f"Ready for you: {answer.text}."]  # a path in it is to be pasted, so it is not broken
    if view.leaves is not None:
        return [*found, *leaving.sentence(view.leaves, look, named=False)]
    return found + [
        line for block in view.verdict.blocks if block.rule != "approval" for line in blocked(block, look)
    ]


def blocked(block: Block, look: Look, *, label: str = "  held back  ") -> list[str]:
    """Return one rule that stands in the way, and what ends it."""
    if block.never:
        end = ", for good"
    elif block.until is not None:
        end = f", until {look.limit(block.until)}"
    elif block.lifts and block.rule in ("ban", "needs", "late"):
        end = f", until {_ending(block)}"
    else:
        end = ""
    where = f" ({block.place})" if block.place else ""
    return wrap(f"{_why(block)}{end}{where}", look.width, first=label)


def _ending(block: Block) -> str:
    """Return what ends a rule: an event of the playbook, something told, an edit."""
    if block.rule == "needs":
        return "it is told" if block.lifts.endswith(" told") else plain(block.lifts)
    return (
        "you say whether it still makes sense" if block.rule == "late" else f'"{plain(block.lifts)}" is told'
    )


def _why(block: Block) -> str:
    """Return why a rule stands in the way, without names of fields or conditions of the playbook."""
    if block.rule == "hours":
        return "quiet hours"
    if block.rule == "condition":
        return "a condition in its playbook does not hold now"
    if block.rule == "outcome" and block.why == "it was dropped with its state":
        return "the case has moved on"
    name, known, _ = block.why.partition(" is not known yet")
    if known:
        return f"{' and '.join(map(phrases.lacking, name.split(' and ')))} is not known yet"
    return block.why.rstrip(".")


def _next(view: ItemView) -> list[str]:
    name = item_name(view.case, view.item.id)
    item = view.item
    if item.status is ItemStatus.DRAFTED and item.draft is not None:
        return [f"Next: playbook approve {name}          in a script: --yes {item.draft.digest[:SEEN]}"]
    if item.status is ItemStatus.IN_DOUBT:
        return [f"Next: playbook resolve {name} sent|not-sent"]
    if item.status is ItemStatus.HANDED_OVER:
        return [f"Next: playbook done {name}"]
    return [f"The reasons: playbook why {name}"]
