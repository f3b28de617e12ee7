"""Typing into a sandbox home, and holding every document against its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from jsonschema import Draft202012Validator
from referencing import Registry

from followup.bundled import bundled
from followup.cli.main import playbook


def schema(name: str) -> Mapping[str, Any]:
    """Return the JSON Schema of a document such as `today/1`."""
    text = bundled("schemas").joinpath(f"{name.partition('/')[0]}.schema.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def check(document: Mapping[str, Any]) -> None:
    """Hold a document against the schema that it names."""
    found = schema(document["schema"])
    Draft202012Validator(found, registry=Registry()).validate(document)


@dataclass
class Typist:
    """Types commands into a sandbox home, at times of its own."""

    home: Path
    now: str = "2026-10-01T17:00+01:00"
    code: int = 0
    err: str = ""

    def __call__(self, *words: str, code: int = 0, stdin: str | None = None) -> str:
        """Type, and return standard output; any other exit code than `code` fails the test."""
        arguments = [*words, "--home", str(self.home), "--now", self.now]
        result = CliRunner().invoke(playbook, arguments, input=stdin)
        self.code, self.err = result.exit_code, result.stderr
        assert "Traceback" not in result.output
        assert result.exit_code == code, result.output
        return result.stdout

    def json(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Type with `--json`, hold the answer against its schema, and return it."""
        document: dict[str, Any] = json.loads(self(*words, "--json", code=code))
        check(document)
        assert next(iter(document)) == "schema"
        return document


START = (
    "--me=name=Candidate",
    "--me=email=candidate@example.org",
    "--me=zone=Europe/London",
    "--fact=company=Acme",
    "--fact=job=Data analyst",
    "--fact=workplace=London",
    "--fact=ended_at=16:30",
    "--fact=promised_by=tuesday",
    "--person=Interviewer A, Head of Data, a@example.org, +44 20 7946 0000, verified",
)
