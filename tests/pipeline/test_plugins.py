"""Tests of compressors and transforms of other packages: real packages, put on the path for one test."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from headroom import compress
from headroom.compressors.contract import Compressor
from headroom.config import HeadroomConfig, Settings
from headroom.errors import ConfigurationError
from headroom.messages import original_of
from headroom.pipeline.plan import pipeline_for, settings_for
from headroom.pipeline.plugins import COMPRESSORS, TRANSFORMS, installed, plugged_compressors, plugged_transforms
from headroom.retrieval.marker import find_markers
from tests.fakes.requests import openai_messages

MODULE = "headroom_plugin_of_a_test"
CODE = '''
from dataclasses import dataclass

from returns.result import Failure, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.messages import Report, original_of
from headroom.retrieval.marker import marker_text, text_marker


@dataclass(frozen=True)
class Tracks:
    """Compresses a format that nobody else knows."""

    kind: str = "track"
    is_lossy: bool = False

    def detects(self, text):
        return 1.0 if text.startswith("TRACK v1") else 0.0

    def __call__(self, text, query):
        if not text.startswith("TRACK v1"):
            return Failure(Skip("no track"))
        if not self.is_lossy:
            return Success(Compressed(text=" ".join(text.split()), summary="spaces folded"))
        digest = original_of(text).hash
        note = text_marker(marker_text("2 points omitted", digest))
        return Success(Compressed(text=f"TRACK v1\\n{note}", summary="points left out", original=digest))


def tracks(settings):
    return Tracks()


def lossy_tracks(settings):
    return Tracks(is_lossy=True)


@dataclass(frozen=True)
class Remembers:
    """Does nothing and keeps the settings it was made with."""

    settings: object
    name: str = "remembers"
    rewrites_history: bool = False

    def __call__(self, conversation):
        return conversation, Report()


class Rewrites(Remembers):
    rewrites_history = True


def rewriting(settings):
    return Rewrites(settings, rewrites_history=True)


def of_kind_seven(settings):
    return Tracks(kind=7)


def with_state(settings):
    class Unhashable:
        kind = "list"
        __hash__ = None

        def __call__(self, text, query):
            return Failure(Skip("never"))

    return Unhashable()


def nothing(settings):
    return None


def a_class(settings):
    return Tracks


def raising(settings):
    raise RuntimeError("no license\\nfound")


def stern(settings):
    from headroom.errors import ConfigurationError

    raise ConfigurationError("the track is too long")


no_maker = 7
'''
ENTRIES = {
    COMPRESSORS: {
        "tracks": "tracks",
        "lossy_tracks": "lossy_tracks",
        "remembers": "Remembers",
        "of_kind_seven": "of_kind_seven",
        "with_state": "with_state",
        "nothing": "nothing",
        "a_class": "a_class",
        "raising": "raising",
        "stern": "stern",
        "no_maker": "no_maker",
        "not_there": "forgotten",
    },
    TRANSFORMS: {
        "remembers": "Remembers",
        "rewriting": "rewriting",
        "nothing": "nothing",
        "a_class": "a_class",
        "raising": "raising",
        "tracks": "tracks",
        "not_there": "forgotten",
    },
}
TRACK = "TRACK v1\n" + "".join(f"   12.{number:04d}     47.{number:04d}     {number % 83:5d}\n" for number in range(400))


def entry_points_file(entries: dict[str, dict[str, str]], *, module: str = MODULE) -> str:
    """The text of `entry_points.txt`."""
    return "".join(
        f"[{group}]\n" + "".join(f"{name} = {module}:{attribute}\n" for name, attribute in named.items())
        for group, named in entries.items()
    )


def install(folder: Path, entries: str, *, code: str = CODE, module: str = MODULE) -> None:
    """A package as an installer leaves it: a module, and a `.dist-info` that names its entry points."""
    folder.mkdir()
    (folder / f"{module}.py").write_text(code)
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entries)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package on the path, and gone without a trace after the test."""
    folder = tmp_path / "site"
    install(folder, entry_points_file(ENTRIES))
    monkeypatch.syspath_prepend(str(folder))
    yield
    sys.modules.pop(MODULE, None)
    pipeline_for.cache_clear()


