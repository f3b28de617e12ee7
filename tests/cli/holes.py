"""Small playbooks with and without a hole, for the tests of the authors' tools."""

from __future__ import annotations

from pathlib import Path

from tests.cli.typing_in import Typist

SILENCE = "silence: {due: {latest: [silence after entry, silence after heard]}, go: silent}"
HOLE = "silence: {due: silence after promised_by, go: silent}"
"""Nothing says that anybody will ever name a date, so a case can wait for ever."""


def whole(typist: Typist, folder: Path, name: str = "small") -> Path:
    """Write the playbook that `playbook new` writes, without its tests."""
    file = folder / f"{name}.yaml"
    typist("new", str(file))
    file.with_name(f"{name}.tests.yaml").unlink()
    return file


def holed(typist: Typist, folder: Path, name: str = "hole") -> Path:
    """Write one in which silence never ends."""
    file = whole(typist, folder, name)
    text = file.read_text()
    assert SILENCE in text
    file.write_text(text.replace(SILENCE, HOLE))
    return file


OVERLAY = """playbook: shop
version: "1.0"
extends: small@1
title: Shops
sources:
  handbook: {says: "Shops answer within days.", where: "a handbook, page 3", weak: true}
settings:
  patience: {use: 2 days, because: Shops answer within days., source: handbook}
messages:
  check_in:
    hours: every day 09:00-21:00
    because: Shops are open at weekends.
    widens: They work on Saturdays.
tasks:
  call_in:
    say: Call in at the shop.
    due: 1 day after ended_at
    expires: 5 days after ended_at
    because: A face is remembered.
states:
  waiting: {do: [check_in, call_in], because: Adds the visit.}
"""


def overlay(typist: Typist, folder: Path) -> Path:
    """Write a base and an overlay of it that replaces, adds and widens."""
    whole(typist, folder)
    file = folder / "shop.yaml"
    file.write_text(OVERLAY)
    return file
