"""Proof: what a playbook promises holds whatever happens, or here is the story in which it does not."""
