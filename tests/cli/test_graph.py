"""`playbook graph`: Mermaid, boxes for a terminal, SVG and PNG; ways of cases, changes of overlays."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest
from tests.cli.holes import overlay
from tests.cli.typing_in import Typist
from tests.editor.server import MODULES

from followup.cli.clean import finish, width
from followup.cli.graphs.art import art
from followup.cli.graphs.drawing import draw
from followup.cli.graphs.lanes import layout
from followup.cli.graphs.mermaid import mermaid
from followup.cli.graphs.picture import Picture, picture
from followup.cli.graphs.svg import svg
from followup.library import find_playbook

STOCK = sorted(
    file.stem
    for file in (Path(__file__).parents[2] / "playbooks").glob("*.yaml")
    if not file.name.endswith(".tests.yaml")
)
SVG = "{http://www.w3.org/2000/svg}"


@cache
def drawn(word: str) -> Picture:
    compiled = find_playbook(word)
    return picture(compiled.playbook, changes=compiled.changes)


def shown(found: Picture, columns: int) -> list[str]:
    """Return the art as it is printed without colours."""
    lines = art(found, columns)
    assert lines is not None
    return [finish(line, colour=False) for line in lines]


@pytest.fixture(scope="module")
def base() -> Picture:
    return drawn("interview-follow-up")


@pytest.mark.parametrize("columns", [60, 72, 80, 100])
def test_boxes_keep_to_the_terminal(base: Picture, columns: int):
    """Guards the art: no line is too long, and every state and every way is in it."""
    if art(base, columns) is None:
        assert columns == 60
        return
    lines = shown(base, columns)
    assert max(width(line) for line in lines) <= columns
    text = "\n".join(lines)
    for box in base.all():
        assert f"╭ {box.name.replace('_', ' ')} " in text
    assert text.count("◀") == len({line.go for box in base.all() for line in box.lines if line.go})


def test_lanes_never_lie_on_each_other(base: Picture):
    """Guards the layout: two ways share a lane only where they lead to one state, or do not meet."""
    found = layout(base, 80)
    for one in found.lanes:
        assert one.first <= one.entry <= one.last
        assert all(found.rows[number].go == one.state for number in one.exits)
        for other in found.lanes:
            if other is not one and other.number == one.number:
                assert one.last < other.first or other.last < one.first
    assert sum(len(lane.exits) for lane in found.lanes) == base.ways


def test_every_way_can_be_followed_with_a_finger(base: Picture):
    """Guards the art itself: along the strokes of each way one comes to the head of its state."""
    lines = shown(base, 100)
    found = layout(base, 100 - 2 * layout(base, 100).width - 1)
    grid = [line.ljust(101) for line in lines[-len(found.rows) :]]
    heads = {row.box.name: n for n, row in reversed(list(enumerate(found.rows)))}
    for number, row in enumerate(found.rows):
        if row.go:
            assert _end(grid, number, found.columns) == heads[row.go], row.text


def _end(grid: list[str], row: int, start: int) -> int:
    """Follow the stroke that leaves a row until it enters a box; return that row."""
    column = _turn(grid[row], start)
    for step in (-1, 1):
        at = row
        while _goes(grid[at], column, step):
            at += step
            if grid[at][column] in "╯╮┤" and "◀" in grid[at][:column] and _turn(grid[at], start) == column:
                return at
    raise AssertionError(grid[row])


def _turn(line: str, start: int) -> int:
    """Return the column in which a stroke that comes from the left ends."""
    column = start
    while line[column] in "─┼◀":
        column += 1
    return column


def _goes(line: str, column: int, step: int) -> bool:
    return line[column] in ("│┤┼╯" if step < 0 else "│┤┼╮")


@pytest.mark.parametrize("word", STOCK)
def test_every_shipped_playbook_can_be_drawn(word: str):
    """Guards all formats over the whole library: well-formed, every state, within its paper."""
    found = drawn(word)
    root = ET.fromstring(svg(draw(found)))
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    texts = [one.text for one in root.iter(f"{SVG}text")]
    for box in found.all():
        assert any((text or "").startswith(box.name.replace("_", " ")) for text in texts)
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.attrib["x"]) < wide
        assert 0 < float(text.attrib["y"]) <= high
    for line in root.iter(f"{SVG}polyline"):
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 0 < x < wide
            assert 0 < y < high
    assert art(found, 100) is not None
    assert len(mermaid(found)) > 20


def test_an_overlays_changes_are_marked(typist: Typist, tmp_path: Path):
    """Guards marks: what an overlay changes, and nothing else, in every format."""
    file = overlay(typist, tmp_path)
    document = typist.json("graph", str(file))
    changed = {one["state"] for one in document["states"] if one["changed"]}
    assert "waiting" in changed
    assert not {"closed", "silent", "declined", "thanking"} & changed
    assert "class waiting changed" in document["mermaid"]
    text = typist("graph", str(file), "--format", "text")
    assert "* changed by shop" in text
    assert "╭ waiting * " in text
    assert "plans check in and call in *" in text
    assert "changed parts marked" in typist.err
    assert not any(one["changed"] for one in typist.json("graph", str(tmp_path / "small.yaml"))["states"])


def test_the_way_of_a_case_is_marked(started: Typist):
    """Guards a case's picture: where it was, by what it came on, where it is."""
    started.now = "2026-10-03T10:00+01:00"
    started("tell", "acme-analyst", "rejected")
    document = started.json("graph", "acme-analyst")
    assert [one["state"] for one in document["path"]] == ["arranged", "thanking", "declined"]
    assert document["path"][-1]["by"] == "rejected"
    taken = {
        (one["state"], way["by"], way["to"])
        for one in document["states"]
        for way in one["arrows"]
        if way["taken"]
    }
    assert taken == {("arranged", "ended", "met"), ("in_process", "rejected", "declined")}
    text = started("graph", "acme-analyst", "--format", "text")
    assert "declined (3) <- the case is here" in text
    assert "=> rejected -> declined" in text
    assert "acme-analyst went arranged -> thanking -> declined" in text
    assert "class arranged,thanking visited" in document["mermaid"]


