"""The registry: one door for all channels, loaded only if named, broken ones harm nobody."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from followup.channels import builtin
from followup.channels.config import ChannelConfig, put_channel, read_config
from followup.channels.installed import installed, offered
from followup.channels.listing import State, available, changes
from followup.channels.registry import DEFAULT_WAYS, load
from followup.errors import NeedsPerson
from followup.plugin import AnswerKind, InvalidInput
from followup.testing import ChannelContract

GOOD = """
    from followup.plugin import *
    from dataclasses import dataclass

    MANIFEST = Manifest(name="{name}", title="carries a pigeon", ways=("pigeon",), outcomes={{}}, dated={{}},
        config_schema={{"type": "object", "additionalProperties": False, "properties": {{
            "loft": {{"type": "string", "default": "roof", "description": "Where."}}}}}})

    @dataclass
    class Pigeon:
        manifest: Manifest
        setup: Setup
        def check(self): return Answer(kind=AnswerKind.ACCEPTED, text="coo")
        def render(self, letter): return Rendered(data=letter.body.encode())
        def deliver(self, letter, data, *, deadline): return Answer(kind=AnswerKind.ACCEPTED, text="flown")
        def reconcile(self, letter): return None

    def opened(setup): return Pigeon(MANIFEST, setup)

    @hookimpl
    def followup_channels(): return [ChannelType(manifest=MANIFEST, open=opened)]
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Return a function that installs a distribution as pip would leave it."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    made = []

    def install(dist, code, *, entry="pigeon", version="1.0"):
        module = dist.replace("-", "_")
        (folder / f"{module}.py").write_text(
            dedent(code).replace("{name}", entry).replace("{{", "{").replace("}}", "}")
        )
        info = folder / f"{module}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {dist}\nVersion: {version}\nSummary: flies home\n"
        )
        (info / "entry_points.txt").write_text(f"[followup]\n{entry} = {module}\n")
        made.append(module)
        installed.cache_clear()

    yield install
    installed.cache_clear()
    for module in made:
        sys.modules.pop(module, None)


@pytest.fixture
def home(tmp_path):
    path = tmp_path / "home"
    path.mkdir()
    return path


def use(name="pigeon", package="", **options):
    return {name: ChannelConfig(name=name, options=options, package=package)}


def letter(way="pigeon"):
    contract = ChannelContract()
    contract.way = way  # type: ignore[misc]  # only for this letter
    return contract.letter()


def test_defaults(home):
    """Without configuration every way of the stock playbooks has a carrier that needs no network."""
    registry = load({}, home=home)
    assert {way: manifest.name for way, manifest in registry.ways().items()} == dict(DEFAULT_WAYS)
    assert registry.carrier("email").manifest.name == "folder"
    assert registry.carrier("phone").manifest.person
    assert registry.carrier("pigeon") is None
    assert registry.why_not("pigeon").code == "way-unknown"
    assert registry.why_not("email") is None


def test_installed_is_not_trusted(site, home):
    """A package that is installed and not named is listed from its metadata and never imported."""
    site("followup-pigeon", "raise SystemExit('imported')")
    registry = load({}, home=home)
    (line,) = [line for line in available(registry) if line.name == "pigeon"]
    assert (line.state, line.title, line.package) == (State.NOT_IN_USE, "flies home", "followup-pigeon 1.0")
    assert line.remedy == "playbook channels pigeon --use"
    assert registry.get("pigeon") is None
    assert registry.trouble("pigeon").code == "channel-unused"
    assert "followup_pigeon" not in sys.modules


def test_named_is_loaded(site, home):
    """Once the configuration names it, it carries its way, with the schema's defaults in its options."""
    site("followup-pigeon", GOOD)
    registry = load(use(), home=home)
    channel = registry.carrier("pigeon")
    assert channel.manifest.title == "carries a pigeon"
    assert channel.deliver(letter(), b"x", deadline=1).text == "flown"
    assert registry.ways()["pigeon"].name == "pigeon"
    assert registry.package("pigeon") == "followup-pigeon 1.0"
    assert channel._channel.setup.options["loft"] == "roof"
    with pytest.raises(TypeError):
        channel._channel.setup.options["loft"] = "cellar"


def test_no_plugins(site, home):
    """`--no-plugins` loads nothing, says so, and the built-in channels work."""
    site("followup-pigeon", "raise RuntimeError")
    registry = load(use(), home=home, plugins=False)
    assert registry.carrier("pigeon") is None
    assert registry.why_not("pigeon").code == "channels-off"
    assert registry.carrier("phone") is not None
    assert "followup_pigeon" not in sys.modules


