"""Flow: what the states come to together: reached, settled, and never silent for ever."""
