"""The laws are about something: a healthy share of what the strategies draw is really compressed, in every way there is."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from returns.result import Success

from headroom.compressors import JsonRecords
from headroom.compressors.contract import Compressor
from headroom.compressors.json_records.decode import HEADER
from headroom.config import CrushSettings
from property_tests.strategies.configurations import COMPRESSORS, Component, components, compressions, json_compressions
from property_tests.strategies.requests import WireRequest, requests
from property_tests.strategies.rows import FAMILIES, row_pool

_DRAWN = settings(max_examples=600, derandomize=True, database=None)


def test_requests_are_compressed() -> None:
    """At least three of ten drawn requests change, in every wire format, with and without originals."""
    seen: Counter[str] = Counter()

    @_DRAWN
    @given(requests(), components())
    def draw(request: WireRequest, component: Component) -> None:
        before = request.decoded()
        after, report = component(before)
        seen.update(("drawn", before.format))
        if after is not before:
            seen.update(("changed", f"changed {before.format}", "lossy" if report.originals else "lossless"))

    draw()
    assert seen["changed"] >= 0.3 * seen["drawn"]
    for kind in ("openai_chat", "openai_responses", "anthropic"):
        assert seen[f"changed {kind}"] >= 0.2 * seen[kind]
    assert min(seen["lossy"], seen["lossless"]) >= 0.05 * seen["drawn"]


def test_texts_are_compressed_in_every_way() -> None:
    """Drawn texts become tables, selections and minified JSON, or are skipped; none of it is rare."""
    seen: Counter[str] = Counter()

    @_DRAWN
    @given(json_compressions())
    def draw(compression: tuple[str, Compressor]) -> None:
        text, compressor = compression
        match compressor(text, "worker"):
            case Success(compressed):
                form = "table" if HEADER in compressed.text else "json"
                seen.update((f"{'lossless' if compressed.lossless else 'lossy'} {form}",))
            case _:
                seen.update(("skipped",))

    draw()
    assert all(seen[f"{loss} {form}"] >= 0.03 * seen.total() for loss in ("lossless", "lossy") for form in ("table", "json"))
    assert seen["skipped"] <= 0.75 * seen.total()


def test_every_compressor_has_something_to_do() -> None:
    """Each registered compressor makes some of the drawn texts shorter, and so does each transform for some of the requests."""
    done: Counter[str] = Counter()

    @_DRAWN
    @given(compressions())
    def draw(compression: tuple[str, Compressor]) -> None:
        text, compressor = compression
        done[type(compressor).__name__] += any(isinstance(compressor(text, query), Success) for query in ("worker", ""))

    draw()
    assert len(done) == len(COMPRESSORS)
    assert min(done.values()) >= 5, done


def test_every_family_of_rows_is_compressed() -> None:
    """No family of the pool is only ever skipped."""
    compressor = JsonRecords(CrushSettings(min_tokens_to_crush=10, max_items_after_crush=5))
    compressed = {
        family for family, rows in row_pool() if isinstance(compressor("[ " + " , ".join(rows) + " ]", "worker"), Success)
    }
    assert compressed == set(FAMILIES)
