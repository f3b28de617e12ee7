"""What the YAML scanner complains about, in the words of somebody who never read about YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from followup.core.values.problems import Problem

QUOTE = 'put it in quotes: "..."'


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of complaint.

    Attributes:
        pattern: What the scanner says: its context, a colon, its problem.
        code: Ours.
        text: Ours; `{sign}` is the character it stumbled over.
        hints: Ways out.
        opening: Whether the place to show is where the thing began.
    """

    pattern: str
    code: str
    text: str
    hints: tuple[str, ...]
    opening: bool = False


_CASES = (
    Case(
        r"flow mapping: expected ',' or '\}', but got '\?'",
        "needs-quotes",
        "in braces a text may not hold a question mark without quotes",
        (QUOTE, "or write one key per line, without braces"),
    ),
    Case(
        r"flow sequence: expected ',' or '\]', but got '\?'",
        "needs-quotes",
        "in brackets a text may not hold a question mark without quotes",
        (QUOTE,),
    ),
    Case(
        r"flow (mapping|sequence): expected .* but got ':'",
        "needs-quotes",
        "in braces a text may not hold a colon with a space without quotes",
        (QUOTE, "or a comma is missing in front of the key"),
    ),
    Case(
        r"flow mapping: expected ',' or '\}', but got '<(stream end|document start|document end)>'",
        "not-closed",
        "this brace is never closed",
        ("close it with }",),
        opening=True,
    ),
    Case(
        r"flow sequence: expected ',' or '\]', but got '<(stream end|document start|document end)>'",
        "not-closed",
        "this bracket is never closed",
        ("close it with ]",),
        opening=True,
    ),
    Case(
        r"flow (mapping|sequence): expected",
        "needs-comma",
        "in braces and brackets a comma is expected here",
        ("put a comma between two things", f"or, if this is one text, {QUOTE}"),
    ),
    Case(
        r"flow node: expected the node content, but found '<(stream end|document start|document end)>'",
        "not-closed",
        "a brace or bracket is never closed",
        ("close it with } or ]",),
    ),
    Case(
        r"flow node: expected",
        "yaml",
        "a value is missing here",
        ("delete the comma too many, or write a value",),
    ),
    Case(
        r": mapping values are not allowed here",
        "needs-quotes",
        "a colon with a space begins a value, and none can begin here",
        (f"if the colon belongs to a text, {QUOTE}", "or the line above is indented differently"),
    ),
    Case(
        r": sequence entries are not allowed here",
        "indentation",
        "a list cannot begin here",
        ("begin it on a new line, indented by two spaces", f"or, if this is a text, {QUOTE}"),
    ),
    Case(
        r"next token: found character '\\t'",
        "tab",
        "a tab stands where YAML wants spaces",
        ("indent with two spaces",),
    ),
    Case(
        r"next token: found character '(?P<sign>.)'",
        "needs-quotes",
        "a text may not begin with {sign} without quotes",
        (QUOTE,),
    ),
    Case(
        r"quoted scalar: found (unexpected end of stream|unexpected document separator)",
        "not-closed",
        "this quote is never closed",
        ("close it with the same quote",),
        opening=True,
    ),
    Case(
        r"quoted scalar: (found unknown escape character|expected escape sequence)",
        "escape",
        "in double quotes a backslash begins an escape, and this is none",
        ("use single quotes, or two backslashes",),
    ),
    Case(
        r"simple key: could not find expected ':'",
        "needs-colon",
        "this line has neither a key with a colon nor a dash",
        ("write KEY: VALUE", "or indent it, if it goes on with the text above"),
        opening=True,
    ),
    Case(
        r"block (mapping|collection): expected <block end>, but found '<scalar>'",
        "needs-quotes",
        "something follows where a text has already ended",
        ("a text that holds quotes stands in the other kind of quotes as a whole",),
    ),
    Case(
        r"block (mapping|collection): expected <block end>, but found '[\]},]'",
        "not-opened",
        "this closes or goes on with something that was never opened",
        ("delete it", f"or, if it belongs to a text, {QUOTE}"),
    ),
    Case(
        r"block collection: expected <block end>",
        "indentation",
        "a list goes on with a dash, and this is none",
        ("indent it like the keys it belongs to", "or begin it with a dash"),
    ),
    Case(
        r"block mapping: expected <block end>",
        "indentation",
        "this is indented like nothing above it",
        ("keys that belong together begin in the same column",),
    ),
    Case(
        r": expected '<document start>'",
        "indentation",
        "this is indented less than the first line, or follows the end of the document",
        ("keys that belong together begin in the same column",),
    ),
    Case(
        r"block scalar: ",
        "block-text",
        "behind | or > nothing may follow but - or + and a comment",
        ("begin the text on the next line, indented",),
    ),
    Case(
        r"(alias|anchor): ",
        "needs-quotes",
        "a text may not begin with * or & without quotes",
        (QUOTE,),
    ),
    Case(r"tag|'!'", "needs-quotes", "a text may not begin with ! without quotes", (QUOTE,)),
    Case(
        r"directive",
        "yaml-directive",
        "directives such as %YAML are not used in playbooks",
        ("delete the line",),
    ),
)


def translate(context: str, problem: str) -> tuple[Problem, bool]:
    """Return a scanner's complaint in plain words, and whether to show where the thing began."""
    said = f"{context}: {problem}"
    for case in _CASES:
        match = re.search(case.pattern, said)
        if match is not None:
            text = case.text.format(**match.groupdict())
            return Problem(start=0, end=0, code=case.code, text=text, hints=case.hints), case.opening
    return Problem(start=0, end=0, code="yaml", text=f"this is no YAML: {problem}"), False