BROKEN = {
    "import-raises": "raise ValueError('secret words')",
    "import-exits": "raise SystemExit(3)",
    "import-is-no-python": "def (",
    "no-hook": "x = 1",
    "misspelt-hook": GOOD.replace("def followup_channels", "def followup_chanels"),
    "one-hook-misspelt": GOOD
    + """
    @hookimpl
    def folowup_chanels(): return []
""",
    "hook-with-argument": GOOD.replace("def followup_channels()", "def followup_channels(everything)"),
    "hook-raises": GOOD.replace("return [ChannelType", "raise KeyError; return [ChannelType"),
    "hook-exits": GOOD.replace("return [ChannelType", "raise SystemExit; return [ChannelType"),
    "hook-gives-none": GOOD.replace("return [ChannelType", "return None; return [ChannelType"),
    "hook-gives-a-word": GOOD.replace("return [ChannelType", "return 'pigeon'; return [ChannelType"),
    "hook-gives-two": GOOD.replace("return [ChannelType", "return 2 * [ChannelType"),
    "another-name": GOOD.replace('name="{name}"', 'name="dove"'),
    "newer-interface": GOOD.replace('title="', 'api=2, title="'),
    "odd-idempotency": GOOD.replace('title="', 'idempotency="maybe", title="'),
    "sends-and-does-not": GOOD.replace('title="', 'person=True, title="'),
    "no-ways": GOOD.replace('ways=("pigeon",)', "ways=()"),
    "bad-schema": GOOD.replace('"type": "string", "default"', '"type": "strong", "default"'),
    "bad-default": GOOD.replace('"default": "roof"', '"default": 3'),
    "schema-is-no-mapping": GOOD.replace('config_schema={{"type"', 'config_schema=3 or {{"type"'),
    "manifest-is-no-manifest": GOOD.replace("manifest=MANIFEST, open", "manifest=3, open"),
    "open-raises": GOOD.replace("return Pigeon(", "raise OSError('secret words'); return Pigeon("),
    "open-exits": GOOD.replace("return Pigeon(", "raise SystemExit; return Pigeon("),
    "open-gives-none": GOOD.replace("return Pigeon(", "return None; return Pigeon("),
    "imports-what-is-not-there": "import followup_of_the_future",
}


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_harms_nobody(fault, site, home):
    """A broken package is named, with a remedy; its way waits; every other channel goes on."""
    site("followup-pigeon", BROKEN[fault])
    registry = load(use(), home=home)
    assert registry.carrier("pigeon") is None
    trouble = registry.why_not("pigeon")
    assert isinstance(trouble, NeedsPerson)
    assert trouble.code == "channel-broken"
    assert "pigeon (followup-pigeon 1.0) is broken" in trouble.text
    assert "secret words" not in trouble.text
    assert trouble.hint
    assert registry.ways()["pigeon"].name == "pigeon", "its messages are still drafted, and wait"
    assert registry.carrier("email").check().kind is AnswerKind.ACCEPTED
    (line,) = [line for line in available(registry) if line.name == "pigeon"]
    assert (line.state, line.problem) == (State.BROKEN, trouble.text)


