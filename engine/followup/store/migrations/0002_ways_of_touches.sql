-- By which way somebody was reached, so that a way can have a limit of its own.
-- Empty for touches that were written down before.

ALTER TABLE touches ADD COLUMN way TEXT NOT NULL DEFAULT '';
