"""The promises that every playbook makes, and the argument by which each of them is held."""

from __future__ import annotations

SAYS = {
    "reachable": "Every state is reached by some case.",
    "ends": "From every situation a case can still come to an end, or to where it may rest.",
    "silence-ends": "With nobody doing anything, every case comes to where it may rest.",
    "quiet-after-outcome": "After an outcome nothing leaves but what the states of that outcome plan themselves.",
    "within-rules": "Nothing leaves above a limit, outside its hours, under a ban, too early or too late.",
    "renders": "Every message can be written on every way that leads to it.",
    "timers-fire": "Every timer moves some case.",
    "guards-clear": "The lines of a handler neither overlap nor leave a gap, unknown values included.",
    "bounded": "There is a bound on the messages that one contact gets in a round.",
}
"""Each built-in promise in a sentence."""

HOW = {
    "reachable": "a story was found for each state",
    "ends": "looked back from every end over all situations",
    "silence-ends": "in each state something certain comes, and leads in no circle; and every situation was left alone",
    "quiet-after-outcome": "no item of another state lives there; and everything that left was looked at",
    "within-rules": "the gate asks at each attempt; a second opinion agreed on everything that left",
    "renders": "what words need is asked for or known; and every message was written where it came due",
    "timers-fire": "a story was found for each timer",
    "guards-clear": "all values that make a difference were tried, in three-valued logic",
    "bounded": "by adding up how often each message can go",
}
"""Why each is believed once it is proved."""

ASSUMED = (
    "The engine keeps its own rules (the gate, the life of items); each departure was held against a second opinion.",
    "Facts take a few values that stand for all: dates past, near and far; numbers at each threshold and one beside it.",
    "News come right after something has happened, or a minute before the next thing comes by itself.",
    "One item is looked at closely at a time; others only as far as it depends on them.",
    "Employer in London without holidays; a second case, holds, corrections and edits are left out.",
)
"""What every proof takes for granted."""
