"""The options of a channel, asked for by its schema. Secrets are kept by reference, never as they are.

Besides the words of JSON Schema a property may have: `ask`, a question that is asked although it has a
default; and, for a secret, `ask_first`, the yes or no that decides whether it is asked for at all. The
`then` of an `allOf` entry whose `if` holds may give other defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from followup.channels import references
from followup.cli import output, prompts
from followup.cli.option_values import host_and_port, typed
from followup.errors import InvalidInput, UsageError


class Options:
    """Options on their way into `config.toml`.

    Attributes:
        values: What is known so far, in the types of the schema.
    """

    def __init__(
        self, channel: str, schema: Mapping[str, Any], kept: Mapping[str, Any], *, address: str = ""
    ) -> None:
        """Begin with what is kept; `address` is the known one of the candidate, or empty."""
        self.values: dict[str, Any] = dict(kept)
        self._channel = channel
        self._schema = schema
        self._properties: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
        self._address = address

    def take(self, text: str) -> None:
        """Take `OPTION=VALUE`; an empty value removes it.

        Raises:
            UsageError: No such option.
            InvalidInput: The value does not fit.
        """
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or name not in self._properties:
            raise UsageError(
                "no-such-option",
                f'"{name}" is no option of {self._channel}. Nothing was done.',
                hint="options: " + ", ".join(self._properties),
            )
        if not value:
            self.values.pop(name, None)
            return
        self._keep(name, value.strip())

    def ask(self, home: Path) -> None:
        """Ask for each option in the order of the schema; Enter takes what is in brackets.

        Args:
            home: The home folder, below which a secret is kept where there is no keyring.
        """
        required = set(self._schema.get("required", ()))
        for name in self._properties:
            about = self._about(name)
            if about.get("writeOnly"):
                if name in required or self._wanted(name, about):
                    self._ask_secret(name, _title(name, about), home)
            elif name in required or "ask" in about:
                self._ask(name, str(about.get("ask") or _title(name, about)))

    def shown(self) -> str:
        """Return what is set, with references instead of secrets: `server = smtp.example.org, port = 587`."""
        return ", ".join(f"{name} = {self.values[name]}" for name in self._properties if name in self.values)

    def _ask(self, name: str, question: str) -> None:
        known = self._known(name)

        def understood(answer: str) -> None:
            words = answer or known
            if not words:
                raise InvalidInput("needed", "this is needed to go on", hint="Ctrl-C stops; nothing is kept")
            self._keep(name, words)

        prompts.until(question, understood, brackets=known)

    def _known(self, name: str) -> str:
        """Return what Enter stands for: what is kept, what the candidate is known by, or the default."""
        about = self._about(name)
        if name in self.values:
            port = self.values.get("port")
            told = f"{self.values[name]}:{port}" if about.get("format") == "hostname" and port else ""
            return told or str(self.values[name])
        if about.get("format") == "email":
            return self._address
        return str(about.get("default", ""))

    def _keep(self, name: str, text: str) -> None:
        """Keep one value; a server may come with its port, where the channel has an option for that."""
        about = self._properties[name]
        if about.get("format") != "hostname":
            self.values[name] = typed(name, about, text)
            return
        host, port = host_and_port(text)
        host = typed(name, about, host)
        if self.values.get(name) not in (None, host):  # what fitted another server need not fit this one
            for other in ("port", *self._depending()):
                self.values.pop(other, None)
        self.values[name] = host
        if "port" in self._properties and port:
            self.values["port"] = typed("port", self._properties["port"], port)

    def _depending(self) -> set[str]:
        """Return the options whose defaults depend on others, but for secrets, which are asked for anyway."""
        rules = self._schema.get("allOf", ())
        names = {name for rule in rules for name in rule.get("then", {}).get("properties", {})}
        return {name for name in names if not self._properties[name].get("writeOnly")}

    def _about(self, name: str) -> Mapping[str, Any]:
        """Return what the schema says of an option, given what is known of the others."""
        from jsonschema import Draft202012Validator  # slow to import

        about = dict(self._properties[name])
        for rule in self._schema.get("allOf", ()):
            then = rule.get("then", {}).get("properties", {}).get(name)
            if then and Draft202012Validator(rule.get("if", {})).is_valid(self.values):
                about |= then
        return about

    def _wanted(self, name: str, about: Mapping[str, Any]) -> bool:
        """Ask whether a secret is needed at all, where the channel has a question for that."""
        if "ask_first" not in about:
            return True
        default = name in self.values or bool(about.get("ask_first_default", True))
        wanted = prompts.yes(str(about["ask_first"]), default=default)
        if not wanted:
            self.values.pop(name, None)
        return wanted

    def _ask_secret(self, name: str, question: str, home: Path) -> None:
        """Take a reference as it is; keep anything else in the keyring or a private file, and refer to it."""
        where = "the keyring" if references.keyring_here() else f"{home / references.FOLDER}"
        output.lines([f"  It is kept in {where}; or type a reference to where it is: env:NAME, file:PATH."])
        kept = self.values.get(name, "")
        answer = prompts.ask(f"{question} (not shown)", brackets="as it is" if kept else "", secret=True)
        if not answer:
            return
        if references.is_reference(answer):
            self.values[name] = answer
            try:
                references.secret(answer, home=home)
            except InvalidInput as problem:
                output.lines([f"  note: {problem.text.partition(';')[0]}"])
            return
        self.values[name] = self._put_away(name, answer, home)

    def _put_away(self, name: str, value: str, home: Path) -> str:
        """Keep a secret, say where, and return the reference to it."""
        try:
            if references.keyring_here():
                return references.keep(f"followup {self._channel}", self._user(name), value)
        except InvalidInput as problem:
            output.lines([f"  {problem.text}"])
        reference = references.keep_in_file(home, self._channel, value)
        output.lines([f"  Kept in {home / reference.removeprefix('file:')}, which only you may read."])
        return reference

    def _user(self, name: str) -> str:
        """Return for whom a secret is kept in the keyring."""
        return str(self.values.get("username") or self.values.get("address") or name)


def _title(name: str, about: Mapping[str, Any]) -> str:
    return str(about.get("title") or about.get("description") or name).rstrip(".")
