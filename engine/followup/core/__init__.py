"""Values in, values out: no clock, disk, network, log, randomness or plugin below here."""
