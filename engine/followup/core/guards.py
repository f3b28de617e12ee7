"""Conditions of a playbook: checked against what it declares, and answered true, false or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from followup.core import conditions
from followup.core.condition_reader import read
from followup.core.conditions import Among, Compared, Literal, Name, NotACondition
from followup.core.names import nearest
from followup.core.values.playbook import Playbook
from followup.core.values.problems import Problem
from followup.core.vocabulary import WORDS, Vocabulary, reserved
from followup.errors import FollowupError

if TYPE_CHECKING:
    from cel_expr_python import cel  # type: ignore[import-untyped]  # it ships no py.typed

_LARGEST = 2**53

Scalar = str | int | bool


class GuardFault(FollowupError):
    """A guard could not be answered for another reason than a missing fact; the case is held."""

    def __init__(self, guard: str, reason: str) -> None:
        super().__init__(
            "guard-fault",
            f'the condition "{guard}" could not be answered: {reason}; nothing was sent',
            hint="check the playbook, then lift the hold: playbook hold CASE --lift",
        )


class Guards:
    """All conditions of one playbook, compiled on first use. Not for use by several threads at once."""

    def __init__(self, playbook: Playbook) -> None:
        """Learn every name that a condition of `playbook` may use, and its type."""
        self._words = Vocabulary(playbook)
        self._environment: cel.Env | None = None
        self._programs: dict[str, tuple[cel.Expression, tuple[str, ...]]] = {}

    def problems(self, text: str, *, contact: bool) -> tuple[Problem, ...]:
        """Return what is wrong with a condition, in the order of the text.

        Args:
            text: The condition as it stands in the file.
            contact: Whether there is a contact here, so that `contact.FIELD` may be named.
        """
        try:
            tree = read(text)
        except NotACondition as wrong:
            return (wrong.problem,)
        found = [
            problem for name in conditions.names(tree) for problem in self._unknown(name, contact=contact)
        ]
        if not found:
            for leaf in conditions.walk(tree):
                found.extend(self._mistyped(leaf))
        if not found:
            found.extend(self._refused(text))
        return tuple(sorted(found, key=lambda problem: problem.start))

    def truth(self, text: str, known: Mapping[str, Scalar]) -> bool | None:
        """Return whether a condition holds, or None where a missing name decides it.

        Args:
            text: A condition that has no `problems`.
            known: Values by name; what is not known is left out. Names that the condition does
                not use are ignored.

        Raises:
            GuardFault: It is no condition, a value is of another type than was declared, or the
                library failed.
        """
        program, names = self._program(text)
        values = {name: known[name] for name in names if name in known}
        for name, value in values.items():
            if type(value) is not self._words.kinds[name] or (type(value) is int and abs(value) >= _LARGEST):
                raise GuardFault(text, f"{name} should be {WORDS[self._words.kinds[name]]}")
        try:
            answer = program.eval(data=values)
        except RuntimeError as wrong:  # such as a text that is no Unicode
            raise GuardFault(text, "a value cannot be read") from wrong
        kind = answer.type().name()
        if kind == "BOOL":
            return bool(answer.value())
        if kind == "ERROR" and len(values) < len(names):
            return None
        raise GuardFault(text, "it came to no answer")

    def names(self, text: str) -> tuple[str, ...]:
        """Return the dotted names that a condition uses.

        Raises:
            GuardFault: It is no condition.
        """
        return self._program(text)[1]

    # Compiling -----------------------------------------------------------------------------

    def _program(self, text: str) -> tuple[cel.Expression, tuple[str, ...]]:
        held = self._programs.get(text)
        if held is None:
            try:
                names = tuple(dict.fromkeys(name.name for name in conditions.names(read(text))))
                held = self._programs[text] = (self._compiled(text), names)
            except (NotACondition, RuntimeError) as wrong:
                raise GuardFault(text, str(wrong).splitlines()[0]) from wrong
        return held

    def _compiled(self, text: str) -> cel.Expression:
        from cel_expr_python import cel

        if self._environment is None:
            types = {str: cel.Type.STRING, bool: cel.Type.BOOL, int: cel.Type.INT}
            speakable = {name: kind for name, kind in self._words.kinds.items() if not reserved(name)}
            self._environment = cel.NewEnv(variables={name: types[kind] for name, kind in speakable.items()})
        program = self._environment.compile(text)
        if program.return_type() != cel.Type.BOOL:
            raise RuntimeError("it is neither true nor false")
        return program

    def _refused(self, text: str) -> tuple[Problem, ...]:
        """Ask the library too; whatever it refuses beyond our own check is shown as a whole."""
        try:
            self._compiled(text)
        except RuntimeError as wrong:
            reason = str(wrong).splitlines()[0].rpartition(": ")[2]
            return (_problem(Name(text, 0, len(text)), "guard-syntax", f"this is no condition: {reason}"),)
        return ()

    # Checking ------------------------------------------------------------------------------

    def _unknown(self, name: Name, *, contact: bool) -> tuple[Problem, ...]:
        said, words = name.name, self._words
        if reserved(said):
            text = f'"{said}" is a word of the condition language and cannot be asked for'
            return (_problem(name, "guard-reserved", text, "give the fact another name"),)
        if words.of_contact(said) and not contact:
            return (
                _problem(name, "no-contact-here", "nobody is addressed here, so no contact can be named"),
            )
        if said in words.kinds:
            return ()
        fact = words.incomparable(said)
        if fact is not None:
            text = f'"{said}" is a {fact.type.value} and cannot be compared'
            return (_problem(name, "guard-type", text, f"known.{fact.name} asks whether it is known"),)
        if words.setting(said) is not None:
            return (_problem(name, "guard-type", f'"{said}" is a span of time and cannot be compared'),)
        hints = tuple(f'did you mean "{other}"?' for other in words.nearest(said))
        return (_problem(name, "unknown-fact", f'"{said}" is no name that a condition knows', *hints),)

    def _mistyped(self, leaf: Name | Literal | Compared | Among) -> tuple[Problem, ...]:
        match leaf:
            case Name(name) if self._words.kinds[name] is not bool:
                text = (
                    f'"{name}" is {WORDS[self._words.kinds[name]]}, so it has to be compared with something'
                )
                return (_problem(leaf, "guard-type", text, f"known.{name} asks whether it is known"),)
            case Literal(value) if type(value) is not bool:
                return (_problem(leaf, "guard-type", "a value alone is no condition"),)
            case Compared():
                return self._mismatched(leaf)
            case Among(name, literals):
                return tuple(problem for value in literals for problem in self._differs(name, value))
            case _:
                return ()

    def _mismatched(self, compared: Compared) -> tuple[Problem, ...]:
        left, right = compared.left, compared.right
        if isinstance(left, Literal) or (isinstance(right, Name) and self._words.setting(left.name)):
            left, right = right, left
        if isinstance(left, Literal):
            return (_problem(left, "guard-not-allowed", "two values are compared, and no name"),)
        if isinstance(right, Name) and self._words.setting(right.name) is None:
            text = f'"{left.name}" and "{right.name}" cannot be compared: a name needs a value or a setting'
            return (_problem(right, "fact-against-fact", text),)
        kind = self._words.kinds[left.name]
        if kind is not int and compared.sign not in ("==", "!="):
            start, end = compared.at
            text = f'"{left.name}" is {WORDS[kind]}, and has no order: only == and != can be asked'
            return (Problem(start=start, end=end, code="guard-type", text=text),)
        return self._differs(left, right)

    def _differs(self, name: Name, other: Name | Literal) -> tuple[Problem, ...]:
        """Say where `other` can never be a value of `name`."""
        kind = self._words.kinds[name.name]
        theirs = self._words.kinds[other.name] if isinstance(other, Name) else type(other.value)
        if kind is not theirs:
            text = f'"{name.name}" is {WORDS[kind]}, and this is {WORDS[theirs]}'
            return (_problem(other, "guard-type", text),)
        if isinstance(other, Literal) and type(other.value) is int and abs(other.value) >= _LARGEST:
            return (_problem(other, "guard-type", "this number is too large"),)
        words = self._words.choices.get(name.name)
        if words is None:
            return ()
        if isinstance(other, Literal):
            said: list[object] = [other.value]
        else:
            setting = self._words.setting(other.name)
            said = [] if setting is None else [line.use for line in setting.lines]
        for word in (word for word in said if word not in words):
            close = nearest(str(word), words) or words
            text = f'"{word}" is no choice of {name.name}: {", ".join(words)}'
            return (
                _problem(other, "unknown-choice", text, *(f"did you mean '{one}'?" for one in close[:3])),
            )
        return ()


def _problem(where: Name | Literal, code: str, text: str, *hints: str) -> Problem:
    return Problem(start=where.start, end=where.end, code=code, text=text, hints=hints)
