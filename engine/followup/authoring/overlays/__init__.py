"""Overlays: files that say only what differs from a base, each difference with its reason."""
