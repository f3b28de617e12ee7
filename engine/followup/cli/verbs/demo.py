"""`playbook demo`: the article's story, weeks in seconds, on a real home and a real mail server."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any

import click

from followup.cli import output
from followup.cli.demo.story import CASE, STORY, ZONE
from followup.cli.demo.teller import WIDTH, Told, instant, tell
from followup.cli.demo.timeline import Line, screen, timeline
from followup.cli.options import common
from followup.cli.screens.page import Look, bold, dim, wrap
from followup.cli.session import Session, pass_session
from followup.errors import Exit, Refused

REPEATED = ("because ", "Then: ")
"""So begin the lines that say again, scene after scene, what is waited for."""


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
    """See half a year of a case in seconds. All of it is real but the clock; nothing leaves this machine."""
    import tempfile

    if keep is not None:
        if keep.exists():
            raise Refused("exists", f"{keep} is there already. It was not touched.", hint="name a new folder")
        return _play(session, keep)
    with tempfile.TemporaryDirectory(prefix="followup-demo-") as folder:
        return _play(session, Path(folder) / "home")


def _play(session: Session, home: Path) -> Exit:
    from followup.cli.demo.post import office

    told: list[Told] = []
    with office(home) as post:
        if not session.json:
            output.lines([*wrap(f"A sandbox home, a virtual clock. {post.how}", _look().width), ""])
        for one in tell(home, STORY):
            if not session.json:
                output.lines(_scene(one, told))
            told.append(one)
    lines = _timeline(home, told[-1])
    mail = post.received[0] if post.received else b""
    if session.json:
        output.document(_document(told, lines, post.how, post.received))
        return Exit.DONE
    output.lines([bold("What was said, when, why, and what waited for what"), *screen(lines, _look()), ""])
    output.lines([bold("The first mail, as it was received"), *_mail(mail), ""])
    output.lines([f"{len(post.received)} mails, {len(told)} commands. Your own:  playbook start"])
    return Exit.DONE


def _scene(one: Told, before: Sequence[Told]) -> list[str]:
    """Return a scene; why and what comes then are said once, and again only where that is asked for."""
    look = _look()
    said = {line for earlier in before for line in earlier.answer.splitlines() if line.startswith(REPEATED)}
    answer = one.answer.splitlines()
    if one.scene.typed[0] != "today":
        answer = _without(answer, said)
    return [
        *wrap(one.scene.says, look.width, first=f"{bold(look.moment(one.at))}   ", rest="  "),
        *wrap(dim(f"$ {one.typed}"), look.width, first="  ", rest="      "),
        *(f"  {line}".rstrip() for line in answer),
        "",
    ]


def _without(answer: Sequence[str], said: Container[str]) -> list[str]:
    """Return an answer without lines that were said; a sentence whose reason goes with them ends there."""
    found: list[str] = []
    for line in answer:
        if line not in said:
            found.append(line)
        elif found and found[-1].endswith(","):
            found[-1] = f"{found[-1][:-1]}."
    return found


def _look() -> Look:
    """Return how to draw the story: as seen from its beginning, so that only a later year is named."""
    return Look(now=instant(STORY[0]), zone=ZONE, width=output.columns() or WIDTH + 2)


def _timeline(home: Path, last: Told) -> tuple[Line, ...]:
    from followup.app import open_home
    from followup.runtime import looking
    from followup.runtime.pinning import playbook_of

    opened = open_home(home, now=last.at)
    try:
        view = looking.case_view(opened, CASE)
        with opened.store.read() as reading:
            return timeline(view, playbook_of(reading, view.case.playbook), _look())
    finally:
        opened.close()


def _mail(data: bytes) -> list[str]:
    return [f"  | {line}" for line in data.decode("utf-8", "backslashreplace").splitlines()]


def _document(told: list[Told], lines: tuple[Line, ...], how: str, received: list[bytes]) -> dict[str, Any]:
    from followup.cli.documents import shapes

    return {
        "schema": "demo/1",
        "how": how,
        "scenes": [
            {
                "when": shapes.instant(one.at, ZONE),
                "says": one.scene.says,
                "typed": one.typed,
                "answer": one.answer,
                "exit": one.exit,
            }
            for one in told
        ],
        "timeline": [
            {
                "when": shapes.instant(line.at, ZONE),
                "kind": line.kind,
                "text": line.text,
                "why": line.why,
                "waited": line.waited,
            }
            for line in lines
        ],
        "mails": [data.decode("utf-8", "backslashreplace") for data in received],
    }
