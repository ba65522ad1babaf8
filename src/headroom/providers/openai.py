"""OpenAI, and Azure's deployments of its models."""

from __future__ import annotations

from collections.abc import Mapping

from headroom.providers.catalogued import CataloguedProvider

__all__ = ["OpenAIProvider"]


class OpenAIProvider(CataloguedProvider):
    """OpenAI: counts are exact, from vocabularies that ship with the package."""

    def __init__(self, context_limits: Mapping[str, int] | None = None, enable_prefix_caching: bool = True) -> None:  # noqa: FBT001, FBT002
        super().__init__("openai", context_limits)
        self.enable_prefix_caching = enable_prefix_caching
        """Whether a client may send `prompt_cache_key` and cache marks of its own."""
