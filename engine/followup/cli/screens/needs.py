"""What needs a person, as lines: one for each need, and the whole of it where there is only one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from followup.cli.clean import width
from followup.cli.screens import leaving
from followup.cli.screens.names import item_name, outcome_name
from followup.cli.screens.page import Look, bad, cut, warn, wrap
from followup.cli.screens.table import columns
from followup.runtime.views import Need, Verb

LONGEST = 64
"""A row of a list says no more of a thing than this."""


def rows(needs: Sequence[Need], look: Look) -> list[str]:
    """Return one line for each need: its name, the verb to type, what, and by when.

    Where a terminal is too narrow the distance to the deadline goes first, then the end of the words.
    """
    table = [(label(need), need.verb.value, _what(need), deadline(need, look)) for need in needs]
    widest = sum(max((width(row[n]) for row in table), default=0) for n in range(4)) + 8
    if look.width is not None and widest > look.width:
        table = [(*row[:3], deadline(need, look, far=False)) for row, need in zip(table, needs, strict=True)]
    if not any(need.file for need in needs):
        return columns(table, look, whole=True)
    return [
        line
        for row, need in zip(table, needs, strict=True)
        for line in (*columns([row], look, whole=True), *by_hand(need, look))
    ]


def _what(need: Need) -> str:
    """Return what is wanted in a few words; that its case is paused stands first."""
    return f"on hold; {brief(need.text)}" if need.held else brief(need.text)


def by_hand(need: Need, look: Look) -> list[str]:
    """Return the file that a person is to send, its subject and recipient, and what to do with it."""
    if not need.file or need.draft is None:
        return []
    name = f"{need.contact.name} " if need.contact is not None else ""
    lines = [f"    File     {need.file}"]  # never broken: it is to be pasted
    lines += wrap(f"{name}<{need.draft.address}>", look.width, first="    To       ")
    if need.draft.subject:
        lines += wrap(need.draft.subject, look.width, first="    Subject  ")
    do = f"Open it and send it yourself, then: playbook done {label(need)}"
    return [*lines, *wrap(do, look.width, first="    ")]


def brief(text: str) -> str:
    """Return the first sentence of a long text, or as much of it as fits into a row of a list."""
    if len(text) <= LONGEST:
        return text
    first = re.split(r"[.:;] ", text, maxsplit=1)[0]
    return cut(first, LONGEST)


def label(need: Need) -> str:
    """Return the name to type for a need."""
    return item_name(need.case, need.item)


def deadline(need: Need, look: Look, *, far: bool = True) -> str:
    """Return until when a need can wait; in doubt and late stand out. `far`: with the distance."""
    if need.verb is Verb.RESOLVE:
        return bad(f"since {look.moment(need.since)}")
    if need.by is not None and need.by > look.now:
        return f"by {look.limit(need.by, far=far)}"
    if need.expires is not None:
        late = "late, " if need.by is not None else ""
        text = f"{late}expires {look.limit(need.expires, far=far)}"
        return warn(text) if late else text
    if need.by is not None:
        return warn(f"late since {look.limit(need.by, far=False)}")
    return f"since {look.moment(need.since)}"


def going(need: Need, look: Look) -> str:
    """Return when a draft goes once it is approved, and why only then: `may go 18:30 (in 2 h)`."""
    because = leaving.reason(need.waits)
    if need.goes is None:
        return f"waits: {because}" if because else ""
    if need.goes <= look.now:
        return "may go at once"
    return f"may go from {look.when(need.goes)}{f', {because}' if because else ''}"


def command(need: Need) -> str:
    """Return the command that answers a need, ready to paste."""
    name = label(need)
    if need.verb is Verb.APPROVE:
        return f"playbook approve {name}"
    if need.verb is Verb.DO:
        return f"playbook done {name}{' OUTCOME' if need.outcomes else ''}"
    if need.verb is Verb.RESOLVE:
        return f"playbook resolve {name} sent|not-sent"
    if need.verb is Verb.LATE:
        return f"playbook approve {name}     or, not any more: playbook done {name} --never"
    if need.asks:
        return f"playbook tell {need.case} {next(iter(need.asks))}=..."
    return f"playbook tell {need.case}"


def first_command(needs: Sequence[Need]) -> str:
    """Return the command to begin with: one word where several messages wait to be read."""
    letters = [need for need in needs if need.verb is Verb.APPROVE]
    return "playbook approve" if len(letters) > 1 and needs[0].verb is Verb.APPROVE else command(needs[0])


def details(need: Need, look: Look) -> list[str]:
    """Return all that is needed to do the one thing there is to do: script, link, questions."""
    lines = wrap(need.text, look.width, first="    ") if brief(need.text) != need.text else []
    if need.draft is not None and need.verb is not Verb.APPROVE and not need.file:
        lines += _words(need, look)
    lines += [
        line
        for fact, ask in need.asks.items()
        for line in wrap(f"{fact}: {ask}", look.width, first="    ", rest="      ")
    ]
    if need.verb is Verb.APPROVE and need.goes != look.now and (goes := going(need, look)):
        lines += wrap(f"Once approved it {goes}.", look.width, first="    ")
    if need.why:
        lines += wrap(need.why, look.width, first="    ")
    if need.outcomes and need.verb is Verb.DO:
        choices = f"playbook done {label(need)} {' | '.join(map(outcome_name, need.outcomes))}"
        lines += wrap(choices, look.width, first="How did it go?  ")
    return lines


def _words(need: Need, look: Look) -> list[str]:
    draft = need.draft
    assert draft is not None  # noqa: S101 - the caller has looked
    if draft.way == "phone":
        lines = wrap(f"{draft.address}" or "no number known", look.width, first="    Call    ")
        lines += _paragraphs(draft.body, look, "    Say     ")
        return lines + (_paragraphs(draft.voicemail, look, "    Voice   ") if draft.voicemail else [])
    lines = wrap(draft.address, look.width, first="    1  open   ") if draft.address else []
    lines.append(
        f"    {len(lines) + 1}  paste  ({len(draft.body)} characters; on the clipboard with: "
        f"playbook show {label(need)} --copy)"
    )
    return lines + _paragraphs(draft.body, look, "       ")


def _paragraphs(text: str, look: Look, first: str) -> list[str]:
    lines: list[str] = []
    for number, line in enumerate(text.splitlines() or [""]):
        lines += wrap(line, look.width, first=first if number == 0 else " " * len(first)) or [""]
    return lines
