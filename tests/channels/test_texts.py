"""What may leave: addresses, attachments, lines and cards."""

from __future__ import annotations

import os

import pytest

from followup.channels.address import mail_address
from followup.channels.attachments import MOST_BYTES, read_attachments
from followup.channels.card import act, card_text
from followup.channels.plain import many_lines, one_line, shown
from followup.errors import InvalidInput
from followup.plugin import Person
from followup.testing import ChannelContract


@pytest.mark.parametrize(
    ("given", "ascii_form"),
    [
        ("a@example.org", "a@example.org"),
        ("A.b+c@EXAMPLE.org", "A.b+c@example.org"),
        ("a@ex\u00e4mple.org", "a@xn--exmple-cua.org"),
        ("a@EX\u00c4MPLE.org", "a@xn--exmple-cua.org"),
        ("a@localhost", "a@localhost"),
    ],
)
def test_good_addresses(given, ascii_form):
    """One address, its domain in ASCII and lower case, its local part untouched."""
    assert mail_address(given, "somebody") == ascii_form


@pytest.mark.parametrize(
    "given",
    [
        "",
        "a",
        "@b.org",
        "a@",
        "a@b",
        "a@b..org",
        "a b@c.org",
        "a@b.org,c@d.org",
        "<a@b.org>",
        '"a"@b.org',
        "a@[::1]",
        "a@1.2.3.4",
        "a@stra\u00dfe.org",
        "a@" + "x" * 64 + ".org",
        "x" * 65 + "@b.org",
        "a@-b.org",
        "\u00e4@b.org",
        "a@b.org\n",
        "a@b_c.org",
        "a@" + "\u00e4" * 60 + ".org",
    ],
)
def test_bad_addresses(given):
    """Everything else is refused with a way out, and not repeated unclean."""
    with pytest.raises(InvalidInput) as refused:
        mail_address(given, "somebody")
    assert "\n" not in refused.value.text


def test_attachments(tmp_path):
    """Plain files of the folder, with a type by their ending; all together not more than 5 MiB."""
    (tmp_path / "a b.PDF").write_bytes(b"pdf")
    (tmp_path / "x.unknown").write_bytes(b"")
    pdf, unknown = read_attachments(["a b.PDF", "x.unknown"], tmp_path)
    assert (pdf.name, pdf.type, pdf.data) == ("a b.PDF", "application/pdf", b"pdf")
    assert unknown.type == "application/octet-stream"
    (tmp_path / "half").write_bytes(b"x" * (MOST_BYTES // 2 + 1))
    assert len(read_attachments(["half"], tmp_path)) == 1
    with pytest.raises(InvalidInput, match="attachment-too-large"):
        read_attachments(["half", "half"], tmp_path)


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", ".x", "", "a/b", "a\\b", "x\n", "caf\u00e9", "x" * 101]
)
def test_attachment_names(name, tmp_path):
    """A name is a name, not a path."""
    with pytest.raises(InvalidInput, match="attachment-name"):
        read_attachments([name], tmp_path)


def test_attachments_that_are_no_files(tmp_path):
    """A link, a folder, a pipe and nothing at all are not attached, and nobody waits for the pipe."""
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "folder", "pipe", "none"):
        with pytest.raises(InvalidInput, match="attachment-missing"):
            read_attachments([name], tmp_path)


def test_a_linked_folder_is_allowed(tmp_path):
    """The folder itself is the user's own choice, so it may be a link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("x")
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    assert read_attachments(["a.txt"], tmp_path / "linked")[0].type == "text/plain"


def test_lines():
    """Too long, a line end or an encoded word: refused with its place; tabs and line feeds only in bodies."""
    assert one_line("caf\u00e9 \U0001f469\u200d\U0001f4bb", "it") == "caf\u00e9 \U0001f469\u200d\U0001f4bb"
    with pytest.raises(InvalidInput, match="at most 5"):
        one_line("123456", "it", most=5)
    with pytest.raises(InvalidInput, match=r"U\+000A at position 2"):
        one_line("a\nb", "it")
    assert many_lines("a\n\tb", "it") == "a\n\tb"
    with pytest.raises(InvalidInput, match="at most 5"):
        many_lines("123456", "it", most=5)
    assert many_lines("=?utf-8?q?x?=", "it"), "in a body these are just words"


def test_shown():
    """For a terminal everything unsafe is a question mark and a long end is cut off."""
    assert shown("a\r\nb\tc\x1b[2J\u202e") == "a b c?[2J?"
    assert shown("x" * 20, most=10) == "xxxxxxx..."


def test_card():
    """A card says whom, for whom, what about, with what, the words, and the words for a machine."""
    letter = ChannelContract().letter(
        way="card",
        to=Person(name="Recruiter R", address="1 Example Street"),
        attention="Interviewer A",
        subject="Thanks",
        attach=("drawing.pdf",),
        voicemail="Call me back.",
    )
    assert card_text(letter) == (
        "Card in the post to Recruiter R, 1 Example Street\nFor Interviewer A\nSubject: Thanks\n"
        "With drawing.pdf\n\nThank you for your time; I enjoyed meeting you.\n\n"
        "To a machine:\nCall me back.\n"
    )
    assert act("owl") == "By owl, to"
