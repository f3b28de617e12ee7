"""Authoring: the text of a playbook becomes marks, shape, meaning, and at last a neutral value."""
