"""Configuration in blocks is told by the heads of the blocks, and by what its lines never hold."""

from __future__ import annotations

import pytest

from headroom.detection import detect
from headroom.detection.blocks import guess_blocks, holds_directives
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, others
from tests.detection.samples_of_blocks import BLOCKS, FORMATS, LOOKALIKES, PAGES


@pytest.mark.parametrize("times", [1, 30])
@pytest.mark.parametrize("name", BLOCKS)
def test_every_format_is_known(name: str, times: int) -> None:
    """Short and long, whatever else the text could be taken for."""
    found = detect(BLOCKS[name] * times)
    assert (found.kind, found.format) == ("config", FORMATS[name])
    assert found.confidence >= 0.75


@pytest.mark.parametrize("times", [1, 30])
@pytest.mark.parametrize("name", LOOKALIKES)
def test_programs_and_schemas_are_none(name: str, times: int) -> None:
    """Though they have blocks in braces."""
    assert not guess_blocks(sample_of(LOOKALIKES[name] * times)).score
    assert detect(LOOKALIKES[name] * times).kind != "config"


@pytest.mark.parametrize(("kind", "name"), others())
def test_other_kinds_score_nothing(kind: str, name: str) -> None:
    """A sample of another kind holds no such blocks."""
    assert not guess_blocks(sample_of(ALL[kind][name])).score


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form == "tags"])
def test_tags_round_directives_are_no_markup(name: str) -> None:
    """And those round words or other tags are."""
    assert holds_directives(sample_of(BLOCKS[name]))


@pytest.mark.parametrize("name", ALL["markup"])
def test_tags_of_markup_hold_no_directives(name: str) -> None:
    """Settings written in XML are XML."""
    assert not holds_directives(sample_of(ALL["markup"][name]))


def test_settings_in_xml_are_markup() -> None:
    """Whatever the file is called."""
    rule = '<match target="pattern">\n  <test name="family"><string>Sans</string></test>\n</match>\n'
    assert detect(f'<?xml version="1.0"?>\n<fontconfig>\n{rule * 9}</fontconfig>\n').kind == "markup"


@pytest.mark.parametrize("name", PAGES)
def test_parts_of_a_page_are_markup(name: str) -> None:
    """From its middle and from its end."""
    found = detect(PAGES[name])
    assert (found.kind, found.format) == ("markup", "html")


@pytest.mark.parametrize("text", ["", "\n\n", " ", "{\n" * 9, "}\n" * 9, "; }\n" * 9, "\ud800 {\n", "</\n" * 9, "server"])
def test_next_to_nothing_scores_nothing(text: str) -> None:
    """And raises nothing."""
    assert not guess_blocks(sample_of(text)).score