def refusal(**names: list[str]) -> ConfigurationError:
    """The error that a configuration with these names is answered with."""
    with pytest.raises(ConfigurationError) as caught:
        compress(openai_messages(), config=HeadroomConfig(**names), environ={})  # type: ignore[arg-type]
    return caught.value


@pytest.mark.usefixtures("package")
def test_what_is_installed_is_listed() -> None:
    """By group, sorted."""
    assert set(ENTRIES[COMPRESSORS]) <= set(installed(COMPRESSORS))
    assert list(installed(TRANSFORMS)) == sorted(installed(TRANSFORMS))


@pytest.mark.usefixtures("package")
def test_nothing_is_used_that_is_not_named() -> None:
    """Not even loaded."""
    assert plugged_compressors(Settings()) == ()
    assert plugged_transforms(Settings()) == ()
    compress(openai_messages(TRACK), environ={})
    assert MODULE not in sys.modules


@pytest.mark.usefixtures("package")
def test_a_compressor_that_is_named_compresses() -> None:
    """What it says it detects, and its kind is on record."""
    without = compress(openai_messages(TRACK), environ={})
    result = compress(openai_messages(TRACK), config=HeadroomConfig(compressors=["tracks"]), environ={})
    assert without.messages[-1]["content"] != result.messages[-1]["content"] == " ".join(TRACK.split())
    (decision,) = (one for one in result.report.decisions if one.action == "compressed")
    assert (decision.step, decision.kind, decision.reason) == ("content_router", "track", "spaces folded")


@pytest.mark.usefixtures("package")
def test_a_lossy_compressor_hands_its_original_back() -> None:
    """As ours do; and other texts of the conversation are still ours to compress."""
    config = HeadroomConfig(compressors=["lossy_tracks"])
    messages = openai_messages(TRACK)
    result = compress([*messages, *openai_messages()[1:]], config=config, environ={})
    assert result.originals[original_of(TRACK).hash] == TRACK
    assert [marker.hash for marker in find_markers(result.messages[3]["content"])] == [original_of(TRACK).hash]
    assert len(result.messages[6]["content"]) * 2 < len(openai_messages()[-1]["content"])
    assert result.report.warnings == ()


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("preset", "protected"), [("lossless", []), ("default", ["list_jobs"])], ids=["the preset", "a protected tool"]
)
def test_where_nothing_may_be_left_out_it_may_not_either(preset: str, protected: list[str]) -> None:
    """Its word for what is lossless is taken, what it left out is not."""
    config = HeadroomConfig(compressors=["lossy_tracks"], protect_tool_results=protected)
    result = compress(openai_messages(TRACK), preset=preset, config=config, environ={})
    assert result.originals == {}
    assert find_markers(result.messages[-1]["content"]) == ()
    config = HeadroomConfig(compressors=["tracks"], protect_tool_results=protected)
    result = compress(openai_messages(TRACK), preset=preset, config=config, environ={})
    assert result.messages[-1]["content"] == " ".join(TRACK.split())


@pytest.mark.usefixtures("package")
def test_they_stand_in_the_order_of_the_names() -> None:
    """Which is the order in which they are asked."""
    made = plugged_compressors(Settings(compressors=("lossy_tracks", "tracks")))
    assert [getattr(one, "is_lossy", None) for one in made] == [True, False]
    assert [getattr(one, "is_lossy", None) for one in plugged_compressors(Settings(compressors=("tracks",)))] == [False]


@pytest.mark.usefixtures("package")
def test_a_transform_runs_after_the_presets_own() -> None:
    """Made with the very settings of the pipeline, and every part has its decision."""
    settings = settings_for("default", HeadroomConfig(transforms=["remembers"]))
    *ours, last = pipeline_for("default", settings).steps
    assert (last.name, getattr(last, "settings", None)) == ("remembers", settings)
    assert "content_router" in [step.name for step in ours]
    result = compress(openai_messages(), config=HeadroomConfig(transforms=["remembers"]), environ={})
    steps = {decision.step for decision in result.report.decisions}
    assert {"content_router", "remembers"} <= steps


