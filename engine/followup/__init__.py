"""Followup turns follow-up advice into something that runs."""

__version__ = "0.1.0"
