"""What was approved is what is sent, attached files included."""

from __future__ import annotations

import pytest
from tests.runtime.world import Scripted, World, fact, person, stock

from followup.core.values.case import ItemStatus
from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.events import Wording
from followup.core.values.records import ParcelStatus
from followup.errors import InvalidInput
from followup.runtime import acting

CASE = "acme-analyst"
SENT_AT = "2026-10-01 18:40"


def drafted(world: World, words: str | None = "the first words") -> None:
    """Begin a case whose thanks carry a file, before they are due."""
    folder = world.home.path
    assert folder is not None
    if words is not None:
        (folder / "attachments").mkdir(exist_ok=True)
        (folder / "attachments" / "p.txt").write_text(words, encoding="utf-8")
    world.begin(
        person(),
        playbook=stock(),
        ended_at=fact("2026-10-01 16:30"),
        **{"interviewer-a.sample": "p.txt", "interviewer-a.topic": "the data model"},
    )
    draft = world.item("thank_you", CASE).draft
    assert draft is not None
    assert draft.attach == ("p.txt",)


def attached(world: World, words: str) -> None:
    """Write the attached file anew."""
    assert world.home.path is not None
    (world.home.path / "attachments" / "p.txt").write_text(words, encoding="utf-8")


def mails(world: World) -> list[str]:
    """Return what the folder channel has written."""
    assert world.home.path is not None
    return [file.read_text(encoding="utf-8") for file in sorted((world.home.path / "outbox").glob("*.eml"))]


def test_a_file_as_it_was_approved_goes(world: World) -> None:
    """Guards the ordinary way: approved with its file, which nobody touched, it is sent once."""
    drafted(world)
    report = world.approve()
    assert not [one for _, one in report.effects if type(one).__name__ == "Drafted"]
    assert world.parcel("thank_you").draft == world.item("thank_you").draft
    assert "p.txt" in world.item("thank_you").draft.files  # type: ignore[union-attr]  # it has a draft
    world.step(SENT_AT)
    assert world.item("thank_you").status is ItemStatus.SENT
    assert len(mails(world)) == 1


@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_file_changed_after_approval_sends_nothing(world: World, how: str) -> None:
    """Guards promise 3: another content, or none, gives the message back, and approving again sends it."""
    drafted(world)
    world.approve()
    assert world.home.path is not None
    if how == "changed":
        attached(world, "words nobody approved")
    else:
        (world.home.path / "attachments" / "p.txt").unlink()
    world.step(SENT_AT)
    item = world.item("thank_you")
    assert (item.status, item.approved) == (ItemStatus.DRAFTED, "")
    assert world.parcel("thank_you").status is ParcelStatus.DRAFTED
    said = "an attached file has changed since you approved it" if how == "changed" else "cannot be attached"
    assert said in item.reason
    assert mails(world) == []
    attached(world, "words approved now")
    world.approve()
    world.step()
    assert world.item("thank_you").status is ItemStatus.SENT
    assert len(mails(world)) == 1


def test_a_file_that_is_not_there_cannot_be_approved(world: World) -> None:
    """Guards approving what nobody can see: the message goes on waiting, with the reason said."""
    drafted(world, words=None)
    with pytest.raises(InvalidInput, match="attached") as caught:
        world.approve()
    assert caught.value.code == "attachment-missing"
    assert world.item("thank_you").status is ItemStatus.DRAFTED


def test_time_that_passes_is_no_changed_file(world: World) -> None:
    """Guards the digest of the files against what is not in them: the date, a pause."""
    drafted(world)
    world.approve()
    before = world.item("thank_you").draft
    acting.hold(world.home, [CASE])
    world.step("2026-10-01 17:00")
    acting.lift(world.home, [CASE])
    world.step(SENT_AT)
    assert before is not None
    assert before.files
    assert world.item("thank_you").status is ItemStatus.SENT


def test_an_edit_after_approval_asks_again(world: World) -> None:
    """Guards a digest that outlives its approval: what is approved next has a digest of its own."""
    drafted(world)
    world.approve()
    draft = world.item("thank_you").draft
    assert draft is not None
    body = f"{draft.body}\nI have thought about it since, and I thank you for it."
    acting.edit(world.home, CASE, "thank_you", wording=Wording(subject=draft.subject, body=body))
    attached(world, "another content")
    world.approve()
    world.step(SENT_AT)
    assert world.item("thank_you").status is ItemStatus.SENT


def test_a_draft_without_files_is_rendered_once(world: World) -> None:
    """Guards the cost: where nothing is attached, approving renders nothing, and sending only once."""
    channel = world.scripted()
    rendered: list[str] = []
    render = channel.render

    def counted(letter: object) -> object:
        rendered.append("once")
        return render(letter)  # type: ignore[arg-type]  # it is the channel's own letter

    channel.render = counted  # type: ignore[method-assign,assignment]  # only to count
    world.begin()
    world.approve()
    assert rendered == []
    world.step(SENT_AT)
    assert rendered == ["once"]


def test_files_that_nobody_could_read_when_it_was_approved_are_asked_about(world: World) -> None:
    """Guards an approval that saw no file, since no channel was there: the person is asked again."""
    world.ways.own["email"] = None
    drafted(world)
    world.approve()
    del world.ways.own["email"]
    world.step(SENT_AT)
    item = world.item("thank_you")
    assert item.status is ItemStatus.DRAFTED
    assert "could not be read when you approved it" in item.reason


def test_an_attempt_again_sends_the_bytes_of_the_first(world: World) -> None:
    """Guards a retry: what went out first is what goes out again, whatever became of the file."""
    drafted(world)
    channel: Scripted = world.scripted()
    channel.answers = [Answer(kind=AnswerKind.TRANSIENT, text="later", retry_after=60)]
    world.approve()
    world.step(SENT_AT)
    attached(world, "another content")
    world.step("2026-10-01 20:30")
    assert len(channel.got) == 2
    assert channel.got[0] == channel.got[1]