@pytest.mark.usefixtures("package")
def test_a_preset_that_keeps_prefixes_refuses_one_that_rewrites_history() -> None:
    """By the step's name; another preset takes it."""
    config = HeadroomConfig(transforms=["rewriting"])
    with pytest.raises(ConfigurationError, match="'cache' keeps cached prefixes stable and the step 'remembers' rewrites"):
        compress(openai_messages(), preset="cache", config=config, environ={})
    assert pipeline_for("default", settings_for("default", config)).rewrites_history


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("field", ["compressors", "transforms"])
def test_an_unknown_name_is_answered_with_the_known_ones(field: str) -> None:
    """And with the group that they are looked for in."""
    error = refusal(**{field: ["tracs"]})
    assert "no installed package offers 'tracs'" in error.message
    assert all(name in error.message for name in ENTRIES[f"headroom.{field}"])
    assert error.details["field"] == field


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("field", "name", "words"),
    [
        ("compressors", "not_there", "cannot be loaded: AttributeError: module"),
        ("compressors", "no_maker", f"({MODULE}:no_maker) cannot be called with the settings"),
        ("compressors", "raising", "cannot be made: RuntimeError: no license found"),
        ("compressors", "nothing", "is no compressor: it must be callable, with a kind"),
        ("compressors", "a_class", "is no compressor: it must be callable, with a kind"),
        ("compressors", "of_kind_seven", "is no compressor: it must be callable, with a kind"),
        ("compressors", "remembers", "is no compressor: it must be callable, with a kind"),
        ("compressors", "with_state", "a compressor must be hashable"),
        ("compressors", "stern", "the track is too long"),
        ("transforms", "not_there", "cannot be loaded: AttributeError: module"),
        ("transforms", "raising", "cannot be made: RuntimeError: no license found"),
        ("transforms", "nothing", "is no transform: it must be callable, with a name and rewrites_history"),
        ("transforms", "a_class", "is no transform: it must be callable, with a name and rewrites_history"),
        ("transforms", "tracks", "is no transform: it must be callable, with a name and rewrites_history"),
    ],
)
def test_what_is_broken_is_refused_by_name(field: str, name: str, words: str) -> None:
    """Before anything is compressed; the message says which one, and what is wrong with it, on one line."""
    error = refusal(**{field: [name]})
    assert words in error.message
    assert "\n" not in error.message
    if name not in ("stern", "with_state"):
        assert f"{name!r} of headroom.{field}" in error.message
        assert error.details == {"field": field, "name": name}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import a_package_that_is_not_installed\n", "ModuleNotFoundError: No module named 'a_package_that_is_not_installed'"),
        ("def broken(:\n", "SyntaxError"),
        ("1 / 0\n", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_module_that_cannot_be_imported_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    """With the reason, and the import error itself behind it."""
    module = f"{MODULE}_that_fails"
    install(tmp_path / "site", f"[{COMPRESSORS}]\nfails = {module}:make\n", code=code, module=module)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    with pytest.raises(ConfigurationError) as caught:
        plugged_compressors(Settings(compressors=("fails",)))
    assert f"'fails' of {COMPRESSORS} ({module}:make) cannot be loaded: {words}" in caught.value.message
    assert isinstance(caught.value.__cause__, Exception)


def test_a_package_is_found_once_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that was asked for in vain is looked for again."""
    settings = Settings(compressors=("tracks",))
    with pytest.raises(ConfigurationError):
        plugged_compressors(settings)
    install(tmp_path / "site", entry_points_file(ENTRIES))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    found: tuple[Compressor, ...] = plugged_compressors(settings)
    sys.modules.pop(MODULE, None)
    assert [one.kind for one in found] == ["track"]


@pytest.mark.usefixtures("package")
def test_one_that_fails_at_its_work_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The request goes out as it came, and the report names the failure."""
    module = f"{MODULE}_that_raises"
    code = "class Fails:\n    kind = 'json'\n    def __call__(self, text, query):\n        raise KeyError('line 7')\n"
    code += "def make(settings):\n    return Fails()\n"
    install(tmp_path / "other", f"[{COMPRESSORS}]\nfails = {module}:make\n", code=code, module=module)
    monkeypatch.syspath_prepend(str(tmp_path / "other"))
    messages = openai_messages(json.dumps([{"n": number, "of": "many rows"} for number in range(300)]))
    result = compress(messages, config=HeadroomConfig(compressors=["fails"]), environ={})
    sys.modules.pop(module, None)
    assert result.messages == messages
    assert any("content_router: failed: KeyError" in warning for warning in result.report.warnings)
