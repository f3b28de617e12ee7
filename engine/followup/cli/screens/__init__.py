"""Screens: pure functions from a view to lines of text, one module per screen."""
