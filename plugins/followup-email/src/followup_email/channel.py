"""The channel: its manifest, its options, and one attempt at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from followup.plugin import (
    SECRET,
    Answer,
    AnswerKind,
    ChannelType,
    FollowupError,
    InvalidInput,
    Letter,
    Manifest,
    Person,
    Rendered,
    Setup,
    envelope,
    mail_address,
    mail_bytes,
    read_attachments,
)
from followup_email.session import Server, Session, Stage, is_local
from followup_email.verdicts import accepted, failed
from followup_email.wire import Deadline

_CHECK_SECONDS = 20

MANIFEST = Manifest(
    name="email",
    title="sends to others, after approval",
    ways=("email",),
    threading=True,
    outcomes={},
    config_schema={
        "type": "object",
        "additionalProperties": False,
        "required": ["address", "server"],
        "properties": {
            "address": {
                "type": "string",
                "minLength": 3,
                "maxLength": 254,
                "format": "email",
                "title": "Your address",
                "description": "The address that mail is sent from.",
            },
            "server": {
                "type": "string",
                "pattern": r"^[A-Za-z0-9._:-]+$(?!\n)",
                "maxLength": 253,
                "format": "hostname",
                "title": "Outgoing server (such as smtp.example.org:587)",
                "description": "Name of the SMTP server, such as smtp.example.org.",
            },
            "port": {
                "type": "integer",
                "minimum": 1,
                "maximum": 65535,
                "default": 587,
                "title": "Port",
                "description": "587 goes with starttls, 465 with tls.",
            },
            "tls": {
                "enum": ["starttls", "tls", "none", "optional", "implicit"],
                "default": "starttls",
                "title": "Encryption",
                "ask": "Encryption: starttls, tls or none",
                "description": "starttls: required after greeting; tls (also implicit): from the first byte; "
                "optional: if the server offers it; none: only for a server on this machine or network.",
            },
            "username": {
                "type": "string",
                "minLength": 1,
                "maxLength": 254,
                "title": "User name",
                "description": "For signing in; your address if you leave it out.",
            },
            "password": {
                **SECRET,
                "title": "Password",
                "ask_first": "Do you have to sign in there?",
                "description": "A reference to the password; without it nobody signs in.",
            },
            "ca_file": {
                "type": "string",
                "minLength": 1,
                "maxLength": 1000,
                "title": "Certificate authority",
                "description": "A PEM file to trust instead of the system's, for a server with its own.",
            },
            "any_sender": {
                "type": "boolean",
                "default": False,
                "title": "Send for others",
                "description": "Whether candidates with other addresses may send through this mailbox.",
            },
            "attachments": {
                "type": "string",
                "minLength": 1,
                "maxLength": 1000,
                "default": "attachments",
                "title": "Folder of attachments",
                "description": "The one folder that files may be attached from; below the home "
                "unless it is absolute.",
            },
        },
        "allOf": [
            {
                "if": {"properties": {"port": {"const": 465}}, "required": ["port"]},
                "then": {"properties": {"tls": {"default": "tls"}}},
            },
            {
                "if": {"properties": {"server": {"pattern": r"^(localhost|127\.|::1)"}}},
                "then": {
                    "properties": {"tls": {"default": "none"}, "password": {"ask_first_default": False}}
                },
            },
        ],
    },
    dated={},
)


@dataclass(slots=True)
class Email:
    """Sends one letter to one recipient per attempt, over a connection of its own."""

    manifest: Manifest
    setup: Setup
    address: str

    def check(self) -> Answer:
        """Connect, encrypt, sign in, ask for a sign of life, and leave. Sends nothing."""
        try:
            session = Session(self._server(), Deadline(_CHECK_SECONDS))
        except FollowupError as error:
            return Answer(kind=AnswerKind.MISCONFIGURED, text=error.text)
        try:
            session.open()
            session.probe()
            secured, signed = session.wire.tls or "no encryption", bool(self.setup.options.get("password"))
            text = f"Reached {self._where}, {secured}{', signed in' if signed else ''}"
            return Answer(kind=AnswerKind.ACCEPTED, text=text)
        except Exception as error:  # noqa: BLE001 - every failure is an answer
            return failed(session.stage, error, self._where)
        finally:
            session.close()

    def render(self, letter: Letter) -> Rendered:
        """Return the whole e-mail; the same letter gives the same bytes.

        Raises:
            InvalidInput: `sender-differs`, or what `mail_bytes` and `read_attachments` refuse.
        """
        signed = self._signed(letter)
        folder = self.setup.home / Path(str(self.setup.options["attachments"])).expanduser()
        data = mail_bytes(signed, read_attachments(letter.attach, folder))
        return Rendered(data=data, warnings=() if letter.subject.strip() else ("it has no subject",))

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        """Make one attempt. Which stage fails decides whether it may have been sent."""
        try:
            sender, recipient = envelope(self._signed(letter))
            session = Session(self._server(), Deadline(deadline))
        except InvalidInput as error:
            mine = error.code in {"secret-missing", "secret-reference", "keyring-missing"}
            kind = AnswerKind.MISCONFIGURED if mine else AnswerKind.PERMANENT
            return Answer(kind=kind, text=error.text, stage=Stage.CONNECT)
        try:
            session.open()
            reply = session.send(sender, recipient, data)
            return accepted(session, reply, letter.message_id, self._where)
        except Exception as error:  # noqa: BLE001 - every failure is an answer
            return failed(session.stage, error, self._where)
        finally:
            session.close()

    def reconcile(self, letter: Letter) -> Answer | None:
        """Say nothing yet: looking for the Message-ID in the Sent folder needs IMAP."""
        del letter
        return None

    @property
    def _where(self) -> str:
        return f"{self.setup.options['server']}:{self.setup.options['port']}"

    def _signed(self, letter: Letter) -> Letter:
        if not letter.sender.address:
            return replace(letter, sender=Person(name=letter.sender.name, address=self.address))
        theirs = mail_address(letter.sender.address, "the sender")
        if theirs.casefold() != self.address.casefold() and not self.setup.options["any_sender"]:
            raise InvalidInput(
                "sender-differs",
                f"the letter is from {theirs}, but the mailbox set up is {self.address}; nothing was sent",
                hint="correct one of them, or allow it: any_sender = true in [channels.email]",
            )
        return letter

    def _server(self) -> Server:
        options = self.setup.options
        ca_file = options.get("ca_file", "")
        return Server(
            host=options["server"],
            port=options["port"],
            tls="implicit" if options["tls"] == "tls" else options["tls"],
            user=options.get("username", self.address),
            password=self.setup.secret("password") if options.get("password") else "",
            ca_file=str(self.setup.home / Path(ca_file).expanduser()) if ca_file else "",
        )


def _open(setup: Setup) -> Email:
    return Email(MANIFEST, setup, mail_address(str(setup.options["address"]), "the sender"))


def _stays_here(options: Mapping[str, Any]) -> bool:
    return is_local(str(options["server"]))


TYPE = ChannelType(manifest=MANIFEST, open=_open, local=_stays_here)
