"""The plugin of pytest that collects `NAME.tests.yaml`: each scenario is a test.

pytest loads it in every project where Followup is installed, so it is small, and nothing of the engine is
imported before there is such a file. `-p no:followup` or `--no-playbooks` leaves such files alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from followup.testing.loading import Loaded

ENDING = ".tests.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch."""
    group = parser.getgroup("followup", "scenarios of playbooks (NAME.tests.yaml)")
    group.addoption(
        "--no-playbooks",
        action="store_true",
        help="do not collect the scenarios of playbooks",
    )
    parser.addini(
        "playbooks", "whether the scenarios of playbooks are collected (true)", type="bool", default=True
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> TestsFile | None:
    """Collect a tests file."""
    wanted = parent.config.getini("playbooks") and not parent.config.getoption("no_playbooks")
    if not wanted or not file_path.name.endswith(ENDING):
        return None
    found: TestsFile = TestsFile.from_parent(parent, path=file_path)
    return found


class TestsFile(pytest.File):
    """A tests file; it is read when its scenarios are asked for."""

    def collect(self) -> Iterable[pytest.Item]:
        """Yield a test for each scenario."""
        from followup.testing.loading import load

        loaded = load(self._named())
        if not loaded.parts and any(one.severity == "error" for one in loaded.findings):
            from followup.authoring.report import render

            raise self.CollectError(render(loaded.findings).rstrip())
        for number, part in enumerate(loaded.parts):
            yield ScenarioTest.from_parent(
                self, name=part.scenario.name, loaded=loaded, number=number, line=part.scenario.line
            )

    def _named(self) -> Path:
        """Return the file as people name it: from where they stand, if it is below."""
        here = self.config.invocation_params.dir
        return self.path.relative_to(here) if self.path.is_relative_to(here) else self.path


class Otherwise(Exception):
    """A scenario came out otherwise than expected; the text says all."""


class ScenarioTest(pytest.Item):
    """A scenario of a playbook."""

    def __init__(self, *, loaded: Loaded, number: int, line: int, **more: Any) -> None:
        super().__init__(**more)
        self._loaded = loaded
        self._number = number
        self._line = line

    def runtest(self) -> None:
        """Play the scenario."""
        from followup.testing.suites import play_one

        result = play_one(self._loaded, self._number)
        if not result.passed:
            from followup.authoring.report import render

            raise Otherwise(render(result.findings).rstrip())

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | Any:
        """Return what is shown of a failure: words, and no Python."""
        if isinstance(excinfo.value, Otherwise):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the scenario stands."""
        return self.path, self._line - 1, f"scenario {self.name}"
