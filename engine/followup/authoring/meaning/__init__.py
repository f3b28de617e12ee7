"""Meaning: each subject of the language as neutral values, with everything that is wrong noted."""