def test_ctrl_c_passes(site, home):
    """Only a person's interruption is not swallowed."""
    site("followup-pigeon", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        load(use(), home=home).get("pigeon")


def test_two_of_one_name(site, home):
    """Two packages with one channel name: neither is used, both are named, nothing is imported."""
    site("followup-pigeon", "raise RuntimeError")
    site("acme-pigeon", "raise RuntimeError")
    registry = load(use(), home=home)
    trouble = registry.trouble("pigeon")
    assert trouble.code == "channel-twice"
    assert "acme-pigeon 1.0 and followup-pigeon 1.0" in trouble.text
    assert "followup_pigeon" not in sys.modules


def test_impostor_of_a_built_in(site, home):
    """A package that calls itself `todo` changes nothing and is shown as what it is."""
    site("evil-todo", "raise RuntimeError", entry="todo")
    registry = load({}, home=home)
    assert registry.carrier("phone").manifest.title.startswith("prepares")
    lines = [line for line in available(registry) if line.name == "todo"]
    assert {line.state for line in lines} == {State.READY, State.BROKEN}
    assert "evil_todo" not in sys.modules


def test_another_distribution(site, home):
    """A channel that another distribution brings now is not used before the user says so."""
    site("evil-pigeon", "raise RuntimeError")
    registry = load(use(package="followup-pigeon 1.0"), home=home)
    assert registry.trouble("pigeon").code == "package-changed"
    assert "evil_pigeon" not in sys.modules


def test_another_distribution_can_be_put_to_use(site, home):
    """Who says so by putting it to use gets the new package: the refusal has a way out."""
    site("acme-pigeon", GOOD)
    registry = load(use(package="followup-pigeon 1.0"), home=home)
    assert registry.trouble("pigeon").code == "package-changed"
    assert registry.kind("pigeon").manifest.title == "carries a pigeon"


def test_another_version_is_reported(site, home):
    """Another version of the same distribution works, and the change is shown."""
    site("followup-pigeon", GOOD, version="1.1")
    registry = load(use(package="followup-pigeon 1.0"), home=home)
    assert registry.carrier("pigeon") is not None
    assert changes(registry) == (("pigeon", "followup-pigeon 1.0", "followup-pigeon 1.1"),)
    (line,) = [line for line in available(registry) if line.name == "pigeon"]
    assert line.changed == "followup-pigeon 1.0 -> followup-pigeon 1.1"


def test_missing_waits(home):
    """A configured package that is gone is named, its ways stay, nothing is rerouted."""
    config = use("email", "followup-letterbox 1.0") | {}
    registry = load(config, home=home, found=())
    assert registry.carrier("email") is None, "mail must not quietly go to a folder"
    trouble = registry.why_not("email")
    assert (trouble.code, "install followup-letterbox" in trouble.hint) == ("channel-missing", True)
    assert registry.ways()["email"].sends
    (line,) = [line for line in available(registry) if line.name == "email"]
    assert line.state is State.MISSING


def test_missing_person_way_stays_a_persons(home):
    """While the package of a person's way is gone, its messages still wait for a person, not for approval."""
    registry = load(use("linkedin"), home=home, found=())
    assert registry.ways()["linkedin"].person


def test_bad_options(site, home):
    """Options that do not fit: not set up, with the words of the schema."""
    site("followup-pigeon", GOOD)
    registry = load(use(lofft="roof"), home=home)
    assert registry.trouble("pigeon").code == "bad-channel-options"
    (line,) = [line for line in available(registry) if line.name == "pigeon"]
    assert line.state is State.NOT_SET_UP
    assert 'did you mean "loft"' in line.problem


def test_open_may_refuse(site, home):
    """What a channel itself says against its options is told as it is."""
    code = GOOD.replace("return Pigeon(", "raise InvalidInput('no-loft', 'there is no loft'); return Pigeon(")
    site("followup-pigeon", code)
    registry = load(use(), home=home)
    assert registry.trouble("pigeon").text == "there is no loft"
    (line,) = [line for line in available(registry) if line.name == "pigeon"]
    assert line.state is State.NOT_SET_UP


@pytest.mark.parametrize("reference", ["http://127.0.0.1:9/x", "#/properties/loft", "#/nowhere"])
def test_schema_that_points_elsewhere(reference, site, home):
    """A schema that refers to the network, to itself or to nothing is a broken package, not a hang."""
    odd = f'{{{{"$ref": "{reference}", "description": "Where."}}}}'
    site(
        "followup-pigeon",
        GOOD.replace('{{"type": "string", "default": "roof", "description": "Where."}}', odd),
    )
    registry = load(use(loft={"loft": {}}), home=home)
    assert registry.carrier("pigeon") is None
    assert registry.trouble("pigeon").code in {"channel-broken", "bad-channel-options"}


def test_two_for_one_way(site, home):
    """Two channels for one way: nobody guesses; the configuration decides."""
    site("followup-pigeon", GOOD)
    site("followup-dove", GOOD, entry="dove")
    config = use() | use("dove")
    registry = load(config, home=home)
    assert registry.carrier("pigeon") is None
    assert registry.why_not("pigeon").code == "way-unclear"
    assert "pigeon" in registry.ways()
    assert {line.state for line in available(registry) if line.name in config} == {State.READY}
    decided = load(config, home=home, ways={"pigeon": "dove"})
    assert decided.carrier("pigeon").manifest.name == "dove"


def test_way_by_hand(site, home):
    """`[ways]` can give any way to a built-in channel, also one that a package is made for."""
    site("followup-pigeon", GOOD)
    registry = load(use(), home=home, ways={"pigeon": "todo", "email": "todo", "owl": "folder"})
    assert registry.carrier("pigeon").manifest.name == "todo"
    assert registry.carrier("email").manifest.name == "todo"
    assert registry.ways()["owl"].name == "folder"


def test_way_to_nowhere(home):
    """`[ways]` naming a channel that nobody set up is told, not guessed."""
    registry = load({}, home=home, ways={"email": "pigeon"})
    assert registry.carrier("email") is None
    assert registry.why_not("email").code == "channel-unused"
    assert "pigeon" in [line.name for line in available(registry)]


def test_sandbox_sends_nothing_out(site, home):
    """In a sandbox a channel that sends becomes a folder whose files count as sent."""
    site("followup-pigeon", GOOD)
    registry = load(use(), home=home, sandbox=True)
    channel = registry.carrier("pigeon")
    answer = channel.deliver(letter(), b"x", deadline=1)
    assert answer.kind is AnswerKind.ACCEPTED
    assert len(list((home / "outbox").iterdir())) == 1
    assert channel.manifest.name == "pigeon"


def test_sandbox_lets_loopback_through(site, home):
    """A channel that proves that it stays on this machine runs in a sandbox as it is."""
    site("followup-pigeon", GOOD.replace("open=opened)", "open=opened, local=lambda options: True)"))
    registry = load(use(), home=home, sandbox=True)
    assert registry.carrier("pigeon").deliver(letter(), b"x", deadline=1).text == "flown"


@pytest.mark.parametrize("says", ["1", "'yes'", "None"])
def test_sandbox_wants_a_clear_yes(says, site, home):
    """Anything but True is not proof that nothing leaves."""
    site("followup-pigeon", GOOD.replace("open=opened)", f"open=opened, local=lambda options: {says})"))
    registry = load(use(), home=home, sandbox=True)
    assert registry.carrier("pigeon").deliver(letter(), b"x", deadline=1).text != "flown"


def test_wrappers_reach_nobody_else(site, home):
    """A plugin that wraps the hook or comes first changes only its own answer."""
    site("followup-pigeon", GOOD)
    wrapping = GOOD.replace("@hookimpl\n", "@hookimpl(tryfirst=True, wrapper=True)\n").replace(
        "return [ChannelType(manifest=MANIFEST, open=opened)]", "yield; return []"
    )
    site("followup-dove", wrapping, entry="dove")
    registry = load(use("dove") | use(), home=home)
    assert registry.get("dove") is None
    assert registry.get("pigeon") is not None
    assert registry.get("todo") is not None


def test_answers_for_itself_only(site, home):
    """A plugin that offers a channel called `folder` beside its own does not become the folder."""
    code = GOOD + dedent(
        """
        from dataclasses import replace as other
        @hookimpl(specname="followup_channels")
        def more(): return [ChannelType(manifest=other(MANIFEST, name="folder"), open=opened)]
        """
    ).replace("\n", "\n    ")
    site("followup-pigeon", code)
    registry = load(use(), home=home)
    assert registry.get("pigeon") is not None
    assert registry.get("folder").manifest.title.startswith("writes")


def test_built_ins_come_through_the_door():
    """The built-in channels are asked by the same function as everybody's."""
    for name in ("todo", "folder", "console"):
        assert offered(builtin, name, "built in").manifest.name == name


def test_lazy(home):
    """Making a registry and asking for a built-in channel looks at no package and imports no library."""
    import subprocess

    code = (
        "import sys; from pathlib import Path; from followup.channels.registry import load;"
        f"load({{}}, home=Path({str(home)!r})).ways();"
        "print(sorted({'email.message','jsonschema','importlib.metadata','tomlkit','keyring','ssl'}&set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() in {"[]", "['importlib.metadata']"}, "pluggy may bring importlib.metadata"


def test_round_trip_with_real_packages(home):
    """The two packages of this repository, set up through the configuration file, are ready."""
    put_channel(
        home,
        ChannelConfig(
            name="email",
            options={"address": "me@example.org", "server": "smtp.example.org", "password": "env:NOT_SET"},
        ),
    )
    put_channel(home, ChannelConfig(name="linkedin"), ways={"linkedin": "linkedin"})
    configured = read_config(home)
    registry = load(configured.channels, ways=configured.ways, home=home)
    states = {line.name: (line.state, line.ways) for line in available(registry)}
    assert states["email"] == (State.READY, ("email",))
    assert states["linkedin"] == (State.READY, ("linkedin",))
    assert states["folder"] == (State.READY, ())
    assert registry.carrier("linkedin").manifest.limit == 200
    with pytest.raises(InvalidInput):
        registry.carrier("email").render(letter("email"))  # from another mailbox
    assert Path(home / "config.toml").exists()
