"""Tests of finding values that stand out."""

from __future__ import annotations

from headroom.compressors.log_lines.columns import Columns
from headroom.compressors.log_lines.values import rare_value_rows
from tests.compressors.log_lines.rows import read_templates


def requests(count: int) -> list[str]:
    """An access log in which all is well."""
    return [f'10.0.0.{at % 250} "GET /a/{at}" 200 {at * 37 % 1000 + 1000} rt={at % 7 + 1}' for at in range(count)]


def rare(rows: list[str]) -> list[int]:
    """Rows with rare values."""
    shapes, _, templates = read_templates(rows)
    return rare_value_rows(shapes, templates, Columns(templates))


def test_a_rare_status_is_found() -> None:
    """Numbers of a small set, which shapes do not tell apart."""
    rows = requests(60)
    rows[41] = rows[41].replace(" 200 ", " 502 ")
    assert 41 in rare(rows)


def test_a_rare_code_among_thousands_is_found() -> None:
    """Every row is read."""
    rows = requests(3_000)
    rows[1_234] = rows[1_234].replace(" 200 ", " 502 ")
    assert 1_234 in rare(rows)
    rows = [f"level=info msg=done id={at} status={500 if at == 2_222 else 200} ms=4" for at in range(3_000)]
    assert 2_222 in rare(rows)


def test_a_rare_number_behind_any_key_is_found() -> None:
    """If the key has few numbers; ids, sizes and times have many."""
    rows = [f"picked job id={at * 7919} attempt={4 if at == 222 else 1} after {at % 90} ms" for at in range(300)]
    assert rare(rows) == [222]
    rows = [f"picked job id={at * 7919} attempt={4 if at == 222 else 1}" for at in range(300)]
    assert rare(rows) == [222]
    assert rare([f"picked job id={at * 7919} attempt={at}" for at in range(300)]) == []


def test_a_rare_word_among_thousands_of_shapes_is_found() -> None:
    """Though other words of the rows are all different."""
    rows = [
        f"session {chr(97 + at % 26)}{chr(97 + at // 26 % 26)}{at:x}z region={'us' if at == 777 else 'eu'}-west"
        for at in range(2_000)
    ]
    assert 777 in rare(rows)


def test_a_rare_word_is_found() -> None:
    """Words that masking would hide."""
    rows = [f"step {at} user='alice' done" for at in range(50)]
    rows[33] = "step 33 user='mallory' done"
    assert rare(rows) == [33]


def test_values_that_are_all_different_are_not_rare() -> None:
    """Each row would be kept."""
    assert rare([f"step {at} user='{chr(97 + at % 26)}{chr(97 + at // 26)}x' done" for at in range(50)]) == []


def test_few_rows_have_no_rare_values() -> None:
    """Nothing is rare among five."""
    assert rare([f"step {at} user='{name}' done" for at, name in enumerate("aaaab")]) == []
