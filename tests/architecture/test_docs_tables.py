"""The tables of the documentation say what the code says."""

from __future__ import annotations

import re
from enum import Enum
from typing import get_args

import msgspec
import pytest

import headroom
from headroom.config import CacheAlignerConfig, HeadroomConfig, RollingWindowConfig, ToolProfile, client, public
from headroom.config.public import DEFAULT_EXCLUDED_TOOLS
from headroom.detection.kinds import Kind
from headroom.errors import ConfigurationError
from headroom.pipeline.plan import PRESETS, pipeline_for, settings_for
from tests.architecture.source_tree import PACKAGE, ROOT

CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
TRANSFORMS = (ROOT / "docs" / "transforms.md").read_text(encoding="utf-8")
STRUCTS: tuple[type[msgspec.Struct], ...] = tuple(
    found
    for module in (public, client)
    for name in module.__all__
    if isinstance(found := getattr(module, name), type) and issubclass(found, msgspec.Struct)
)
EVERY_STEP = HeadroomConfig(
    cache_aligner=CacheAlignerConfig(enabled=True),
    rolling_window=RollingWindowConfig(limit_tokens=100_000),
    intercept_tool_results=True,
)


def rows(heading: str) -> dict[str, str]:
    """The second cell of each row of the table below a heading, by the first one's code."""
    section = CONFIGURATION.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return {found[1]: found[2] for found in re.finditer(r"^\| `([^`]+)` \| `?([^|`]*)`? \|", section, re.MULTILINE)}


def written(field: str, value: object) -> str:
    """A default as the tables have it: as in Python, but for lists of regular expressions, which are counted."""
    if isinstance(value, msgspec.Struct):
        return f"{type(value).__name__}()"
    if isinstance(value, list) and field.endswith("_patterns"):
        return f"{len(value)} patterns"
    return repr(value.value if isinstance(value, Enum) else value).replace("'", '"')


@pytest.mark.parametrize("config", STRUCTS, ids=lambda config: config.__name__)
def test_every_setting_stands_with_its_default(config: type[msgspec.Struct]) -> None:
    """The table of a config struct has a row a field, in order, with the default it really has."""
    made = config()
    names = [field.name for field in msgspec.structs.fields(config)]
    found = rows(f"`{config.__name__}`")
    assert list(found) == names
    assert found == {name: written(name, getattr(made, name)) for name in names}


@pytest.mark.parametrize("config", STRUCTS, ids=lambda config: config.__name__)
def test_every_setting_is_public(config: type[msgspec.Struct]) -> None:
    """Each config struct can be imported from the package itself, and every row of its table says something."""
    assert getattr(headroom, config.__name__) is config
    section = CONFIGURATION.split(f"\n## `{config.__name__}`\n")[1].split("\n## ")[0]
    assert not re.findall(r"^\| `[^`]+` \|[^|]+\|\s*\|$", section, re.MULTILINE)


def test_every_preset_has_a_row() -> None:
    """The table of presets names the presets there are."""
    section = CONFIGURATION.split("\n## Presets\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(PRESETS)


@pytest.mark.parametrize("preset", PRESETS)
def test_steps_of_a_preset_stand_in_their_order(preset: str) -> None:
    """The table of steps names those that a preset runs once all of them are configured, in the order in which they run."""
    try:
        settings = settings_for(preset, EVERY_STEP)
        steps = pipeline_for(preset, settings).steps
    except ConfigurationError:
        # A preset that refuses a window.
        settings = settings_for(preset, msgspec.structs.replace(EVERY_STEP, rolling_window=RollingWindowConfig()))
        steps = pipeline_for(preset, settings).steps
    row = re.search(rf"^\| `{preset}` \|(.*)\|$", TRANSFORMS, re.MULTILINE)
    assert row is not None
    assert re.findall(r"`(\w+)`", row.group(1)) == [step.name for step in steps]


def test_every_kind_has_a_row() -> None:
    """The table of compressors names every kind of content that there is."""
    text = (ROOT / "docs" / "compressors.md").read_text(encoding="utf-8")
    named = {
        kind for cell in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", text, re.MULTILINE) for kind in re.findall(r"\w+", cell)
    }
    assert named == set(get_args(Kind))


@pytest.mark.parametrize("name", [*DEFAULT_EXCLUDED_TOOLS, *ToolProfile.__struct_fields__])
def test_lists_in_prose_are_complete(name: str) -> None:
    """Every tool excluded by default, and every field of a tool profile, is named."""
    assert f"`{name}`" in CONFIGURATION


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/how-it-works.md"])
def test_every_room_is_described(page: str) -> None:
    """The table of rooms has a row for each package that there is."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)/?` \|", text, re.MULTILINE))
    there = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert there <= named
