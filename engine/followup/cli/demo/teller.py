"""Tells the story: types each command into the real command line, at the virtual time of its scene."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from whenever import Instant, PlainDateTime

from followup.cli.demo.story import ZONE, Scene
from followup.cli.screens.item import SEEN
from followup.errors import FollowupError

WIDTH = 94
"""Columns of an answer, whatever it is read on: it is shown two further to the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A scene as it went: what was typed exactly, the answer, the exit code."""

    scene: Scene
    typed: str
    answer: str
    exit: int

    @property
    def at(self) -> Instant:
        """The instant of the scene."""
        return instant(self.scene)


class StoryBroke(FollowupError):
    """A command of the demo did not do what the story needs."""


def tell(home: Path, story: Sequence[Scene]) -> Iterator[Told]:
    """Yield the scenes one after another as they are told.

    Raises:
        StoryBroke: A command ended with another code than 0.
    """
    for scene in story:
        words = [word if word != "SEEN" else _seen(home, scene) for word in scene.typed]
        code, answer = type_in(home, scene, words)
        told = Told(scene=scene, typed=_shown(words), answer=answer, exit=code)
        yield told
        if code:
            raise StoryBroke(
                "demo-broke", f"the demo stopped: {told.typed} ended with {code}. Nothing else was touched."
            )


def type_in(home: Path, scene: Scene, words: Sequence[str]) -> tuple[int, str]:
    """Type words into the command line, in this process, and return exit code and answer."""
    from followup.cli.main import playbook
    from followup.cli.session import Session

    session = Session(json="--json" in words, width=WIDTH)
    answer = io.StringIO()
    with redirect_stdout(answer), redirect_stderr(answer):
        try:
            playbook.main([*words, "--home", str(home), "--now", instant(scene).format_iso()], obj=session)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return code, answer.getvalue()


def instant(scene: Scene) -> Instant:
    """Return the instant of a scene."""
    return PlainDateTime.parse_iso(scene.at).assume_tz(ZONE).to_instant()


def _seen(home: Path, scene: Scene) -> str:
    """Return the mark of the message that the scene approves, as `show` prints it."""
    import json

    item = next(word for word in scene.typed if "/" in word)
    _, answer = type_in(home, scene, ["show", item, "--json"])
    draft = json.loads(answer.splitlines()[0]).get("draft") or {}
    return str(draft.get("seen", "nothing"))[:SEEN]


def _shown(words: Sequence[str]) -> str:
    """Return words as one would type them."""
    import shlex

    return "playbook " + shlex.join(words)
