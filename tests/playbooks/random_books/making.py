"""Makes a playbook at random: every word of the language has its turn, most of what comes out is sound."""

from __future__ import annotations

import random
from typing import Any

from followup.authoring.yaml_text import lines

Tree = dict[str, Any]

_WAYS = (["email"], ["email"], ["phone", "email"], ["phone"], ["card"])
_CALL = {"answered": {}, "voicemail": {}, "no_answer": {"counts": False, "again": "1 business day"}}
_GUARDS = (
    "keen",
    "!keen",
    "number > 4",
    "number <= 4 || keen",
    "known.day",
    "!known.day",
    "kind == 'one'",
    "kind in ['one', 'two']",
    "round > 1",
    "happened.met",
    "sent.m0",
    "!open.m0",
)
_SPANS = ("2 hours", "1 day", "2 business days", "5 days", "2 weeks", "slow")


def make(seed: int) -> str:
    """Return the text of the playbook of a number; the same number gives the same text."""
    return "\n".join(lines(_Maker(random.Random(seed), seed).playbook())) + "\n"


class _Maker:
    def __init__(self, dice: random.Random, seed: int) -> None:
        self.dice = dice
        self.seed = seed
        self.events = [f"e{number}" for number in range(dice.randint(2, 3))]
        self.messages = [f"m{number}" for number in range(dice.randint(1, 2))]
        self.tasks = [f"t{number}" for number in range(dice.randint(0, 1))]
        self.leaves = [f"s{number}" for number in range(dice.randint(1, 3))]

    def playbook(self) -> Tree:
        tree: Tree = {
            "playbook": f"random-{self.seed}",
            "version": "1.0",
            "title": "A playbook made at random",
            "start": "run",
            "facts": self._facts(),
            "settings": {"slow": {"use": [{"if": "keen", "use": "2 days"}, {"use": "4 business days"}]}},
            "courtesy": self._courtesy(),
            "events": self._events(),
            "messages": {name: self._message(name) for name in self.messages},
        }
        if self.tasks:
            tree["tasks"] = {name: self._task() for name in self.tasks}
        tree["states"] = self._states()
        return tree

    def _chance(self, percent: int) -> bool:
        return self.dice.randrange(100) < percent

    def _facts(self) -> Tree:
        ask = {"ask": "What is it?"}
        return {
            "company": {"type": "text", **ask},
            "job": {"type": "text", **ask},
            "workplace": {"type": "place", **ask},
            "people": {"type": "contacts", "per": "round", "optional": True, **ask},
            "met_at": {"type": "datetime", "per": "round", "optional": True, **ask},
            "day": {"type": "date", "per": self.dice.choice(("case", "round")), "optional": True, **ask},
            "number": {"type": "integer", "optional": True, **ask},
            "keen": {"type": "boolean", "default": self._chance(50), **ask},
            "kind": {"type": "choice", "of": ["one", "two", "three"], "optional": True, **ask},
            "words": {"type": "text", "optional": True, **ask},
        }

    def _courtesy(self) -> Tree:
        hours = {"any": self.dice.choice(("business days 08:00-20:00", "every day 09:00-18:00"))}
        rules: Tree = {"place": "workplace", "hours": hours}
        rules["limits"] = {
            "contact": {
                "most": self.dice.randint(1, 5),
                "apart": self.dice.choice(("1 day", "1 business day")),
            },
            "case": {"most": self.dice.randint(3, 9)},
        }
        if self._chance(40):
            ban: Tree = {"why": "It is not wanted.", "if": self.dice.choice(_GUARDS)}
            if self._chance(50):
                ban["until"] = "3 days after day"
            rules["bans"] = {"quiet": ban}
        if self._chance(40):
            held = self.dice.sample(self.messages, 1)
            rules["waits"] = {"later": {"why": "Not yet.", "if": self.dice.choice(_GUARDS), "holds": held}}
        return rules

    def _events(self) -> Tree:
        found: Tree = {"met": {"say": "We have met.", "facts": ["met_at"], "also": ["people", "day"]}}
        for name in self.events:
            event: Tree = {"say": f"{name} happened."}
            if self._chance(30):
                event["facts"] = [self.dice.choice(("day", "number", "kind"))]
            also = [one for one in ("people", "words", "keen") if self._chance(25)]
            if also:
                event["also"] = also
            if self._chance(15):
                event["new_round"] = True
            found[name] = event
        return found

    def _message(self, name: str) -> Tree:
        message: Tree = {"why": "It is polite."}
        if self._chance(15):
            message["reply_to"] = self.dice.choice(self.events)
        else:
            message["to"] = f"{self.dice.choice(('each', 'one'))} of people"
        if "to" in message or self._chance(30):
            message["via"] = self.dice.choice(_WAYS) if "to" in message else ["email"]
        if self._chance(70):
            message["due"] = self._due()
        message["expires"] = f"{self.dice.randint(3, 20)} days after entry"
        message["late"] = self.dice.choice(("send", "skip", "ask"))
        if self._chance(25):
            message["when"] = self.dice.choice(_GUARDS)
        if self._chance(20):
            message["counts"] = False
        if self._chance(10):
            message["repeat"] = {
                "every": self.dice.choice(("1 day", "1 week")),
                "most": self.dice.randint(2, 3),
            }
        if "phone" in message.get("via", ()):
            message |= {"tries": self.dice.randint(1, 2), "outcomes": _CALL}
        if self._chance(20) and name != self.messages[-1]:
            message["or_else"] = {"send": self.messages[-1], "after": "2 days after entry"}
        message["subject"] = "About {{ job }}"
        message["body"] = (
            "Dear {{ contact.salutation }},\n\nThank you.{% if words %} {{ words }}{% endif %}\n"
        )
        return message

    def _due(self) -> Any:
        line = f"{self.dice.choice(_SPANS[1:])} after entry"
        if self._chance(50):
            return line
        others = (
            f"{self.dice.choice(_SPANS)} after met_at",
            f"{self.dice.choice(_SPANS[1:])} after day",
            line,
        )
        return {self.dice.choice(("first_known", "latest", "earliest")): list(others)}

    def _task(self) -> Tree:
        task: Tree = {"say": "Do it.", "expires": f"{self.dice.randint(2, 20)} days after entry"}
        if self._chance(50):
            task["due"] = self._due()
        if self._chance(30):
            task["asks"] = [self.dice.choice(("day", "number", "kind", "words"))]
        if self._chance(20):
            task["when"] = self.dice.choice(_GUARDS)
        return task

    def _states(self) -> Tree:
        inner = {name: self._leaf(number) for number, name in enumerate(self.leaves)}
        outer: Tree = {"why": "It goes on.", "events": self._handlers(allow_stay=True)}
        outer["events"][self.events[0]] = {"go": "closing"}
        if self._chance(50):
            outer["do"] = self._some_items()
        outer["states"] = inner
        closing: Tree = {"why": "It is over.", "outcome": "over", "do": self._some_items(), "then": "end"}
        quiet: Tree = {"why": "Nobody says a word.", "outcome": "silence", "rest": True}
        quiet["events"] = {self.dice.choice(self.events): {"go": self.dice.choice(self.leaves)}}
        return {"run": outer, "closing": closing, "quiet": quiet, "end": {"why": "Done.", "final": True}}

    def _leaf(self, number: int) -> Tree:
        onwards = (*self.leaves[number + 1 :], "quiet")[0]
        state: Tree = {"why": "It waits."}
        if self._chance(70):
            state["do"] = self._some_items()
        if self._chance(40):
            state["may"] = [self.dice.choice(self.messages)]
        state["events"] = self._handlers(allow_stay=False)
        due: Any = f"{self.dice.randint(20, 60)} days after entry"
        if self._chance(40):
            due = {"latest": [due, f"{self.dice.choice(_SPANS[1:])} after day"]}
        state["timers"] = {"over": {"due": due, "go": onwards}}
        return state

    def _handlers(self, *, allow_stay: bool) -> Tree:
        names = self.dice.sample([*self.events[1:], "met"], self.dice.randint(1, len(self.events)))
        found: Tree = {}
        for name in names:
            branch: Tree = {}
            if self._chance(50):
                branch["go"] = self.dice.choice([*self.leaves, "closing", "quiet"])
            if self._chance(30):
                branch["do"] = self._some_items()
            if branch and self._chance(25):
                found[name] = [{"when": self.dice.choice(_GUARDS), **branch}, {}]
            elif branch or allow_stay or self._chance(50):
                found[name] = branch
        return found or {self.events[0]: {"go": "closing"}}

    def _some_items(self) -> list[str]:
        every = [*self.messages, *self.tasks]
        return self.dice.sample(every, self.dice.randint(1, min(2, len(every))))
