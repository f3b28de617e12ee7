"""Channels with one fault each, to see that the contract turns red. Not collected by itself: see test_kit."""

from __future__ import annotations

import logging
import os
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from followup.plugin import (
    SECRET,
    Answer,
    AnswerKind,
    ChannelType,
    InvalidInput,
    Manifest,
    Rendered,
    hookimpl,
    many_lines,
    one_line,
)
from followup.testing import ChannelContract

LOFT: list[bytes] = []
KEYS: set[str] = set()
MANIFEST = Manifest(
    name="pigeon",
    title="carries a pigeon",
    ways=("pigeon",),
    idempotency="native",
    unit="characters",
    limit=100,
    outcomes={},
    dated={},
    config_schema={
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "loft": {"type": "string", "default": "roof", "description": "Where it lives."},
            "token": {**SECRET, "description": "What opens the loft."},
        },
    },
)


@dataclass
class Pigeon:
    manifest: Manifest
    setup: object = field(repr=False)
    mood: str = ""

    def check(self):
        return Answer(kind=AnswerKind.ACCEPTED, text="coo")

    def render(self, letter):
        if len(letter.body) > 100:
            raise InvalidInput("too-long", "a pigeon carries 100 characters")
        lines = [one_line(letter.to.name, "the name"), one_line(letter.to.address, "the loft")]
        return Rendered(data="\n".join([*lines, many_lines(letter.body, "the text")]).encode())

    def deliver(self, letter, data, *, deadline):
        if self.mood == "tired":
            return Answer(kind=AnswerKind.TRANSIENT, text="tired")
        if letter.key not in KEYS:
            KEYS.add(letter.key)
            LOFT.append(data)
        return Answer(kind=AnswerKind.ACCEPTED, text="flown")

    def reconcile(self, letter):
        return None


class Contract(ChannelContract):
    bird: type = Pigeon
    manifest = MANIFEST
    name = "pigeon"
    way = "pigeon"
    address = "the roof"
    answers = (AnswerKind.ACCEPTED, AnswerKind.TRANSIENT)
    secrets = {"LOFT_TOKEN": "correct horse battery"}  # noqa: RUF012  # as an author would write it

    @property
    def plugin(self):
        manifest, bird = self.manifest, self.bird

        class Plugin:
            @hookimpl
            def followup_channels(self):
                return [ChannelType(manifest=manifest, open=lambda setup: bird(manifest, setup))]

        return Plugin()

    @pytest.fixture(autouse=True)
    def empty_loft(self):
        LOFT.clear()
        KEYS.clear()

    @pytest.fixture
    def options(self):
        return {"token": "env:LOFT_TOKEN"}

    @contextmanager
    def provoke(self, kind, setup):
        yield self.bird(self.manifest, setup, "tired" if kind is AnswerKind.TRANSIENT else "")

    def received(self, setup):
        return list(LOFT)


class TestSound(Contract):
    pass


class TestForgetsTheKey(Contract):
    class bird(Pigeon):  # noqa: N801
        def deliver(self, letter, data, *, deadline):
            KEYS.clear()
            return super().deliver(letter, data, deadline=deadline)


class TestLooksUpNames(Contract):
    class bird(Pigeon):  # noqa: N801
        def render(self, letter):
            socket.getaddrinfo("127.0.0.1", 80)
            return super().render(letter)


class TestWritesWhileRendering(Contract):
    class bird(Pigeon):  # noqa: N801
        def render(self, letter):
            Path(os.environ.get("TMPDIR", "/tmp"), f"pigeon-{os.getpid()}").write_text("x")
            return super().render(letter)


class TestReadsTheClock(Contract):
    class bird(Pigeon):  # noqa: N801
        def render(self, letter):
            rendered = super().render(letter)
            return replace(rendered, data=rendered.data + str(time.monotonic_ns()).encode())


class TestIgnoresTheWords(Contract):
    class bird(Pigeon):  # noqa: N801
        def render(self, letter):
            return super().render(replace(letter, body="coo"))


class TestTellsTheSecret(Contract):
    class bird(Pigeon):  # noqa: N801
        def deliver(self, letter, data, *, deadline):
            answer = super().deliver(letter, data, deadline=deadline)
            return replace(answer, text=f"opened with {self.setup.secret('token')}")


class TestLogsTheSecret(Contract):
    class bird(Pigeon):  # noqa: N801
        def deliver(self, letter, data, *, deadline):
            logging.getLogger("pigeon").debug("token %s", self.setup.secret("token"))
            return super().deliver(letter, data, deadline=deadline)


class TestKeepsTheSecret(Contract):
    class bird(Pigeon):  # noqa: N801
        def __repr__(self):
            return f"Pigeon({self.setup.secret('token')})"


class TestTakesAnyText(Contract):
    class bird(Pigeon):  # noqa: N801
        def render(self, letter):
            if len(letter.body) > 100:
                raise InvalidInput("too-long", "x")
            return Rendered(data=f"{letter.to.name}\n{letter.body}".encode("utf-8", "replace"))


class TestHasNoLimit(Contract):
    manifest = replace(MANIFEST, limit=50)


class TestNeverTired(Contract):
    @contextmanager
    def provoke(self, kind, setup):
        yield self.bird(self.manifest, setup)


class TestFliesAndSaysTired(Contract):
    class bird(Pigeon):  # noqa: N801
        def deliver(self, letter, data, *, deadline):
            answer = super().deliver(letter, data, deadline=deadline)
            if self.mood == "tired":
                LOFT.append(data)
            return answer


class TestCheckFlies(Contract):
    class bird(Pigeon):  # noqa: N801
        def check(self):
            LOFT.append(b"hello?")
            return super().check()


class TestOtherBytes(Contract):
    class bird(Pigeon):  # noqa: N801
        def deliver(self, letter, data, *, deadline):
            return super().deliver(letter, data + b"P.S.", deadline=deadline)


class TestAnswersInWords(Contract):
    class bird(Pigeon):  # noqa: N801
        def check(self):
            return "coo"


class TestOpenSchema(Contract):
    manifest = replace(MANIFEST, config_schema={"type": "object", "properties": {}})

    @pytest.fixture
    def options(self):
        return {}


class TestPlainToken(Contract):
    manifest = replace(
        MANIFEST,
        config_schema={
            "type": "object",
            "additionalProperties": False,
            "properties": {"token": {"type": "string", "description": "What opens the loft."}},
        },
    )


class TestAnotherName(Contract):
    class bird(Pigeon):  # noqa: N801
        def __init__(self, manifest, setup, mood=""):
            super().__init__(replace(manifest, name="dove"), setup, mood)
