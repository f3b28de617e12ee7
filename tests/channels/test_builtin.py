"""The built-in channels keep the contract that everybody's channels keep."""

from __future__ import annotations

import io
import stat
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from followup.channels import builtin
from followup.channels.builtin import console, folder
from followup.channels.builtin.folder import file_name
from followup.plugin import AnswerKind, Setup
from followup.testing import ChannelContract


def outbox(setup: Setup) -> list[bytes]:
    files = sorted((setup.home / "outbox").glob("*")) if (setup.home / "outbox").exists() else []
    return [file.read_bytes() for file in files]


class TestTodo(ChannelContract):
    plugin = builtin
    name = "todo"
    way = "phone"
    address = "+44 20 7946 0000"
    answers = (AnswerKind.NEEDS_PERSON,)

    @contextmanager
    def provoke(self, kind, setup):
        yield builtin.todo.TYPE.open(setup)

    def test_call_has_outcomes(self, channel):
        """A call can be answered or not, and each leads elsewhere; anything else is just done."""
        assert channel.manifest.outcomes["phone"] == (
            "answered",
            "voicemail",
            "gatekeeper",
            "no_answer",
            "call_back",
        )
        assert channel.manifest.person

    def test_card_has_script_and_words_for_a_machine(self, channel):
        """The script and what to say to a machine are both on the card, in this order."""
        card = channel.render(self.letter(voicemail="Candidate, 020 7946 0001.")).data.decode()
        assert card.splitlines()[0] == "Telephone Interviewer A, +44 20 7946 0000"
        assert card.index("enjoyed") < card.index("To a machine:") < card.index("020 7946 0001")


class TestFolder(ChannelContract):
    plugin = builtin
    name = "folder"
    way = "email"
    answers = (AnswerKind.NEEDS_PERSON, AnswerKind.TRANSIENT, AnswerKind.MISCONFIGURED)

    @contextmanager
    def provoke(self, kind, setup):
        with pytest.MonkeyPatch.context() as patch:
            if kind is AnswerKind.MISCONFIGURED:
                (setup.home / "outbox").write_text("a file where the folder should be")
            if kind is AnswerKind.TRANSIENT:
                patch.setattr(folder.os, "fsync", self.disk_full)
            yield folder.TYPE.open(setup)
        if kind is AnswerKind.MISCONFIGURED:
            (setup.home / "outbox").unlink()

    def received(self, setup):
        return outbox(setup)

    @staticmethod
    def disk_full(descriptor):
        raise OSError(28, "No space left on device")

    def test_file_is_private_and_whole(self, channel, setup):
        """The file is for its owner only, named for people, and no draft of it is left."""
        letter = self.letter()
        channel.deliver(letter, b"x", deadline=5)
        file = setup.home / "outbox" / file_name(letter)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert file.name.startswith("acme-analyst-thank-you-")
        assert [one.name for one in file.parent.iterdir()] == [file.name]

    def test_full_disk_leaves_no_half(self, setup):
        """When the disk is full nothing is left behind, and the answer says that nothing was made."""
        with self.provoke(AnswerKind.TRANSIENT, setup) as channel:
            answer = channel.deliver(self.letter(), b"x", deadline=5)
        assert "no file was made" in answer.text
        assert list((setup.home / "outbox").iterdir()) == []

    @pytest.mark.parametrize("word", ["../../etc/passwd", "/etc/passwd", "a/b", ".", "", "x" * 300, "é\x00"])
    def test_name_stays_inside(self, word):
        """Whatever a case or an item is called, the file stays in the folder."""
        name = file_name(self.letter(case=word, item=word, key=word))
        assert "/" not in name
        assert not name.startswith(".") or name.startswith("-")
        assert len(name) < 120

    def test_reconcile_knows(self, channel):
        """Renamed into place or not there at all: the folder can always tell what became of it."""
        letter = self.letter()
        assert channel.reconcile(letter).kind is AnswerKind.TRANSIENT
        channel.deliver(letter, b"x", deadline=5)
        assert channel.reconcile(letter).kind is AnswerKind.NEEDS_PERSON

    def test_sandbox_counts_a_file_as_sent(self, setup):
        """In a sandbox the file is the delivery; elsewhere only `sends = true` makes it so."""
        sandbox = folder.TYPE.open(Setup(name="folder", options=setup.options, home=setup.home, sandbox=True))
        assert sandbox.deliver(self.letter(), b"x", deadline=5).kind is AnswerKind.ACCEPTED
        options = {**setup.options, "sends": True}
        taken = folder.TYPE.open(Setup(name="folder", options=options, home=setup.home))
        assert taken.deliver(self.letter(), b"x", deadline=5).kind is AnswerKind.ACCEPTED

    def test_other_ways_are_text(self, channel, setup):
        """Anything but e-mail becomes a card that can be read as it is."""
        letter = self.letter(way="card", subject="")
        channel.deliver(letter, channel.render(letter).data, deadline=5)
        (file,) = (setup.home / "outbox").iterdir()
        assert file.suffix == ".txt"
        assert file.read_text().startswith("Card in the post to Interviewer A")


class TestConsole(ChannelContract):
    plugin = builtin
    name = "console"
    way = "console"
    address = ""
    answers = (AnswerKind.ACCEPTED, AnswerKind.UNKNOWN, AnswerKind.MISCONFIGURED)

    @contextmanager
    def provoke(self, kind, setup):
        channel = console.TYPE.open(setup)
        if kind is AnswerKind.UNKNOWN:
            closed = io.StringIO()
            closed.close()
            channel.stream = closed
        with pytest.MonkeyPatch.context() as patch:
            if kind is AnswerKind.MISCONFIGURED:
                patch.setattr(sys, "stderr", None)
            yield channel

    def test_prints_what_a_terminal_knows(self, setup):
        """A character that the terminal has no code for becomes `?`, not an error."""
        raw = io.BytesIO()
        channel = console.TYPE.open(setup)
        channel.stream = io.TextIOWrapper(raw, encoding="ascii")
        letter = self.letter(body="naïve \u2013 words\n")
        answer = channel.deliver(letter, channel.render(letter).data, deadline=5)
        assert answer.kind is AnswerKind.ACCEPTED
        assert b"na?ve ? words" in raw.getvalue()


def test_folder_does_not_follow_a_link(tmp_path: Path):
    """A link that somebody put where the draft goes is not written through."""
    target = tmp_path / "victim"
    target.write_text("mine")
    folder_path = tmp_path / "outbox"
    folder_path.mkdir()
    channel = folder.TYPE.open(
        Setup(name="folder", options={"path": "outbox", "attachments": "a", "sends": False}, home=tmp_path)
    )
    letter = TestFolder().letter()
    (folder_path / f".{file_name(letter)}.{folder.os.getpid()}.tmp").symlink_to(target)
    channel.deliver(letter, b"x", deadline=5)
    assert target.read_text() == "mine"
