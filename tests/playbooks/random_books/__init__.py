"""Playbooks made at random, and random weeks in them: what passes check and prove must never stop a case."""
