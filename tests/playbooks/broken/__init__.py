"""Playbooks broken on purpose, mechanically: `prove` has to refute each of them with a story."""
