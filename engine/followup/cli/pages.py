"""`python -m followup.cli.pages` writes docs/library/ from the playbooks and their scenarios."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from followup.app import find_playbook
from followup.authoring.compile import Compiled
from followup.authoring.scenarios import Suite, read
from followup.cli.screens.names import plain
from followup.core.values.changes import Change, ChangeKind
from followup.runtime.almanac import PublicAlmanac

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "docs" / "library"
PLAYBOOKS = ROOT / "playbooks"

_HEAD = "<!-- Written by `python -m followup.cli.pages`; edit the playbook, not this page. -->"
_JUDGEMENT = "our own judgement"
_LONGEST = 160
"""More of a text than this is read in the playbook itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A playbook of the library with its scenarios; `lines` are those that are not empty and no comment."""

    compiled: Compiled
    suite: Suite | None
    lines: int

    @property
    def name(self) -> str:
        """Its name."""
        return self.compiled.playbook.name

    @property
    def new_states(self) -> tuple[str, ...]:
        """States that an overlay adds."""
        return tuple(
            change.path.partition(".")[2]
            for change in self.compiled.changes
            if change.path.startswith("states.")
            and change.kind is ChangeKind.ADDS
            and change.path.count(".") == 1
        )

    @property
    def touches_states(self) -> bool:
        """Whether an overlay changes where a case can go, not only what it says and when."""
        return any(
            change.path.startswith("states.")
            and (change.kind is not ChangeKind.REPLACES or {*change.keys} - {"do", "may", "why"})
            for change in self.compiled.changes
        )


def books() -> tuple[Book, ...]:
    """Return the library, the base first, then by name."""
    names = sorted(file.stem for file in PLAYBOOKS.glob("*.yaml") if not file.name.endswith(".tests.yaml"))
    found = [_book(name) for name in names]
    return tuple(sorted(found, key=lambda book: (bool(book.compiled.extends), book.name)))


def _book(name: str) -> Book:
    file = PLAYBOOKS / f"{name}.tests.yaml"
    suite = None
    if file.is_file():
        suite, findings = read(file.read_bytes(), file.name, almanac_place=PublicAlmanac().place)
        if suite is None:
            raise SystemExit(f"{findings[0].place.file}:{findings[0].place.line}: {findings[0].text}")
    text = (PLAYBOOKS / f"{name}.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return Book(compiled=find_playbook(name), suite=suite, lines=len(lines))


def page(book: Book) -> str:
    """Return the page of one playbook, in Markdown."""
    compiled = book.compiled
    playbook = compiled.playbook
    parts = [f"# {playbook.title}", _HEAD, playbook.about, *_use(book)]
    if compiled.extends:
        parts += ["## What differs, and why", *_changes(compiled.changes)]
    if playbook.promises:
        parts += ["## What it promises", "\n".join(f"- {one.say}" for one in playbook.promises.values())]
    if book.suite is not None:
        parts += ["## Scenarios", _scenarios(book.suite)]
    if compiled.sources:
        parts += ["## Sources", _sources(compiled)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _use(book: Book) -> Iterator[str]:
    base = f", an overlay of `{book.compiled.extends}`" if book.compiled.extends else ""
    file = f"[`playbooks/{book.name}.yaml`](../../playbooks/{book.name}.yaml)"
    yield f"{file}, version {book.compiled.playbook.version}{base}: {book.lines} lines."
    more = f"\nplaybook diff interview-follow-up {book.name}" if book.compiled.extends else ""
    yield f"```sh\nplaybook simulate {book.name}{more}\nplaybook start {book.name}\n```"


def _changes(changes: Iterable[Change]) -> Iterator[str]:
    yield "\n".join(
        [
            "| what | in the base | here | because |",
            "|---|---|---|---|",
            *(row for change in changes for row in _rows(change)),
        ]
    )


def _rows(change: Change) -> Iterator[str]:
    why = _cell(change.because)
    if change.widens:
        why = f"{why} **Allows more than the base:** {_cell(change.widens)}".strip()
    source = ", ".join(f"[{plain(name)}](#sources)" for name in change.sources) or _JUDGEMENT
    reason = f"{why} ({source})" if why else f"({source})"
    before, after = dict(change.before), dict(change.after)
    if change.kind is ChangeKind.DROPS:
        yield f"| `{change.path}` | there | dropped | {reason} |"
    elif change.kind is ChangeKind.ADDS:
        yield f"| `{change.path}` |  | new | {reason} |"
    else:
        for number, key in enumerate(change.keys or ("",)):
            name = f"`{change.path}`" + (f" {plain(key)}" if key else "")
            cells = (name, _cell(before.get(key, "")), _cell(after.get(key, "")), "" if number else reason)
            yield f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
    for sign in "\\`*_{}[]<>|":
        short = short.replace(sign, f"\\{sign}")
    return " ".join(short.split())


def _scenarios(suite: Suite) -> str:
    return "\n".join(
        f"- **{plain(one.name)}**: {one.why}"
        + (f" *(fails on `{one.fails_on}`, so it shows a difference)*" if one.fails_on else "")
        for one in suite.scenarios
    )


def _sources(compiled: Compiled) -> str:
    head = (
        "Facts and figures come from these, the sentences are ours. *Weak*: one voice, or an interested one."
    )
    lines = [
        f"- **{plain(one.name)}**: {one.says} ({one.where}{'; *weak*' if one.weak else ''})"
        for one in compiled.sources.values()
    ]
    return "\n".join([head, "", *lines])


def index(library: tuple[Book, ...]) -> str:
    """Return the page that lists the library, with its size."""
    overlays = [book for book in library if book.compiled.extends]
    scenarios = sum(len(book.suite.scenarios) for book in library if book.suite is not None)
    middle = median(book.lines for book in overlays) if overlays else 0
    calm = sum(1 for book in overlays if not book.touches_states)
    numbers = (
        f"{len(library)} playbooks, {len(overlays)} of them overlays of one base; {scenarios} scenarios. "
        f"An overlay has {middle:g} lines (median), sources and reasons included; {calm} of {len(overlays)} "
        f"change nothing about where a case can go."
    )
    rows = ["| playbook | what for | lines | new states | scenarios |", "|---|---|---|---|---|"]
    for book in library:
        count = len(book.suite.scenarios) if book.suite is not None else 0
        states = ", ".join(f"`{state}`" for state in book.new_states)
        name, title = f"[`{book.name}`]({book.name}.md)", book.compiled.playbook.title
        rows.append(f"| {name} | {title} | {book.lines} | {states} | {count} |")
    stack = (
        "Two of them can be laid over each other, a country and an industry: "
        "`playbook start software+germany`. Where both touch the same thing, they refuse and say which."
    )
    return "\n\n".join(["# The library", _HEAD, numbers, "\n".join(rows), stack]) + "\n"


def pages() -> Mapping[str, str]:
    """Return all pages by file name."""
    library = books()
    return {"README.md": index(library), **{f"{book.name}.md": page(book) for book in library}}


def main() -> None:
    """Write the pages, and remove those of playbooks that are gone."""
    TARGET.mkdir(parents=True, exist_ok=True)
    found = pages()
    for file in TARGET.glob("*.md"):
        if file.name not in found:
            file.unlink()
    for name, text in found.items():
        (TARGET / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(found)} pages in {TARGET}\n")


if __name__ == "__main__":
    main()
