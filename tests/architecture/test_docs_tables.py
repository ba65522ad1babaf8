"""The tables of the documentation say what the code says."""

from __future__ import annotations

import re

import msgspec
import pytest

from headroom.config import HeadroomConfig, SmartCrusherConfig, ToolProfile
from headroom.config.public import DEFAULT_EXCLUDED_TOOLS
from headroom.pipeline.plan import PRESETS
from tests.architecture.source_tree import PACKAGE, ROOT

CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, str]:
    """The second cell of each row of the table below a heading, by the first one's code."""
    section = CONFIGURATION.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return {found[1]: found[2] for found in re.finditer(r"^\| `([^`]+)` \| `?([^|`]*)`? \|", section, re.MULTILINE)}


@pytest.mark.parametrize("config", [HeadroomConfig, SmartCrusherConfig])
def test_every_setting_stands_with_its_default(config: type[HeadroomConfig | SmartCrusherConfig]) -> None:
    """The table of a config struct has a row a field, in order, with the default it really has."""
    made = config()
    defaults = {
        field.name: f"{type(value).__name__}()" if isinstance(value, msgspec.Struct) else repr(value).replace("'", '"')
        for field in msgspec.structs.fields(config)
        for value in [getattr(made, field.name)]
    }
    assert rows(f"`{config.__name__}`") == defaults


def test_every_preset_has_a_row() -> None:
    """The table of presets names the presets there are."""
    section = CONFIGURATION.split("\n## Presets\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(PRESETS)


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
