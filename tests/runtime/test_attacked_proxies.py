"""Nobody is reached through themselves, neither at once nor in a circle."""

from __future__ import annotations

import pytest
from tests.runtime.world import World, person

from followup.errors import InvalidInput
from followup.runtime import acting

CASE = "acme-analyst"


def test_nobody_is_their_own_proxy(world: World) -> None:
    """Guards `ann.proxy=ann`: refused, and the row stays as it was."""
    world.begin()
    with pytest.raises(InvalidInput, match="leads back") as caught:
        acting.tell(world.home, CASE, event=None, facts={"interviewer-a.proxy": "interviewer-a"})
    assert caught.value.code == "proxy-circle"
    assert world.contact().proxy is None


def test_proxies_do_not_go_round(world: World) -> None:
    """Guards a circle of three; a row of three that ends is allowed."""
    world.begin(person(), person("interviewer-b"), person("interviewer-c"))
    for one, through in (("interviewer-a", "interviewer-b"), ("interviewer-b", "interviewer-c")):
        acting.tell(world.home, CASE, event=None, facts={f"{one}.proxy": through})
    with pytest.raises(InvalidInput, match="leads back"):
        acting.tell(world.home, CASE, event=None, facts={"interviewer-c.proxy": "interviewer-a"})
    assert world.contact("interviewer-c").proxy is None
    acting.tell(world.home, CASE, event=None, facts={"interviewer-a.proxy": None})
    acting.tell(world.home, CASE, event=None, facts={"interviewer-c.proxy": "interviewer-a"})
    assert world.contact("interviewer-c").proxy == "interviewer-a"
