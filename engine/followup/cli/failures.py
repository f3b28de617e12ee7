"""The one place where an error becomes words, a JSON document and an exit code. Never a traceback."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from followup.cli import output
from followup.cli.screens.page import bad
from followup.cli.session import Session
from followup.errors import BadPlaybook, Exit, Finding, FollowupError


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An error in words: what happened, what did not, the way out."""

    code: str
    text: str
    hint: str = ""
    exit: Exit = Exit.REFUSED
    findings: tuple[Finding, ...] = ()


def tell(problem: BaseException, session: Session) -> Exit:
    """Tell people, and with `--json` the script too, what went wrong; return the exit code."""
    failure = explain(problem, session)
    if session.json:
        output.document(document(failure))
    output.lines(screen(failure), to_people=True)
    return failure.exit


def explain(problem: BaseException, session: Session) -> Failure:
    """Return what `problem` means to a person."""
    if isinstance(problem, BadPlaybook):
        return Failure(
            code=problem.code,
            text=problem.text,
            hint=problem.hint,
            exit=problem.exit,
            findings=problem.findings,
        )
    if isinstance(problem, FollowupError):
        return Failure(code=problem.code, text=problem.text, hint=problem.hint, exit=problem.exit)
    if isinstance(problem, click.ClickException):
        return _usage(problem)
    if isinstance(problem, (KeyboardInterrupt, click.Abort, EOFError)):
        return Failure(code="interrupted", text=f"Stopped. {_state(session)}", exit=Exit.INTERRUPTED)
    if isinstance(problem, OSError) and not session.in_hand:
        return _disk(problem, session)
    return _fault(problem, session)


def screen(failure: Failure) -> list[str]:
    """Return the lines for a failure; an interruption is no error."""
    if failure.exit is Exit.INTERRUPTED:
        return ["", failure.text]
    found: list[str] = []
    if failure.findings:
        from followup.authoring.report import render

        found = render(failure.findings).splitlines()
    return [*found, f"{bad(f'error[{failure.code}]')}: {failure.text}", *_hints(failure.hint)]


def document(failure: Failure) -> dict[str, Any]:
    """Return the `error/1` document of a failure."""
    found: dict[str, Any] = {
        "schema": "error/1",
        "code": failure.code,
        "text": failure.text,
        "hint": failure.hint,
        "exit": int(failure.exit),
    }
    if failure.findings:
        from followup.cli.documents.findings import finding

        found["findings"] = [finding(one) for one in failure.findings]
    return found


def _hints(hint: str) -> list[str]:
    return [f"  {line}" for line in hint.splitlines()]


def _state(session: Session) -> str:
    if session.in_hand:
        return "What was committed is whole; what was in hand is settled by: playbook step"
    return session.kept or "Nothing was changed."


def _usage(problem: click.ClickException) -> Failure:
    """Return what is wrong with the words of the command line."""
    text = problem.format_message().rstrip(".")
    context = getattr(problem, "ctx", None)
    command = context.command_path if context is not None else "playbook"
    code = {
        "NoSuchOption": "no-option",
        "NoSuchCommand": "no-verb",
        "MissingParameter": "missing",
        "FileError": "no-file",
    }.get(type(problem).__name__, "usage")
    return Failure(
        code=code,
        text=f"{text[:1].lower()}{text[1:]}. Nothing was done.",
        hint=f"its words are shown by: {command} --help",
        exit=Exit.USAGE,
    )


def _disk(problem: OSError, session: Session) -> Failure:
    """Return an error of the disk, which is rarely a fault of ours."""
    where = f" {problem.filename}" if problem.filename else ""
    return Failure(
        code="disk",
        text=f"the system refused{where}: {problem.strerror or type(problem).__name__}. {_state(session)}",
        hint="free some space, or mend the rights, then give the same command again",
        exit=Exit.STORAGE,
    )


def _fault(problem: BaseException, session: Session) -> Failure:
    """Return words for something nobody foresaw, and keep the details in a private file."""
    kept = _keep(problem, session)
    hint = f"details (they may hold private words): {kept}" if kept else "no details could be kept"
    return Failure(
        code="fault",
        text=f"Followup itself failed ({type(problem).__name__}); this is a fault of ours. {_state(session)}",
        hint=f"{hint}\nthe same command may be given again; what is wrong here is told by: playbook doctor",
        exit=Exit.STORAGE,
    )


def _keep(problem: BaseException, session: Session) -> str:
    """Write the traceback, without the values of variables, to a file only its owner may read."""
    import traceback

    text = "".join(traceback.format_exception(problem))
    for folder in (session.home or _default(), Path(tempfile.gettempdir())):
        try:
            handle, name = tempfile.mkstemp(prefix="fault-", suffix=".txt", dir=folder)
        except OSError:
            continue
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
        return name
    return ""


def _default() -> Path:
    """Return the default home, or a folder that cannot be written to where even that is broken."""
    try:
        from followup.app import default_home

        return default_home()
    except Exception:  # noqa: BLE001 - a second fault must not hide the first
        return Path(os.devnull)
