"""Silence that never ends, and items that never do, as findings with their places."""

from __future__ import annotations

from followup.authoring.findings import Findings
from followup.authoring.index import Index
from followup.core.prove.known import Flow, always, implied, missing
from followup.core.prove.planned import Plan, known_to
from followup.core.prove.silence import silence as flaws
from followup.core.values.playbook import ItemKind, Playbook


def silence(playbook: Playbook, flow: Flow, plans: list[Plan], found: Findings, index: Index) -> None:
    """Refuse leaves in which a case could wait for ever, and circles of `then` and timers."""
    for flaw in flaws(playbook, flow, plans):
        at = index.value(flaw.path) if flaw.at_value else index.key(flaw.path)
        found.error(at, flaw.code, flaw.text, *flaw.hints)


def unknown_expiry(playbook: Playbook, plans: list[Plan], found: Findings, index: Index) -> None:
    """Warn of items that may never expire though they may be due."""
    for plan in plans:
        if plan.item in playbook.dropped:
            continue
        kind = playbook.items[plan.item]
        section = "messages" if kind.kind is ItemKind.MESSAGE else "tasks"
        where = f"{section}.{plan.item}"
        if kind.expires is None:
            if kind.repeat is None:
                text = f'"{plan.item}" never expires'
                hint = "expires: 10 business days after entry"
                found.warning(index.key(where), "no-expiry", text, hint)
            continue
        known = known_to(playbook, plan) | implied(kind.due) | frozenset(kind.needs)
        if not always(kind.expires, known):
            names = " and ".join(f'"{name}"' for name in missing(kind.expires, known))
            text = f"it never expires as long as {names} is not known"
            hint = "expires: {first_known: [..., 10 business days after entry]}"
            found.warning(index.value(f"{where}.expires"), "expires-unknown", text, hint)
