"""Tests of finding values of another form, or far longer ones."""

from __future__ import annotations

import pytest

from headroom.compressors.log_lines.columns import Columns
from headroom.compressors.log_lines.outliers import odd_rows
from tests.compressors.log_lines.rows import read_templates

NAMES = [
    f"{first}{second}" for first in "abcdefgh" for second in ("lice", "ernd", "arla", "avid", "rika", "ritz", "erda", "ans")
]
LOGINS = [f"login of user={name} from 10.0.0.{at % 7} sent {at % 90 + 10} bytes" for at, name in enumerate(NAMES)]


def odd(rows: list[str]) -> list[int]:
    """The odd ones of rows."""
    shapes, _, templates = read_templates(rows)
    return odd_rows(shapes, templates, Columns(templates))


def test_rows_like_each_other_are_not_odd() -> None:
    """Though each has its own value."""
    assert odd(LOGINS) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "müller", "al%ice", "x@y.z"])
def test_another_form_is_odd(name: str) -> None:
    """Signs that no other value has."""
    rows = [*LOGINS]
    rows[40] = f"login of user={name} from 10.0.0.3 sent 41 bytes"
    assert odd(rows) == [40]


def test_a_far_larger_number_is_odd() -> None:
    """It makes its row longer than all others."""
    rows = [*LOGINS]
    rows[40] = rows[40].replace("sent ", "sent 88312")
    assert odd(rows) == [40]


def test_what_comes_often_is_not_odd() -> None:
    """A tenth of the values may have two parts."""
    assert odd([row.replace("lice", "-x") for row in LOGINS]) == []
    assert odd([row.replace("lice", "l" * 30) for row in LOGINS]) == []


def test_few_rows_say_nothing_of_what_is_usual() -> None:
    """Below forty of a kind."""
    assert odd([*LOGINS[:20], LOGINS[40].replace("sent ", "sent 88312")]) == []
