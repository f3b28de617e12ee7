"""The desk at which a person reads messages one after another: approve, edit, never, later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followup.cli import editing, output, prompts
from followup.cli.screens import item as item_screen
from followup.cli.screens import report as screen
from followup.cli.screens.names import item_name
from followup.cli.session import Session
from followup.core.values.case import Draft
from followup.core.values.people import Me
from followup.errors import Exit, FollowupError
from followup.runtime.views import ItemView, Next, Report

if TYPE_CHECKING:
    from followup.runtime.home import Home

KEYS = "[a]pprove  [e]dit  [n]ever  [l]ater  [?]"
HELP = (
    "  a  it goes as you see it, as soon as it is due and the rules allow it",
    "  e  edit the words; only the difference is shown then, and you are asked again",
    "  n  it will never be sent",
    "  l  it stays here and waits for you; playbook today reminds you of it",
    "  Ctrl-C stops; what you have decided so far is kept",
)


class Desk:
    """One sitting: the messages in order, each until it is decided or left for later."""

    def __init__(self, session: Session, home: Home) -> None:
        self._session = session
        self._home = home
        self._last: Report | None = None
        self._approved_last: Next | None = None

    def work(self, items: list[tuple[str, str]]) -> Exit:
        """Go through the messages; return 5 if one of them came to what only a person can settle."""
        code = Exit.DONE
        for number, (case, item) in enumerate(items, 1):
            report = self._one(case, item, f"{number} of {len(items)}")
            if report is not None:
                code = max(code, screen.settled(report))
        if self._last is not None:
            look = self._session.look(self._home)
            output.lines(screen.coming(self._last, look, said=self._approved_last))
        else:
            output.lines(["Nothing was changed. They wait: playbook approve"])
        return code

    def _one(self, case: str, item: str, count: str) -> Report | None:
        """Show one message and ask until it is decided; None: left for later."""
        from followup.runtime import acting, looking

        view = looking.item_view(self._home, case, item)
        draft = view.item.draft
        if draft is None:
            output.lines(
                [f"{item_name(case, item)} has no words yet; see: playbook why {item_name(case, item)}"]
            )
            return None
        me, look = self._me(case), self._session.look(self._home)
        output.lines([*item_screen.head(view, look, count=count), *item_screen.message(view, look, me=me)])
        while True:
            answer = prompts.key(KEYS, "aenl?")
            if answer == "?":
                output.lines(HELP)
            elif answer == "e":
                view, draft = self._edited(view, draft)
            elif answer == "l":
                return None
            elif answer == "n":
                report = self._session.act(acting.refuse, self._home, case, item)
                return self._said(report, [f"{item_name(case, item)} will never be sent."])
            else:
                return self._approved(view, draft)

    def _edited(self, view: ItemView, draft: Draft) -> tuple[ItemView, Draft]:
        """Let the person edit, keep the wording, and show only what changed."""
        from followup.runtime import acting, looking

        try:
            wording = editing.in_editor(draft)
            if wording is not None:
                self._session.act(acting.edit, self._home, view.case, view.item.id, wording=wording)
        except FollowupError as problem:
            output.lines([f"  {problem.text}", *(f"  {line}" for line in problem.hint.splitlines())])
            return view, draft
        fresh = looking.item_view(self._home, view.case, view.item.id)
        after = fresh.item.draft or draft
        output.lines(
            [*editing.difference(draft, after), *item_screen.remarks(after, self._session.look(self._home))]
        )
        return fresh, after

    def _approved(self, view: ItemView, draft: Draft) -> Report:
        """Release exactly the draft that is on the screen."""
        from followup.runtime import acting, looking

        if self._is_late(view):
            self._session.act(acting.still, self._home, view.case, view.item.id, send=True)
        report = self._session.act(acting.approve, self._home, view.case, view.item.id, digest=draft.digest)
        leaves = looking.item_view(self._home, view.case, view.item.id).leaves
        return self._said(report, [f"{item_name(view.case, view.item.id)} approved."], leaves)

    def _is_late(self, view: ItemView) -> bool:
        return any(block.rule == "late" for block in view.verdict.blocks)

    def _said(self, report: Report, head: list[str], approved: Next | None = None) -> Report:
        self._last, self._approved_last = report, approved
        look = self._session.look(self._home)
        output.lines(screen.lines(report, look, head=head, closing=False, approved=approved))
        return report

    def _me(self, case: str) -> Me | None:
        with self._home.store.read() as reading:
            found = reading.case(case)
            return reading.owner(found.owner) if found else None
