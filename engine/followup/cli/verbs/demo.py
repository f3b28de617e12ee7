"""`playbook demo`: the article's story, weeks in seconds, on a real home and a real mail server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from followup.cli import output
from followup.cli.demo.story import CASE, STORY, ZONE
from followup.cli.options import common
from followup.cli.screens.page import Look, bold, dim, wrap
from followup.cli.session import Session, pass_session
from followup.errors import Exit, Refused

if TYPE_CHECKING:
    from followup.cli.demo.teller import Told
    from followup.cli.demo.timeline import Line


@click.command("demo")
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Keep the sandbox home here, to try commands on.",
)
@common
@pass_session
def command(session: Session, *, keep: Path | None) -> Exit:
    """See three weeks of a case in seconds. All of it is real but the clock; nothing leaves this machine."""
    import tempfile

    if keep is not None:
        if keep.exists():
            raise Refused("exists", f"{keep} is there already. It was not touched.", hint="name a new folder")
        return _play(session, keep)
    with tempfile.TemporaryDirectory(prefix="followup-demo-") as folder:
        return _play(session, Path(folder) / "home")


def _play(session: Session, home: Path) -> Exit:
    from followup.cli.demo.post import office
    from followup.cli.demo.teller import tell

    told: list[Told] = []
    with office(home) as post:
        if not session.json:
            output.lines([*wrap(f"A sandbox home, a virtual clock. {post.how}", output.columns()), ""])
        for one in tell(home, STORY):
            told.append(one)
            if not session.json:
                output.lines(_scene(one))
    lines = _timeline(home, told[-1])
    mail = post.received[0] if post.received else b""
    if session.json:
        output.document(_document(told, lines, post.how, post.received))
        return Exit.DONE
    from followup.cli.demo.timeline import screen

    look = Look(now=told[-1].at, zone=ZONE, width=output.columns())
    output.lines([bold("What was said, when, why, and what waited for what"), *screen(lines, look), ""])
    output.lines([bold("The first mail, as it was received"), *_mail(mail), ""])
    output.lines([f"{len(post.received)} mails, {len(told)} commands. Your own:  playbook start"])
    return Exit.DONE


def _scene(one: Told) -> list[str]:
    width = output.columns()
    day = one.at.to_tz(ZONE)
    head = f"{_stamp(one, width)}   {one.scene.says}"
    assert day is not None  # noqa: S101
    return [
        *wrap(head, width),
        *wrap(dim(f"$ {one.typed}"), width, first="  ", rest="      "),
        *(f"  {line}" for line in one.answer.splitlines()),
        "",
    ]


def _stamp(one: Told, width: int | None) -> str:
    return bold(Look(now=one.at, zone=ZONE, width=width).stamp(one.at))


def _timeline(home: Path, last: Told) -> tuple[Line, ...]:
    from followup.app import open_home
    from followup.cli.demo.timeline import timeline
    from followup.runtime import looking
    from followup.runtime.pinning import playbook_of

    opened = open_home(home, now=last.at)
    try:
        view = looking.case_view(opened, CASE)
        with opened.store.read() as reading:
            return timeline(view, playbook_of(reading, view.case.playbook))
    finally:
        opened.close()


def _mail(data: bytes) -> list[str]:
    return [f"  | {line}" for line in data.decode("utf-8", "backslashreplace").splitlines()]


def _document(told: list[Told], lines: tuple[Line, ...], how: str, received: list[bytes]) -> dict[str, Any]:
    from followup.cli.documents.shapes import instant

    return {
        "schema": "demo/1",
        "how": how,
        "scenes": [
            {
                "when": instant(one.at, ZONE),
                "says": one.scene.says,
                "typed": one.typed,
                "answer": one.answer,
                "exit": one.exit,
            }
            for one in told
        ],
        "timeline": [
            {
                "when": instant(line.at, ZONE),
                "kind": line.kind,
                "text": line.text,
                "why": line.why,
                "waited": line.waited,
            }
            for line in lines
        ],
        "mails": [data.decode("utf-8", "backslashreplace") for data in received],
    }