def test_a_picture_goes_to_a_file(typist: Typist, tmp_path: Path):
    """Guards `--to`: the ending says the format, an older picture is replaced, a strange ending refused."""
    for name, begins in (("a.mmd", b"---"), ("a.svg", b"<svg"), ("a.txt", b"interview-follow-up 1.")):
        file = tmp_path / name
        file.write_bytes(b"old")
        assert f"Wrote {file}: 1" in typist("graph", "interview-follow-up", "--to", str(file))
        assert file.read_bytes().startswith(begins)
    assert typist.json("graph", "interview-follow-up", "--to", str(tmp_path / "b.svg"))["file"].endswith(
        "b.svg"
    )
    typist("graph", "interview-follow-up", "--to", str(tmp_path / "a.gif"), code=2)
    typist("graph", "interview-follow-up", "--to", str(tmp_path / "no" / "a.svg"), code=4)
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == [
        "a.mmd",
        "a.svg",
        "a.txt",
        "b.svg",
    ]


def test_a_png_is_a_png(typist: Typist, tmp_path: Path):
    """Guards the extra: Pillow draws it, of the size of the drawing, and not white alone."""
    image = pytest.importorskip("PIL.Image")
    file = tmp_path / "a.png"
    typist("graph", "germany", "--to", str(file))
    with image.open(io.BytesIO(file.read_bytes())) as found:
        found.load()
        plan = draw(drawn("germany"))
        assert found.size == (plan.width * 2, plan.height * 2)
        assert len(found.getcolors(1_000_000)) > 20


def test_without_pillow_the_way_out_is_said(typist: Typist, monkeypatch: pytest.MonkeyPatch):
    """Guards a plain installation: SVG needs nothing, PNG says what it needs."""
    monkeypatch.setitem(__import__("sys").modules, "PIL", None)
    typist("graph", "interview-follow-up", "--format", "svg")
    typist("graph", "interview-follow-up", "--format", "png", code=5)
    assert "followup[png]" in typist.err


def test_strange_words_stay_words(typist: Typist, tmp_path: Path):
    """Guards titles and reasons that look like markup, in every format."""
    file = tmp_path / "odd.yaml"
    typist("new", str(file))
    odd = '"</text><script>x</script> --> [*]; %% {y} & end"'
    file.write_text(
        file.read_text()
        .replace("why: They need time.", f"why: {odd}")
        .replace("title: Say thank you, then ask once", f"title: {odd}")
    )
    root = ET.fromstring(typist("graph", str(file), "--format", "svg"))
    assert not list(root.iter(f"{SVG}script"))
    typist("graph", str(file), "--format", "text")
    assert "title: " in typist("graph", str(file))
    _parsed([file_of(tmp_path, "odd", typist("graph", str(file)))])


def file_of(folder: Path, name: str, text: str) -> Path:
    file = folder / f"{name}.mmd"
    file.write_text(text)
    return file


SCRIPT = """
import { createRequire } from 'module';
import fs from 'fs';
const require = createRequire(process.argv[2] + '/x.js');
const { JSDOM } = require('jsdom');
const dom = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = dom.window; globalThis.document = dom.window.document;
const mermaid = (await import('file://' + process.argv[2] + '/mermaid/dist/mermaid.core.mjs')).default;
const wrong = [];
for (const file of process.argv.slice(3)) {
  try { await mermaid.parse(fs.readFileSync(file, 'utf8')); } catch (e) { wrong.push([file, e.message]); }
}
console.log(JSON.stringify(wrong));
"""


def _parsed(files: list[Path]) -> None:
    """Hold files against the real parser of Mermaid, where node and the package are."""
    if shutil.which("node") is None or not (MODULES / "mermaid").is_dir():
        return
    script = files[0].parent / "parse.mjs"
    script.write_text(SCRIPT)
    done = subprocess.run(
        ["node", str(script), str(MODULES), *map(str, files)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []


@pytest.mark.skipif(not (MODULES / "mermaid").is_dir(), reason="there is no mermaid here (npm install)")
def test_mermaid_itself_reads_every_picture(tmp_path: Path, started: Typist):
    """Guards Mermaid against its own parser: the library, a stack, a case on its way."""
    files = [
        file_of(tmp_path, word, "\n".join(mermaid(drawn(word))))
        for word in [*STOCK, "germany+us-hours"]
        if word in STOCK
    ]
    files.append(file_of(tmp_path, "stack", "\n".join(mermaid(drawn("germany+software")))))
    files.append(file_of(tmp_path, "case", started("graph", "acme-analyst")))
    _parsed(files)


def test_what_an_overlay_drops_is_not_drawn_as_planned():
    """A message that an overlay leaves out is marked where its name still stands, and is no plan."""
    compiled = find_playbook("civil-service-uk")
    found = picture(compiled.playbook, changes=())
    boxes = [*found.boxes]
    for box in boxes:
        boxes += box.inner
        assert not set(box.plans) & set(compiled.playbook.dropped)
    texts = [line.text for box in boxes for line in box.lines]
    assert any("thank you (dropped)" in text for text in texts)
