"""The channel `email` keeps the contract that every channel keeps."""

from __future__ import annotations

from contextlib import contextmanager
from typing import ClassVar

import pytest
from mail_lab import Fault, Lab

import followup_email
from followup.plugin import AnswerKind, Setup
from followup.testing import ChannelContract
from followup_email import TYPE

FAULTS = {
    AnswerKind.ACCEPTED: Fault(),
    AnswerKind.TRANSIENT: Fault("to", "reply 451 local error"),
    AnswerKind.RATE_LIMITED: Fault("from", "reply 451 4.7.0 too many messages"),
    AnswerKind.PERMANENT: Fault("to", "reply 550 5.1.1 no such user"),
    AnswerKind.MISCONFIGURED: Fault("auth", "reply 535 5.7.8 correct horse battery is wrong"),
    AnswerKind.UNKNOWN: Fault("dot", "accept-then-drop"),
}


class TestEmail(ChannelContract):
    plugin = followup_email
    name = "email"
    answers = tuple(FAULTS)
    secrets: ClassVar = {"LAB_PASSWORD": "correct horse battery"}

    @pytest.fixture
    def options(self, tmp_path):
        self.faults: list[Fault] = []
        with Lab(lambda: self.faults.pop() if self.faults else Fault()) as lab:
            self.lab = lab
            yield {
                "address": "candidate@example.org",
                "server": "127.0.0.1",
                "port": lab.port,
                "tls": "none",
                "password": "env:LAB_PASSWORD",
            }

    @contextmanager
    def provoke(self, kind, setup: Setup):
        self.faults.append(FAULTS[kind])
        yield TYPE.open(setup)

    def received(self, setup):
        return list(self.lab.messages)
