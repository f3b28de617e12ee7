"""Documents: pure functions from a view to the JSON that `schemas/` describes."""
