"""No duplicate, whatever a server does: random faults, and a sender that resends what was certainly not sent.

The short form runs with all tests; the long one is
`FOLLOWUP_CAMPAIGN=1000 python -m pytest -q plugins/followup-email/tests/test_campaign.py -s`.
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter

import pytest
from mail_lab import Fault, Lab
from test_faults import TABLE, a_letter, wait_for

from followup.plugin import AnswerKind, Setup
from followup_email import TYPE

RUNS = int(os.environ.get("FOLLOWUP_CAMPAIGN", "150"))
SEED = int(os.environ.get("FOLLOWUP_SEED", "20261005"))
PLAIN = [Fault(row[0], row[1]) for row in TABLE if row[0] not in {"starttls", "handshake"}]
MOST_ATTEMPTS = 4


@pytest.mark.campaign
def test_no_duplicate(tmp_path, monkeypatch):
    """The server never counts a Message-ID twice, and a mail it did not take is never called sent."""
    monkeypatch.setenv("LAB_PASSWORD", "correct horse")
    chance, lock = random.Random(SEED), threading.Lock()

    def fault() -> Fault:
        with lock:
            return chance.choice(PLAIN) if chance.random() < 0.8 else Fault()

    with Lab(fault) as lab:
        options = {
            "address": "candidate@example.org",
            "server": "127.0.0.1",
            "port": lab.port,
            "tls": "none",
            "password": "env:LAB_PASSWORD",
            "any_sender": False,
            "attachments": "attachments",
        }
        channel = TYPE.open(Setup(name="email", options=options, home=tmp_path))
        ends = {number: outbox(channel, number) for number in range(RUNS)}
        wait_for(lambda: all(lab.accepted[name(n)] for n, end in ends.items() if end is AnswerKind.ACCEPTED))
    verdict(ends, lab.accepted)


def name(number: int) -> str:
    return f"<run-{number}@example.org>"


def outbox(channel, number: int) -> AnswerKind:
    """Send one message as the outbox does: again only where it was certainly not sent."""
    letter = a_letter(key=f"run-{number}", message_id=name(number))
    data = channel.render(letter).data
    answer = channel.deliver(letter, data, deadline=0.4)
    for _ in range(MOST_ATTEMPTS - 1):
        if not answer.certainly_not_sent:
            break
        answer = channel.deliver(letter, data, deadline=0.4)
    return answer.kind


def verdict(ends: dict[int, AnswerKind], accepted: Counter[str]) -> None:
    taken = {number: accepted[name(number)] for number in ends}
    doubtful = [number for number, end in ends.items() if end is AnswerKind.UNKNOWN]
    sent = [number for number, end in ends.items() if end is AnswerKind.ACCEPTED]
    print(  # noqa: T201  # the report of the campaign
        f"\n{len(ends)} messages, seed {SEED}: {len(sent)} sent, {len(doubtful)} in doubt "
        f"(of which {sum(taken[number] for number in doubtful)} had been taken), "
        f"{len(ends) - len(sent) - len(doubtful)} not sent; duplicates: {sum(n > 1 for n in taken.values())}"
    )
    assert [number for number, count in taken.items() if count > 1] == [], "sent twice"
    assert [number for number in sent if taken[number] != 1] == [], "called sent, and lost"
    neither = [n for n in ends if n not in sent and n not in doubtful and taken[n]]
    assert neither == [], "called not sent, and taken"
    assert sent, "nothing got through: the campaign is blind"
    assert doubtful, "nothing was in doubt: the campaign is blind"
