"""Simulation: a scenario played through the real runtime, with a store in memory and a virtual clock."""

from __future__ import annotations

from followup.runtime.simulation.forecast import forecast
from followup.runtime.simulation.inventing import Invented, invent
from followup.runtime.simulation.played import Played
from followup.runtime.simulation.player import Library, play
from followup.runtime.simulation.values import Coverage, Difference, Moment, Rest

__all__ = [
    "Coverage",
    "Difference",
    "Invented",
    "Library",
    "Moment",
    "Played",
    "Rest",
    "forecast",
    "invent",
    "play",
]
