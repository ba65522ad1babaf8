"""Tests of what signals would keep."""

from __future__ import annotations

from headroom.compressors.log_lines.levels import levels_of
from headroom.compressors.log_lines.selection import offers
from headroom.config import LogSettings
from headroom.relevance import read_query
from tests.compressors.log_lines.rows import calm, read_templates


def test_offers_name_rows_of_the_text() -> None:
    """Every row exists, and the first and last are among them."""
    rows = [
        *calm(200),
        "ERROR disk full",
        "Traceback (most recent call last):",
        '  File "a.py", line 1, in f',
        "    f()",
        "KeyError: 1",
    ]
    shapes, places, templates = read_templates(rows)
    levels = levels_of(places, [rows[same[0]] for same in templates.rows])
    made = list(offers(shapes, templates, places, levels, read_query("disk"), LogSettings()))
    assert all(0 <= row < len(rows) for offer in made for row in offer.rows)
    assert made[0].reason == "first and last"
    assert {0, len(rows) - 1} <= set(made[0].rows)
    assert [offer.must for offer in made] == sorted([offer.must for offer in made], reverse=True)
    assert any(offer.reason == "errors" and offer.must and 200 in offer.rows for offer in made)
