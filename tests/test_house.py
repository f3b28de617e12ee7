"""The house itself: floors, types, style, sizes. What is a rule here is a test here."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "engine", *sorted((ROOT / "plugins").glob("*/src"))]
LONGEST_FUNCTION = 45
LONGEST_MODULE = 420


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_style_is_clean() -> None:
    """The linter has nothing to say, and every exception from it gives its reason."""
    found = run("ruff", "check", "--no-cache", "engine", "plugins", "tests")
    assert found.returncode == 0, found.stdout


def test_everything_is_formatted() -> None:
    """Nobody has to argue about white space."""
    found = run("ruff", "format", "--no-cache", "--check", "engine", "plugins", "tests")
    assert found.returncode == 0, found.stdout


def test_types_are_strict() -> None:
    """Every function of the engine and of the plugins is typed, without a hole."""
    found = run("mypy", "--no-incremental", "--cache-dir=/dev/null")
    assert found.returncode == 0, found.stdout


def contracts() -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_go_down_only() -> None:
    """No floor imports one above it, the core stays pure, and nothing goes in circles."""
    found = contracts()
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("engine/followup/core/names.py", "import os\n"),
        ("engine/followup/core/values/people.py", "import socket\n"),
        ("engine/followup/errors.py", "import followup.core.names\n"),
    ],
)
def test_a_broken_contract_is_noticed(module: str, line: str, tmp_path: Path) -> None:
    """The contracts are no decoration: one forbidden import makes them fail."""
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(copy)], check=True)
    for folder in ("engine", "plugins"):
        subprocess.run(["cp", "-r", str(ROOT / folder), str(copy)], check=True)
    subprocess.run(["cp", str(ROOT / "pyproject.toml"), str(copy)], check=True)
    broken = copy / module
    broken.write_text(
        broken.read_text().replace(
            "from __future__ import annotations\n", f"from __future__ import annotations\n{line}", 1
        )
    )
    code = (
        "import sys;"
        "sys.path[:0] = ['engine', *(f'plugins/followup-{x}/src' for x in ('email', 'linkedin'))];"
        "from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=copy, capture_output=True, text=True, check=False
    )
    assert found.returncode != 0, found.stdout


def modules() -> Iterator[tuple[Path, str, ast.Module]]:
    for source in SOURCES:
        for path in sorted(source.rglob("*.py")):
            text = path.read_text()
            yield path, text, ast.parse(text)


def test_a_function_fits_a_screen() -> None:
    """No function is longer than a screen, its docstring aside."""
    long = []
    for path, _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) is not None else node.body
                if body and (node.end_lineno or 0) - body[0].lineno + 1 > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not long, long


def test_a_module_fits_in_a_head() -> None:
    """No module grows until it has two reasons to exist."""
    long = [
        f"{path.relative_to(ROOT)}: {text.count(chr(10))}"
        for path, text, _ in modules()
        if text.count("\n") > LONGEST_MODULE
    ]
    assert not long, long


def test_every_exception_from_a_rule_gives_its_reason() -> None:
    """An ignored finding of the linter or the type checker says why, on its line."""
    reasoned = re.compile(r"# noqa: [A-Z0-9, ]+ - \S|# type: ignore\[[a-z-]+\]  # \S")
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text, _ in modules()
        for number, line in enumerate(text.splitlines(), 1)
        if ("# noqa" in line or "# type: ignore" in line) and not reasoned.search(line)
    ]
    assert not bare, bare


def test_the_repository_names_no_registry() -> None:
    """No file pins a package registry's host, so that everybody installs from their own."""
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not [name for name in files if Path(name).name in ("uv.lock", "poetry.lock", "package-lock.json")]
