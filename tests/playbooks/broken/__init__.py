"""Playbooks broken on purpose, mechanically: each breaks a promise that `prove` has to refute with a story."""
