"""Dates that a person is told are those at which rules and hours let something go."""

from __future__ import annotations

from pathlib import Path

from tests.cli.typing_in import START, Typist

from followup.bundled import bundled


def test_a_call_is_announced_for_when_calls_may_be_made(typist: Typist, tmp_path: Path):
    """Guards what start, show, why and today say of a call that is due before its hours."""
    text = bundled("playbooks").joinpath("interview-follow-up.yaml").read_text(encoding="utf-8")
    usual = 'phone: "business days 10:00-12:00, 14:00-16:00"'
    assert usual in text
    file = tmp_path / "afternoons.yaml"
    file.write_text(text.replace(usual, 'phone: "business days 13:00-16:00"'), encoding="utf-8")
    said = " ".join(typist("start", str(file), *START).split())
    assert "quiet until Thu 8 Oct 13:00" in said
    assert "a polite 2 business days come after it, within its hours" in said
    assert "check-in   planned  Thu 8 Oct 13:00" in typist("show", "acme-analyst")
    typist("approve", "acme-analyst/thank-you", "--refuse")
    assert "until Thu 8 Oct 13:00" in typist("why", "acme-analyst")
    typist.now = "2026-10-02T12:30+01:00"
    typist("step")
    assert "Thu 8 Oct 13:00" in typist("today")
