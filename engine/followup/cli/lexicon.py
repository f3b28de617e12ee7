"""The verbs: where each is built, how the first help describes it, and what other words teach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the command line.

    Attributes:
        group: The heading it stands under in the first help.
        help: What it does, in one line.
        module: The module that builds it; its command is called `command`. Empty: of its name.
    """

    group: str
    help: str
    module: str = ""

    def where(self, name: str) -> str:
        """Return the full name of the module that builds the verb called `name`."""
        return f"followup.cli.verbs.{self.module or name}"


_DAILY, _CASES, _ADVICE, _HOME = "Every day", "Cases", "Playbooks", "This home"

VERBS = {
    "step": Verb(_DAILY, "Do what is due, send what is approved, then show what needs you."),
    "today": Verb(_DAILY, "Show what needs you now; else until when nothing does, and why."),
    "tell": Verb(_DAILY, "Say what happened, or what you know now; alone: a menu."),
    "done": Verb(_DAILY, "A to-do was done, and how it went."),
    "approve": Verb(_DAILY, "Read, edit, release or refuse messages."),
    "start": Verb(_CASES, "Begin a case after (or before) an interview."),
    "show": Verb(_CASES, "Show a case at a glance, or the exact words of a message."),
    "why": Verb(_CASES, "Say what a case waits for, by which rule, until when."),
    "list": Verb(_CASES, "Show all cases, a line each.", "listing"),
    "hold": Verb(_CASES, "Pause a case; waits go on, nothing leaves."),
    "resolve": Verb(_CASES, "Settle a message that is in doubt: sent, or not sent."),
    "new": Verb(_ADVICE, "Write a small playbook to begin with."),
    "check": Verb(_ADVICE, "Find everything that is wrong in playbook files."),
    "prove": Verb(_ADVICE, "Prove what a playbook promises, or tell the story that breaks it."),
    "test": Verb(_ADVICE, "Play the scenarios beside playbooks, and compare."),
    "diff": Verb(_ADVICE, "Say what changes from one playbook to another, and why."),
    "simulate": Verb(_ADVICE, "Show what will happen when: of a playbook, or of a case nobody answers."),
    "graph": Verb(_ADVICE, "Draw a playbook, or where a case stands in it."),
    "upgrade": Verb(_ADVICE, "Move running cases to an edited playbook, and back."),
    "channels": Verb(_HOME, "Ways to speak: ready, not set up, not in use."),
    "run": Verb(_HOME, "Step for ever, as due things come."),
    "doctor": Verb(_HOME, "Find what is wrong here, and say how to mend it."),
    "demo": Verb(_HOME, "See half a year of a case in seconds; nothing is really sent."),
}

_MESSAGE = "a message is read with: playbook show CASE/ITEM"
_HISTORY = "what happened in a case is read with: playbook show CASE --history"
_LATER = "this version cannot do that yet"

SYNONYMS = {
    "send": "a message leaves after: playbook approve CASE/ITEM",
    "status": "where things stand is told by: playbook today, or for one case: playbook show CASE",
    "log": _HISTORY,
    "history": _HISTORY,
    "preview": _MESSAGE,
    "view": _MESSAGE,
    "read": _MESSAGE,
    "snooze": "a case is paused with: playbook hold CASE --until WHEN",
    "pause": "a case is paused with: playbook hold CASE --until WHEN",
    "resume": "a pause ends with: playbook hold CASE --lift",
    "cancel": "a to-do is dropped with: playbook done CASE/ITEM --never; a case ends by: playbook tell CASE",
    "rm": "cases are never deleted; one ends with: playbook tell CASE",
    "delete": "cases are never deleted; one ends with: playbook tell CASE",
    "worker": "what keeps going is: playbook run",
    "daemon": "what keeps going is: playbook run",
    "plugins": "ways to speak are set up with: playbook channels",
    "config": "ways to speak are set up with: playbook channels",
    "edit": "a message is edited with: playbook approve CASE/ITEM, then e",
    "refuse": "a message is refused with: playbook approve CASE/ITEM --refuse",
    "skip": "what you will not do is dropped with: playbook done CASE/ITEM --never",
    "undo": "what you told last is taken back with: playbook tell CASE --undo",
    "event": "what happened is told with: playbook tell CASE",
    "set": "what you know is told with: playbook tell CASE FACT=VALUE",
    "add": "a case begins with: playbook start",
    "create": "a case begins with: playbook start",
    "init": "a case begins with: playbook start",
    "next": "what comes next is shown by: playbook today",
    "ls": "all cases are shown by: playbook list",
    "cases": "all cases are shown by: playbook list",
    "explain": "the reasons are told by: playbook why CASE",
    "forecast": "what is to come of a case is shown by: playbook simulate CASE",
    "lint": "a playbook is checked with: playbook check FILE",
    "validate": "a playbook is checked with: playbook check FILE",
    "help": "all commands are shown by: playbook --help",
    "version": "the version is shown by: playbook --version",
    "export": f"{_LATER}; copy the home folder while nothing runs on it",
    "import": _LATER,
    "forget": _LATER,
    "serve": _LATER,
}
