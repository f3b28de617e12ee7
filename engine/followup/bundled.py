"""Where the schemas and the stock playbooks live: in the wheel, or in the checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

_CHECKOUT = Path(__file__).resolve().parents[2]


def bundled(kind: Literal["schemas", "playbooks"]) -> Traversable:
    """Return the folder of shipped `kind` files.

    A wheel carries both folders inside the package; an editable install reads them where they
    are edited, at the top of the checkout.
    """
    packaged = files("followup").joinpath(kind)
    return packaged if packaged.is_dir() else _CHECKOUT / kind
