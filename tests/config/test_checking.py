"""What is refused of a configuration."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from headroom.config import CacheOptimizerConfig, HeadroomConfig, HeadroomMode, ProseCompressorConfig, settings_from
from headroom.config.checking import at_least, check_function, check_share, checked, mode_named
from headroom.errors import ConfigurationError


class Unhashable:
    """A scorer that cannot be told from another."""

    __hash__ = None  # type: ignore[assignment]

    def __call__(self, sentences: Sequence[str], question: str) -> list[float]:
        """The same for each."""
        return [float(bool(question)) for _ in sentences]


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_share_is_from_0_to_1(value: float) -> None:
    """And the error names the field."""
    with pytest.raises(ConfigurationError, match=r"^bm25_b must"):
        check_share("bm25_b", value)
    check_share("bm25_b", 1.0)


def test_a_number_has_its_least() -> None:
    """It comes back as it is."""
    assert at_least("max_files", 0, 0) == 0
    with pytest.raises(ConfigurationError, match=r"^max_files must be at least 1"):
        at_least("max_files", 0, 1)


@pytest.mark.parametrize(("given", "why"), [("a model", "callable"), (Unhashable(), "hashable")])
def test_functions_can_be_called_and_remembered_by(given: object, why: str) -> None:
    """A result is remembered by the function that it came from."""
    with pytest.raises(ConfigurationError, match=f"scorer must be {why}"):
        check_function("scorer", given)


def test_a_function_arrives_as_the_very_same() -> None:
    """All else is checked as plain values."""
    config = HeadroomConfig(prose_compressor=ProseCompressorConfig(scorer=scored))
    assert checked(config).prose_compressor.scorer is scored
    assert config.prose_compressor.scorer is scored
    assert settings_from(config).prose.scorer is scored
    with pytest.raises(ConfigurationError, match="scorer must be hashable"):
        settings_from(HeadroomConfig(prose_compressor=ProseCompressorConfig(scorer=Unhashable())))


def test_what_was_assigned_of_another_type_is_refused() -> None:
    """Whatever stands where a struct should."""
    config = HeadroomConfig()
    config.prose_compressor = "off"  # type: ignore[assignment]
    with pytest.raises(ConfigurationError, match="prose_compressor"):
        checked(config)


@pytest.mark.parametrize("ratio", [0.0, 1.1, float("nan")])
def test_a_ratio_that_keeps_nothing_is_refused(ratio: float) -> None:
    """Above 0 and at most 1."""
    with pytest.raises(ConfigurationError, match="target_ratio"):
        settings_from(HeadroomConfig(target_ratio=ratio))


def scored(sentences: Sequence[str], question: str) -> list[float]:
    """Every sentence as good as any other."""
    return [float(bool(question)) for _ in sentences]


def test_objects_and_functions_of_clients_arrive_as_the_very_same() -> None:
    """Extensions are anybody's objects, the embedder anybody's function."""
    extension = object()
    config = HeadroomConfig(
        pipeline_extensions=[extension], cache_optimizer=CacheOptimizerConfig(semantic_cache_embedder=embedded)
    )
    made = checked(config)
    assert made.pipeline_extensions == [extension]
    assert made.pipeline_extensions is not config.pipeline_extensions
    assert made.cache_optimizer.semantic_cache_embedder is embedded
    assert config.cache_optimizer.semantic_cache_embedder is embedded


def test_a_wrong_type_is_refused_by_its_path() -> None:
    """However deep it stands; the value is told where it is short."""
    config = HeadroomConfig()
    config.ccr.store_ttl_seconds = "long"  # type: ignore[assignment]
    with pytest.raises(ConfigurationError) as caught:
        checked(config)
    assert caught.value.details == {"field": "ccr.store_ttl_seconds", "value": "long"}
    config = HeadroomConfig()
    config.pipeline_extensions = 3  # type: ignore[assignment]
    with pytest.raises(ConfigurationError, match="pipeline_extensions"):
        checked(config)


@pytest.mark.parametrize("given", ["Audit", "", None, 1, ["audit"]])
def test_modes_have_no_other_spelling(given: object) -> None:
    """The error lists them."""
    with pytest.raises(ConfigurationError, match="audit, optimize, simulate"):
        mode_named("default_mode", given)
    assert mode_named("default_mode", "audit") is mode_named("default_mode", HeadroomMode.AUDIT) is HeadroomMode.AUDIT


def embedded(texts: list[str]) -> list[list[float]]:
    """A vector for each text."""
    return [[1.0] for _ in texts]
