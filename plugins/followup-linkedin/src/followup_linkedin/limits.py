"""Limits of LinkedIn as data with a date: they are LinkedIn's, and they change."""

from __future__ import annotations

LOOKED_UP = "2026-10"

NOTE = {"free": 200, "premium": 300}
"""Characters of the note with an invitation, by kind of account."""

NOTES_A_MONTH = "3 to 10; sources disagree"
"""How many invitations with a note a free account may send."""

WITHDRAWN = "about 3 weeks"
"""How long nobody can be invited again whose invitation was withdrawn."""
