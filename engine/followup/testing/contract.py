"""`ChannelContract`: what every channel has to keep, ours and strangers'."""

from __future__ import annotations

# ruff: noqa: S101, PT017  # this module is made of tests
import base64
import logging
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from whenever import Instant

from followup.channels.contained import Contained
from followup.channels.installed import manifest_fault, offered
from followup.channels.validation import check_options, check_schema, with_defaults
from followup.plugin import Answer, AnswerKind, Channel, ChannelType, InvalidInput, Letter, Person, Setup
from followup.testing.deeds import watching
from followup.testing.hostile import HOSTILE, UNSAFE, letters_with, smuggled

_SECRET_WORDS = ("password", "secret", "token", "api_key", "credential")
_NOT_SENT = frozenset(AnswerKind) - {AnswerKind.ACCEPTED, AnswerKind.UNKNOWN, AnswerKind.NEEDS_PERSON}


class ChannelContract:
    """Subclass it as `class TestPigeon(ChannelContract)` and fill in what your channel needs.

    Attributes:
        plugin: The module or object with the `followup_channels` hook.
        name: The channel's name, which is also the name of its entry point.
        way: A way that it carries.
        address: An address that is good for this way.
        answers: Every kind of answer that `deliver` can give; each is provoked by `provoke`.
        secrets: Environment variables with the secrets that your `options` refer to.
    """

    plugin: ClassVar[object]
    name: ClassVar[str]
    way: ClassVar[str] = "email"
    address: ClassVar[str] = "interviewer-a@example.org"
    answers: ClassVar[tuple[AnswerKind, ...]] = (AnswerKind.ACCEPTED,)
    secrets: ClassVar[Mapping[str, str]] = {}

    # What an author provides -----------------------------------------------------------------

    @pytest.fixture
    def options(self, tmp_path: Path) -> Mapping[str, Any]:
        """Return valid options. Override it, for example to start a server and name its port."""
        del tmp_path
        return {}

    def provoke(self, kind: AnswerKind, setup: Setup) -> AbstractContextManager[Channel]:
        """Return a block in which the channel answers a delivery with `kind`."""
        raise NotImplementedError(f"{type(self).__name__}.provoke must bring about {kind}")

    def received(self, setup: Setup) -> list[bytes] | None:
        """Return what has arrived at the other side so far, or None if nothing ever arrives there."""
        del setup
        return None

    def letter(self, **changes: Any) -> Letter:
        """Return an ordinary letter with some changes."""
        letter = Letter(
            key="5e1c9d0c5e1c9d0c",
            case="acme-analyst",
            item="thank_you",
            way=self.way,
            sender=Person(name="Candidate", address="candidate@example.org"),
            to=Person(name="Interviewer A", address=self.address),
            subject="Thank you" if self.way == "email" else "",
            body="Thank you for your time; I enjoyed meeting you.\n",
            message_id="<5e1c9d0c5e1c9d0c@example.org>" if self.way == "email" else "",
            date=Instant("2026-10-05T09:12:00Z"),
        )
        return replace(letter, **changes)

    # What follows from it --------------------------------------------------------------------

    @pytest.fixture
    def kind(self) -> ChannelType:
        """Return the channel type, through the hook."""
        return offered(self.plugin, self.name, "the package under test")

    @pytest.fixture
    def setup(
        self, kind: ChannelType, options: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Setup:
        """Return the options with defaults, in a home of its own."""
        for variable, value in self.secrets.items():
            monkeypatch.setenv(variable, value)
        home = tmp_path / "home"
        home.mkdir()
        filled = with_defaults(kind.manifest.config_schema, options)
        return Setup(name=self.name, options=filled, home=home)

    @pytest.fixture
    def channel(self, kind: ChannelType, setup: Setup) -> Channel:
        """Return the channel, open."""
        return kind.open(setup)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make one test for each answer, hostile text and field."""
        if "answer_kind" in metafunc.fixturenames:
            metafunc.parametrize("answer_kind", self.answers, ids=[kind.value for kind in self.answers])
        if "hostile" in metafunc.fixturenames:
            metafunc.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())

    # The contract ----------------------------------------------------------------------------

    def test_manifest_is_sound(self, kind: ChannelType, channel: Channel) -> None:
        """The manifest is of this interface version, consistent, and kept when opened."""
        assert manifest_fault(kind.manifest) == ""
        assert manifest_fault(channel.manifest) == ""
        assert channel.manifest.name == self.name
        assert self.way in channel.manifest.ways or "*" in channel.manifest.ways
        assert channel.manifest.title, "the manifest needs a title in plain words"

    def test_configuration_is_described(self, kind: ChannelType, options: Mapping[str, Any]) -> None:
        """The schema and its defaults are valid, closed and explained; the options of the test fit."""
        schema = kind.manifest.config_schema
        check_schema(schema)
        assert schema.get("additionalProperties") is False, "a misspelt option must be an error"
        for option, property_ in schema.get("properties", {}).items():
            assert property_.get("description"), f"{option} needs a description: it is what people read"
        check_options(self.name, schema, with_defaults(schema, options))

    def test_secrets_are_references(self, kind: ChannelType, options: Mapping[str, Any]) -> None:
        """An option that holds a secret takes references only, and its value is never repeated."""
        schema = kind.manifest.config_schema
        for option, property_ in schema.get("properties", {}).items():
            secretive = property_.get("writeOnly") or any(word in option for word in _SECRET_WORDS)
            if not secretive:
                continue
            with pytest.raises(InvalidInput) as refused:
                check_options(self.name, schema, {**options, option: "hunter2-in-plain-sight"})
            assert "hunter2" not in str(refused.value) + refused.value.hint

    def test_dry_run_touches_nothing(self, kind: ChannelType, setup: Setup) -> None:
        """Opening and rendering open no socket, write no file and start no program."""
        with watching() as deeds:
            kind.open(setup).render(self.letter())
        assert deeds.network == [], "render and open must not touch the network"
        assert deeds.files == [], "render and open must not write"
        assert deeds.programs == [], "render and open must not start programs"

    def test_render_is_pure(self, kind: ChannelType, setup: Setup, channel: Channel) -> None:
        """The same letter gives the same bytes, now and from a channel opened anew."""
        first = channel.render(self.letter())
        assert first == channel.render(self.letter())
        assert first == kind.open(setup).render(self.letter())
        assert type(first.data) is bytes
        assert first.data

    def test_other_words_give_other_bytes(self, channel: Channel) -> None:
        """What a person approves is in the bytes: another text cannot look the same."""
        other = self.letter(body="Thank you for the tour of the workshop.\n")
        assert channel.render(self.letter()).data != channel.render(other).data

    def test_check_answers(self, channel: Channel) -> None:
        """`check` answers in the words of the taxonomy and delivers nothing."""
        answer = channel.check()
        assert isinstance(answer, Answer)
        assert answer.kind in AnswerKind

    def test_check_sends_nothing(self, channel: Channel, setup: Setup) -> None:
        """Looking whether the other side answers leaves nothing there."""
        before = self.received(setup)
        channel.check()
        assert self.received(setup) == before

    def test_delivers_what_was_rendered(self, channel: Channel, setup: Setup) -> None:
        """The first declared answer is the good one, and the bytes arrive as they were approved."""
        letter = self.letter()
        data = channel.render(letter).data
        answer = channel.deliver(letter, data, deadline=10)
        assert answer.kind is self.answers[0], answer
        arrived = self.received(setup)
        assert arrived is None or arrived == [data]

    def test_every_declared_answer_is_reachable(self, answer_kind: AnswerKind, setup: Setup) -> None:
        """Each kind of answer that is declared can be brought about, and says why."""
        with self.provoke(answer_kind, setup) as channel:
            letter = self.letter(key=f"key-of-{answer_kind.value}")
            answer = channel.deliver(letter, channel.render(letter).data, deadline=10)
        assert answer.kind is answer_kind, answer
        assert answer.text, "an answer needs a sentence for people"

    def test_certainly_not_sent_is_true(self, answer_kind: AnswerKind, setup: Setup) -> None:
        """Where the answer says that it was certainly not sent, nothing has arrived."""
        with self.provoke(answer_kind, setup) as channel:
            before = self.received(setup)
            letter = self.letter(key=f"key-of-{answer_kind.value}")
            answer = channel.deliver(letter, channel.render(letter).data, deadline=10)
            after = self.received(setup)
        if answer.kind in _NOT_SENT:
            assert after == before, f"{answer.kind} promises that nothing was sent"

    def test_same_key_delivers_once(self, channel: Channel, setup: Setup) -> None:
        """A channel that claims idempotency makes no second copy of the same key."""
        if channel.manifest.idempotency == "none":
            return
        letter = self.letter()
        data = channel.render(letter).data
        kinds = {channel.deliver(letter, data, deadline=10).kind for _ in range(3)}
        assert len(kinds) == 1, f"the same key was answered in different ways: {kinds}"
        arrived = self.received(setup)
        assert arrived is None or len(arrived) == 1, (
            f'key {letter.key} was delivered {len(arrived or [])} times; idempotency is declared "native": '
            'honour the key, or declare "none" (a lost answer is then in doubt)'
        )

    def test_deadline_is_kept(self, channel: Channel) -> None:
        """A deadline that has passed already is answered at once, in the taxonomy."""
        letter = self.letter()
        data = channel.render(letter).data
        began = time.monotonic()
        answer = channel.deliver(letter, data, deadline=0)
        assert time.monotonic() - began < 5
        assert answer.kind in AnswerKind

    def test_secrets_stay_secret(
        self, answer_kind: AnswerKind, setup: Setup, caplog: pytest.LogCaptureFixture, capfd: Any
    ) -> None:
        """No answer, log line, output or repr holds a secret, whatever happens."""
        caplog.set_level(logging.DEBUG)
        with self.provoke(answer_kind, setup) as channel:
            letter = self.letter(key=f"key-of-{answer_kind.value}")
            answer = channel.deliver(letter, channel.render(letter).data, deadline=10)
            seen = [repr(answer), repr(channel), repr(setup), repr(channel.check()), caplog.text]
        seen += capfd.readouterr()
        for value in self.secrets.values():
            for form in (value, base64.b64encode(value.encode()).decode(), value.encode().hex()):
                assert not [text for text in seen if form in text], "a secret was shown"

    def test_hostile_text_stays_text(self, hostile: str, channel: Channel) -> None:
        """A hostile text in any field is refused, or arrives as nothing but text."""
        for field, letter in letters_with(hostile, self.letter()):
            try:
                data = channel.render(letter).data
            except InvalidInput as refused:
                assert not UNSAFE.search(refused.text + refused.hint), f"{field}: the error repeats it"
                continue
            assert not smuggled(data, self.way, in_body=field in {"body", "voicemail"}), field

    def test_limit_is_kept(self, channel: Channel) -> None:
        """A text of exactly the limit goes; one more is refused before anybody approves it."""
        limit = channel.manifest.limit
        if limit is None or channel.manifest.unit != "characters":
            return
        words = ("word " * limit)[: limit - 1] + "."
        assert len(words) == limit
        assert channel.render(self.letter(body=words)).data
        with pytest.raises(InvalidInput):
            channel.render(self.letter(body=words[:-1] + "ds."))

    def test_answers_survive_containment(self, channel: Channel) -> None:
        """Through the wall that the registry puts before it, the channel behaves the same."""
        contained = Contained(channel, channel.manifest)
        letter = self.letter()
        assert contained.render(letter).data == channel.render(letter).data
        reconciled = contained.reconcile(letter)
        assert reconciled is None or reconciled.kind is not AnswerKind.UNKNOWN
