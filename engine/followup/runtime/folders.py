"""Where a home lies when nobody says: one folder for each user of a machine."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "FOLLOWUP_HOME"


def default_home() -> Path:
    """Return the folder named by `FOLLOWUP_HOME`, else the one this system has for data of a user."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # only needed where nobody names a home

    return user_data_path("followup", appauthor=False)
