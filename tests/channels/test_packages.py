"""Playbook packages: named in the configuration or not touched at all, and their mistakes stay their own."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from followup import app
from followup.channels.config import read_config
from followup.channels.packages import brought
from followup.errors import InvalidInput, UsageError

GOOD = """
    from pathlib import Path
    from followup.plugin import hookimpl

    @hookimpl
    def followup_playbooks(): return [Path(__file__).parent / "{folder}"]
"""
BOOK = """\
playbook: nursing
version: "1.0"
extends: interview-follow-up@1
title: Nursing
settings:
  patience: {use: 3 business days, because: Wards decide within days.}
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that installs a playbook package as pip would leave it."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    made = []

    def install(dist: str, code: str = GOOD, *, name: str = "nursing", book: str = BOOK) -> Path:
        module = dist.replace("-", "_")
        (folder / f"{module}.py").write_text(dedent(code).replace("{folder}", f"{module}_books"))
        books = folder / f"{module}_books"
        books.mkdir()
        (books / f"{name}.yaml").write_text(book)
        info = folder / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[followup.playbooks]\n{module} = {module}\n")
        made.append(module)
        return books

    yield install
    app._brought.cache_clear()
    for module in made:
        sys.modules.pop(module, None)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "home"
    path.mkdir()
    return path


def names(home: Path, *packages: str) -> None:
    (home / "config.toml").write_text(f"packages = [{', '.join(repr(one) for one in packages)}]\n")


def test_a_named_package_brings_its_playbooks(site, home: Path):
    """Guards the hook: its playbooks are found by name, extend the stock, and stand in stacks."""
    books = site("followup-nursing")
    names(home, "followup-nursing")
    found = app.find_playbook("nursing", home=home)
    assert found.playbook.name == "nursing"
    assert found.file == str(books / "nursing.yaml")
    assert found.extends == "interview-follow-up@1"
    assert app.find_playbook("germany+nursing", home=home, flow=False).playbook.name == "germany+nursing"


def test_the_name_may_be_written_as_indexes_do(site, home: Path):
    """Guards that capitals, dots and underscores make no difference, as for pip."""
    site("followup-nursing")
    names(home, "Followup_Nursing")
    assert app.find_playbook("nursing", home=home).playbook.name == "nursing"


def test_a_package_that_is_not_named_is_not_run(site, home: Path):
    """Guards that an installed package is not trusted by being there."""
    site("followup-nursing", "raise RuntimeError('it was run')")
    for packages in ((), ("followup-other",)):
        names(home, *packages)
        app._brought.cache_clear()
        with pytest.raises(UsageError, match="no-playbook"):
            app.find_playbook("nursing", home=home)
    assert "followup_nursing" not in sys.modules


def test_without_plugins_nothing_is_loaded(site, home: Path):
    """Guards --no-plugins."""
    site("followup-nursing")
    names(home, "followup-nursing")
    with pytest.raises(UsageError, match="no-playbook"):
        app.find_playbook("nursing", home=home, plugins=False)


def test_packages_are_not_asked_for_what_came_with_followup(site, home: Path):
    """Guards that a package never stands in for a stock playbook, and costs nothing till it is needed."""
    site("followup-nursing", name="germany", book=BOOK.replace("nursing", "germany"))
    names(home, "followup-nursing")
    assert app.find_playbook("germany", home=home).playbook.title == "Germany"
    assert "followup_nursing" not in sys.modules


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("raise RuntimeError", "RuntimeError"),
        ("raise SystemExit", "SystemExit"),
        ("def (", "SyntaxError"),
        (GOOD.replace("return [", "raise KeyError([").replace('"]', '"])'), "KeyError"),
        (GOOD.replace("return [", "return [Path('a' * 5000), "), "is not there"),
        (GOOD.replace('return [Path(__file__).parent / "{folder}"]', "return 7"), "TypeError"),
        (GOOD.replace('return [Path(__file__).parent / "{folder}"]', "return ['/etc']"), "of type str"),
        (GOOD.replace('"{folder}"', '"nowhere"'), "not there"),
        (GOOD.replace("followup_playbooks", "followup_playboks"), "PluginValidationError"),
        (GOOD.replace("followup_playbooks()", "followup_playbooks(everything)"), "PluginValidationError"),
    ],
)
def test_a_broken_package_harms_nobody(code: str, why: str, site, home: Path):
    """Guards that whatever one package does, others and the stock are found, and it is named."""
    site("followup-broken", code)
    site("followup-nursing")
    found = brought(("followup-broken", "followup-nursing"))
    assert [folder.name for folder in found.folders] == ["followup_nursing_books"]
    assert [one.code for one in found.troubles] == ["package-broken"]
    assert why in found.troubles[0].text
    assert "followup-broken" in found.troubles[0].text
    names(home, "followup-broken", "followup-nursing")
    assert app.find_playbook("germany", home=home).playbook.name == "germany"
    assert app.find_playbook("nursing", home=home).playbook.name == "nursing"


def test_ctrl_c_passes(site):
    """Guards that a person can always stop."""
    site("followup-broken", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        brought(("followup-broken",))


def test_a_missing_package_is_told_where_a_playbook_is_missed(home: Path):
    """Guards the way out for somebody who has named a package and not installed it."""
    names(home, "followup-nursing")
    with pytest.raises(UsageError, match="followup-nursing is named under packages") as caught:
        app.find_playbook("nursing", home=home)
    assert "install followup-nursing" in caught.value.hint


@pytest.mark.parametrize("value", ["'followup-nursing'", "[1]", "['']", "{a = 1}"])
def test_packages_have_to_be_a_list_of_names(value: str, home: Path):
    """Guards that a slip in the configuration is told, with the form it should have."""
    (home / "config.toml").write_text(f"packages = {value}\n")
    with pytest.raises(InvalidInput, match='packages = \\["followup-nursing"\\]'):
        read_config(home)


def test_a_home_that_is_not_there_names_nothing(tmp_path: Path):
    """Guards that looking for a playbook makes no home."""
    assert app.find_playbook("germany", home=tmp_path / "nowhere").playbook.name == "germany"
    with pytest.raises(UsageError):
        app.find_playbook("germny", home=tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
