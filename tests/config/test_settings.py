"""What a pipeline was made with, as one value."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headroom.config import CrushSettings, ProseSettings, RelevanceSettings, Settings


def vectors(texts: list[str]) -> list[list[float]]:
    """An embedder that no test calls."""
    return [[0.0] for _ in texts]


def scores(sentences: Sequence[str], question: str) -> list[float]:
    """A scorer that no test calls."""
    return [0.0 for _ in (*sentences, question)][1:]


def test_what_loses_nothing_is_said_to_every_compressor() -> None:
    """All settings that can be told so are."""
    plain = Settings()
    lossless = plain.lossless()
    told = [name for name in plain.__struct_fields__ if hasattr(getattr(plain, name), "lossless_only")]
    assert len(told) > 8
    assert all(getattr(lossless, name).lossless_only for name in told)


def test_functions_stand_apart_from_plain_values() -> None:
    """So that the rest can be written as text, and two functions are still told apart."""
    settings = Settings(crush=CrushSettings(relevance=RelevanceSettings(embedder=vectors)), prose=ProseSettings(scorer=scores))
    assert settings.functions == (vectors, scores)
    assert settings.plain() == Settings()
    assert msgspec.json.encode(settings.plain()) == msgspec.json.encode(Settings())


def test_every_compressor_is_told_whether_notes_name_the_tool() -> None:
    """All settings that can be told so are; telling it again makes nothing new."""
    plain = Settings()
    naming = plain.naming("tool")
    told = [name for name in plain.__struct_fields__ if hasattr(getattr(plain, name), "retrieval")]
    assert len(told) > 8
    assert all(getattr(naming, name).retrieval == "tool" for name in told)
    assert naming.naming("tool") is naming
    assert naming.naming("none") == plain
