"""The promises that every playbook makes, and the argument by which each of them is held."""

from __future__ import annotations

SAYS = {
    "reachable": "Every state is reached by some case.",
    "ends": "From every situation a case can still come to an end, or to where it may rest.",
    "silence-ends": "With nobody doing anything, every case comes to where it may rest.",
    "quiet-after-outcome": "After an outcome nothing leaves but what its own states plan.",
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
    "silence-ends": "something certain comes in each state, never in a circle; each situation was left alone",
    "quiet-after-outcome": "nothing of another state lives there; all that left was looked at",
    "within-rules": "the gate asks at each attempt; a second opinion agreed on all that left",
    "renders": "what words need is known or asked for; each message was written where it came due",
    "timers-fire": "a story was found for each timer",
    "guards-clear": "all values that make a difference were tried, unknown among them",
    "bounded": "by adding up how often each message can go",
}
"""Why each is believed once it is proved."""

ASSUMED = (
    "The engine keeps its own rules; each departure was held against a second opinion.",
    "A few values stand for all: dates past, near, far; numbers at each threshold and one beside it.",
    "News come right after something has happened, or a minute before the next thing comes.",
    "One item is looked at closely at a time; others only as far as it depends on them.",
    "The employer is in London, without holidays; other cases, holds, undoing and edits are left out.",
)
"""What every proof takes for granted."""
