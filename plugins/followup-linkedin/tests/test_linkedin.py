"""LinkedIn by hand: the contract, the links, the limits and the words."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

import followup_linkedin
from followup.plugin import AnswerKind, InvalidInput, Setup
from followup.testing import ChannelContract, watching
from followup_linkedin import TYPE
from followup_linkedin.profile import profile_link


class TestInvitation(ChannelContract):
    plugin = followup_linkedin
    name = "linkedin"
    way = "linkedin"
    address = "https://www.linkedin.com/in/interviewer-a/"
    answers = (AnswerKind.NEEDS_PERSON,)

    @contextmanager
    def provoke(self, kind, setup: Setup):
        yield TYPE.open(setup)

    def test_card(self, channel):
        """The card says what to open, what to paste and how long it is, and that nothing is automated."""
        lines = channel.render(self.letter()).data.decode().splitlines()
        assert lines[0] == "LinkedIn invitation to Interviewer A"
        assert "1  open  https://www.linkedin.com/in/interviewer-a/" in lines
        assert "2  connect, add a note, paste (47 of 200 characters):" in lines
        assert "Thank you for your time; I enjoyed meeting you." in lines
        assert "nothing is automated" in lines[-1]

    def test_outcomes(self, channel):
        """Sent, accepted and ignored are told apart, since each leads elsewhere."""
        assert channel.manifest.outcomes["linkedin"] == ("done", "accepted", "ignored")
        assert channel.manifest.person
        assert not channel.manifest.sends

    def test_delivery_touches_nothing(self, channel):
        """Even a delivery opens no socket and no browser: a person does it."""
        with watching() as deeds:
            channel.deliver(self.letter(), b"", deadline=5)
        assert (deeds.network, deeds.files, deeds.programs) == ([], [], [])

    def test_limits_are_dated(self, channel):
        """Every limit says when it was looked up."""
        assert all("2026-10" in fact for fact in channel.manifest.dated.values())


def test_answer_is_a_message(tmp_path):
    """Whoever wrote to us there is connected with us: an answer is a message, not an invitation."""
    options = {"account": "free", "kind": "invitation"}
    channel = TYPE.open(Setup(name="linkedin", options=options, home=tmp_path))
    letter = TestInvitation().letter(in_reply_to="their-words", body="word " * 100)
    assert channel.render(letter).data.decode().startswith("LinkedIn message to")


class TestPremium(TestInvitation):
    @pytest.fixture
    def options(self):
        return {"account": "premium"}

    def test_card(self, channel):
        """A premium account has a longer note."""
        assert channel.manifest.limit == 300


class TestChangedLimit(TestInvitation):
    @pytest.fixture
    def options(self):
        return {"note_limit": 120}

    def test_card(self, channel):
        """The limit can be set by whoever knows a newer one."""
        assert channel.manifest.limit == 120


class TestMessage(TestInvitation):
    @pytest.fixture
    def options(self):
        return {"kind": "message"}

    def test_card(self, channel):
        """A message to a connection has no note's limit and says what it is."""
        letter = self.letter(body="word " * 500)
        text = channel.render(letter).data.decode()
        assert text.startswith("LinkedIn message to Interviewer A")
        assert "2  message, paste (2499 characters):" in text


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("https://www.linkedin.com/in/interviewer-a", "https://www.linkedin.com/in/interviewer-a/"),
        ("https://www.linkedin.com/in/interviewer-a/", "https://www.linkedin.com/in/interviewer-a/"),
        ("linkedin.com/in/interviewer-a", "https://www.linkedin.com/in/interviewer-a/"),
        ("https://uk.linkedin.com/in/interviewer_a1/", "https://www.linkedin.com/in/interviewer_a1/"),
        ("HTTPS://WWW.LinkedIn.com/in/Interviewer-A", "https://www.linkedin.com/in/Interviewer-A/"),
        ("https://www.linkedin.com/in/j%C3%B6rg", "https://www.linkedin.com/in/j%C3%B6rg/"),
        ("https://www.linkedin.com/in/j\u00f6rg", "https://www.linkedin.com/in/j\u00f6rg/"),
    ],
)
def test_profile_links(given, link):
    """A profile's address in its usual spellings becomes one link."""
    assert profile_link(given) == link


@pytest.mark.parametrize(
    "given",
    [
        "",
        "interviewer-a",
        "http://www.linkedin.com/in/interviewer-a",
        "https://www.linkedin.com/company/acme",
        "https://www.linkedin.com/in/",
        "https://www.linkedin.com/in/a/detail/contact-info",
        "https://www.linkedin.com/in/a?trk=public",
        "https://www.linkedin.com/in/a#x",
        "https://www.linkedin.com.evil.example/in/a",
        "https://evil.example/www.linkedin.com/in/a",
        "https://www.linkedin.com@evil.example/in/a",
        "https://evil-linkedin.com/in/a",
        "javascript:alert(1)//www.linkedin.com/in/a",
        "https://www.linkedin.com/in/a b",
        "https://www.linkedin.com/in/a\n",
        "https://www.linkedin.com/in/a\u202eb",
        "https://www.linkedin.com/in/..",
        "https://www.linkedin.com/in/%zz",
    ],
)
def test_other_links_are_refused(given):
    """Another host, another page, a tracking mark or a control character is no profile."""
    with pytest.raises(InvalidInput):
        profile_link(given)
