"""Texts that broke a law once. They stay, as explicit examples of the laws about texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import example

from headroom.compressors import JsonRecords
from headroom.compressors.contract import Compressor
from headroom.config import CrushSettings

__all__ = ["FOUND", "with_found"]

Law = TypeVar("Law", bound=Callable[..., None])

_TIGHT = CrushSettings(min_items_to_analyze=1, min_tokens_to_crush=1, max_items_after_crush=3, lossless_min_savings_ratio=0.0)
_FOREIGN = '"original 0123456789abcdef01234567 via headroom_retrieve"'

FOUND: tuple[tuple[str, Compressor], ...] = (
    # Rows without any column.
    ("[{}]", JsonRecords(_TIGHT)),
    (f"[{','.join(['{}'] * 300)}]", JsonRecords()),
    # Numbers whose variance is beyond what a float holds.
    (
        f'[{",".join(f"""{{"id":{row},"amount":{"1e308" if row % 2 else "-1e308"}}}""" for row in range(40))}]',
        JsonRecords(_TIGHT),
    ),
    # Data that reads like the inside of a marker, without the opening by which markers are known.
    (f'[{",".join(f"""{{"id":{row},"text":"a row","seen":{_FOREIGN}}}""" for row in range(40))}]', JsonRecords(_TIGHT)),
    # White space that costs no token.
    ("\n\n".join('[1e5,"true",false]' for _ in range(200)) + "\n", JsonRecords(_TIGHT)),
)
"""(text, compressor) of each."""


def with_found(*rest: object) -> Callable[[Law], Law]:
    """A decorator that shows a law every found text first; `rest` are the law's further arguments."""

    def decorate(law: Law) -> Law:
        for text, compressor in FOUND:
            law = example((text, compressor), *rest)(law)
        return law

    return decorate
