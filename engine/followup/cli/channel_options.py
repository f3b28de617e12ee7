"""The options of a channel, asked for by its schema. Secrets are kept by reference, never as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followup.cli import output, prompts
from followup.errors import InvalidInput, UsageError


class Options:
    """Options on their way into `config.toml`.

    Attributes:
        values: What is known so far, in the types of the schema.
    """

    def __init__(self, channel: str, schema: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
        self.values: dict[str, Any] = dict(kept)
        self._channel = channel
        self._schema = schema
        self._properties: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})

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
        self.values[name] = typed(name, self._properties[name], value.strip())

    def ask(self) -> None:
        """Ask for each option in the order of the schema; Enter takes what is in brackets."""
        required = set(self._schema.get("required", ()))
        for name, about in self._properties.items():
            if name not in required and not about.get("writeOnly"):
                continue  # fine as it is until somebody says otherwise, with --set
            question = str(about.get("title") or about.get("description") or name).rstrip(".")
            if about.get("writeOnly"):
                self._ask_secret(name, question)
                continue
            known = self.values.get(name, about.get("default", ""))

            def understood(answer: str, name: str = name, about: Mapping[str, Any] = about) -> None:
                if answer:
                    self.values[name] = typed(name, about, answer)
                elif name in required and name not in self.values:
                    raise InvalidInput("needed", "this is needed to go on")

            prompts.until(question, understood, brackets=str(known) if known != "" else "")

    def _ask_secret(self, name: str, question: str) -> None:
        """Take a reference as it is; put anything else into the keyring and keep the reference."""
        from followup.channels.references import keep, secret

        reference = self.values.get(name, "")
        answer = prompts.ask(f"{question} (not shown)", brackets="as it is" if reference else "", secret=True)
        if not answer:
            return
        if answer.split(":", 1)[0] in ("env", "file", "keyring") and ":" in answer:
            self.values[name] = answer
            try:
                secret(answer)
            except InvalidInput as problem:
                output.lines([f"  note: {problem.text.partition(';')[0]}"])
            return
        self.values[name] = keep(f"followup {self._channel}", self._user(name), answer)

    def _user(self, name: str) -> str:
        """Return for whom a secret is kept in the keyring."""
        return str(self.values.get("username") or self.values.get("address") or name)


def typed(name: str, about: Mapping[str, Any], text: str) -> Any:
    """Return a value in the type that the schema wants.

    Raises:
        InvalidInput: It is no such value.
    """
    kind = about.get("type")
    if kind == "boolean":
        words = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
        if text.lower() not in words:
            raise InvalidInput("option", f"{name}: yes or no")
        return words[text.lower()]
    if kind == "integer":
        try:
            return int(text)
        except ValueError:
            raise InvalidInput("option", f"{name}: a whole number") from None
    if kind == "array":
        return [part.strip() for part in text.split(",") if part.strip()]
    if "enum" in about and text not in about["enum"]:
        raise InvalidInput("option", f"{name}: {' or '.join(map(str, about['enum']))}")
    return text
