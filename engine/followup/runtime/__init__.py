"""Load, step, commit, deliver: the only rooms that read the clock and write the store."""
