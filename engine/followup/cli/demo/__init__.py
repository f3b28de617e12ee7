"""The demo: a story as data, told through the real commands on a real home with a real mail server."""
