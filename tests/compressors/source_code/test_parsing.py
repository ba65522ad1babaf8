"""Tests of taking a text as code."""

from __future__ import annotations

import pytest

from headroom.compressors.source_code.parsing import is_sound, parse_code, still_parses
from headroom.config import CodeSettings
from tests.compressors.source_code.samples import FILES, parsed

_SETTINGS = CodeSettings(min_tokens_for_compression=1)


@pytest.mark.parametrize("suffix", FILES)
def test_files_parse_without_a_fault(suffix: str) -> None:
    """Whether their path tells the language or not."""
    assert parsed(suffix).faults == 0
    assert parse_code(FILES[suffix][0], "", _SETTINGS).unwrap().language == parsed(suffix).language


def test_a_header_may_be_of_either_language() -> None:
    """The one with fewer faults is taken."""
    assert parsed("h", FILES["c"][0]).language == "c"
    assert parsed("h", FILES["cpp"][0]).language == "cpp"


def test_a_part_that_starts_within_a_docstring_is_read() -> None:
    """As what it is a part of."""
    part = "\n".join(FILES["py"][0].split("\n")[18:])
    names = [definition.name for definition in parsed("py", part).structure.definitions]
    assert "register_shelf_format" in names


def test_a_part_of_a_class_is_read() -> None:
    """Rows stay what they are."""
    text = FILES["java"][0]
    part = "\n".join(text.split("\n")[10:])
    reading = parsed("java", part)
    assert [reading.rows[each.first].strip() for each in reading.structure.definitions if each.name == "total"] == [
        "public int total() {"
    ]


def test_what_cannot_break_is_not_read_again() -> None:
    """Whole statements go; only C has branches that are none."""
    assert is_sound(parsed("py"))
    assert not is_sound(parsed("c"))
    assert not is_sound(parsed("py", "def f(:\n    return 1\n\n\ndef g():\n    return 2\n" * 3))


def test_other_forms_are_judged_by_their_faults() -> None:
    """None may come on top."""
    reading = parsed("py")
    assert still_parses(reading, "def f():\n    return 1\n")
    assert not still_parses(reading, "def f():\nreturn (\n")
