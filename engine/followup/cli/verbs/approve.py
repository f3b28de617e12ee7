"""`playbook approve [ITEM]...`: read, edit, release or refuse messages. Nothing leaves unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from followup.cli import editing, naming
from followup.cli.desk import Desk
from followup.cli.documents import item as item_document
from followup.cli.documents import report as document
from followup.cli.options import an_item, common
from followup.cli.screens import item as item_screen
from followup.cli.screens import report as screen
from followup.cli.screens.names import item_name
from followup.cli.session import Session, pass_session
from followup.core.names import typed
from followup.core.values.steps import Effect
from followup.errors import Exit, Refused, UsageError
from followup.runtime.views import ItemView, Need, Report, Verb

if TYPE_CHECKING:
    from followup.runtime.home import Home

MANY = 1000


@click.command("approve")
@an_item("words", nargs=-1, metavar="[CASE/ITEM]...")
@click.option(
    "--yes", "seen", metavar="SEEN", help="Approve one message as it was seen: the mark that show prints."
)
@click.option(
    "--edit", "file", metavar="FILE", help="Take the wording of one message from a file (-: standard input)."
)
@click.option("--refuse", is_flag=True, help="Refuse: these messages will never be sent.")
@click.option("--kind", metavar="NAME", help="Only messages of this kind, such as thank-you.")
@click.option("--for", "owner", metavar="CANDIDATE", help="Only the messages of one candidate.")
@common
@pass_session
def command(
    session: Session,
    *,
    words: tuple[str, ...],
    seen: str | None,
    file: str | None,
    refuse: bool,
    kind: str | None,
    owner: str | None,
) -> Exit:
    """Read, edit, release or refuse messages; nothing leaves before you have seen it."""
    if sum((seen is not None, file is not None, refuse)) > 1:
        raise UsageError("one-of", "--yes, --edit and --refuse: one of them. Nothing was done.")
    if (seen is not None or file is not None) and len(words) != 1:
        raise UsageError("which-item", "--yes and --edit are for one message: CASE/ITEM. Nothing was done.")
    if refuse and not words:
        raise UsageError("which-item", "name what is refused: CASE/ITEM. Nothing was done.")
    with session.opened() as home:
        items = _items(session, home, words, kind, owner)
        if refuse:
            return _refuse(session, home, items)
        if seen is not None:
            return _yes(session, home, *items[0], seen)
        if file is not None:
            return _edit(session, home, *items[0], file)
        if not items:
            return _nothing(session, home, owner)
        if not session.interactive:
            raise _unseen(items)
        return Desk(session, home).work(items)


def _items(
    session: Session, home: Home, words: tuple[str, ...], kind: str | None, owner: str | None
) -> list[tuple[str, str]]:
    """Return the messages meant: those named, or all that wait for a person, the most urgent first."""
    from followup.runtime import looking

    if not words:
        needs = looking.today(home, owner=owner, limit=MANY).needs
        return [(need.case, need.item) for need in needs if _meant(need, kind)]
    found: list[tuple[str, str]] = []
    for word in words:
        case, item = naming.case_or_item(home, word, exact=session.exact)
        if item:
            found.append((case, item))
        else:
            needs = looking.case_view(home, case).needs
            found += [(case, need.item) for need in needs if _meant(need, kind)]
    return list(dict.fromkeys(found))


def _meant(need: Need, kind: str | None) -> bool:
    wanted = need.verb is Verb.APPROVE or (need.verb is Verb.LATE and need.draft is not None)
    return wanted and (kind is None or need.item == typed(kind) or need.item.startswith(f"{typed(kind)}_"))


def _nothing(session: Session, home: Home, owner: str | None) -> Exit:
    from followup.cli.documents import today as today_document
    from followup.cli.screens import today as today_screen
    from followup.runtime import looking

    view = looking.today(home, owner=owner)
    lines = ["No message waits for your approval.", *today_screen.lines(view, session.look(home, owner))]
    session.answer(lines, today_document.document(view))
    return Exit.DONE


def _unseen(items: list[tuple[str, str]]) -> UsageError:
    name = item_name(*items[0])
    return UsageError(
        "unseen",
        "nobody sits here to read, and nothing is approved unread. Nothing was done.",
        hint=f"playbook show {name}     prints the mark for: playbook approve {name} --yes SEEN",
    )


def _yes(session: Session, home: Home, case: str, item: str, seen: str) -> Exit:
    """Approve what a script has seen, and only that."""
    from followup.runtime import acting, looking

    view = looking.item_view(home, case, item)
    digest = view.item.draft.digest if view.item.draft else ""
    name = item_name(case, item)
    if len(seen) < item_screen.SEEN or not digest.startswith(seen.lower()):
        raise Refused(
            "changed" if digest else "no-words",
            f"{name} is not what {seen} was the mark of. Not approved; nothing was sent."
            if digest
            else f"{name} has no words to approve. Nothing was done.",
            hint=f"read it: playbook show {name}",
        )
    report = session.act(acting.approve, home, case, item, digest=digest)
    look = session.look(home, report.case.owner if report.case else None)
    leaves = looking.item_view(home, case, item).leaves
    lines = screen.lines(report, look, head=[f"{name} approved."], approved=leaves)
    session.answer(lines, document.document(report, look.zone))
    return screen.settled(report)


def _edit(session: Session, home: Home, case: str, item: str, file: str) -> Exit:
    """Take a wording from a file; it waits for approval as any other."""
    from followup.runtime import acting, looking

    before = _drafted(looking.item_view(home, case, item))
    assert before.item.draft is not None  # noqa: S101 - _drafted has looked
    wording = editing.from_file(file, before.item.draft)
    report = session.act(acting.edit, home, case, item, wording=wording)
    after = looking.item_view(home, case, item)
    look = session.look(home, report.case.owner if report.case else None)
    changed = editing.difference(before.item.draft, after.item.draft) if after.item.draft else []
    session.answer([*changed, *item_screen.lines(after, look)[-1:]], item_document.document(after))
    return Exit.DONE


def _drafted(view: ItemView) -> ItemView:
    if view.item.draft is None:
        name = item_name(view.case, view.item.id)
        raise Refused("no-words", f"{name} has no words yet. Nothing was done.", hint=f"playbook why {name}")
    return view


def _refuse(session: Session, home: Home, items: list[tuple[str, str]]) -> Exit:
    from followup.runtime import acting

    reports = [session.act(acting.refuse, home, case, item) for case, item in items]
    last = reports[-1]
    report = last if len(reports) == 1 else replace(last, case=None, effects=_all_effects(reports))
    look = session.look(home, last.case.owner if last.case else None)
    head = [f"{item_name(case, item)} is refused; it will never be sent." for case, item in items]
    session.answer(screen.lines(report, look, head=head), document.document(report, look.zone))
    return max(map(screen.settled, reports))


def _all_effects(reports: Sequence[Report]) -> tuple[tuple[str, Effect], ...]:
    return tuple(effect for report in reports for effect in report.effects)
