"""What one client is made of, shared by all its calls and by the siblings that `with_options` makes."""

from __future__ import annotations

import msgspec

from headroom.catalog import ModelFacts
from headroom.client.lineages import Lineages
from headroom.client.session import SessionCounters
from headroom.config.client import HeadroomMode
from headroom.config.client_settings import ClientSettings
from headroom.config.effective import Effective
from headroom.config.overrides import Overrides
from headroom.measures.requests import DiffArtifact
from headroom.pipeline.extensions import PipelineExtensionManager
from headroom.pipeline.hooks import CompressionHooks
from headroom.providers import Provider
from headroom.runtime.ports import Clock, DecisionStore, OriginalStore, Work
from headroom.stores.opening import Stores
from headroom.stores.replies import ReplyCache
from headroom.tokens import Memo, TokenCounter, counter_for
from headroom.transforms.cache_breakpoints import BaseCacheOptimizer

__all__ = ["Core", "Ports"]


class Ports(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The outside world as one kind of caller reaches it: by blocking, or by suspending."""

    originals: OriginalStore
    decisions: DecisionStore
    work: Work
    clock: Clock


class Core(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A client without its face."""

    settings: ClientSettings
    effective: tuple[Effective, ...]
    """Every setting with where it came from."""
    provider: Provider
    stores: Stores
    ports: Ports
    extensions: PipelineExtensionManager
    hooks: CompressionHooks | None
    optimizer: BaseCacheOptimizer | None
    replies: ReplyCache | None
    lineages: Lineages
    hidden: Memo[tuple[str, str], str]
    """Our calls that callers never saw, as text, by tenant and what they are known by."""
    held: Memo[tuple[str, str], str]
    """Originals that went out whole here, by tenant and hash."""
    session: SessionCounters
    diffs: list[DiffArtifact]
    """The latest one at most."""

    is_first_party: bool
    """Whether the provider itself is asked, not a server compatible with it."""

    def simulates(self, overrides: Overrides) -> bool:
        """Whether a request with these overrides is not sent, but told what it would be."""
        return (overrides.mode or self.settings.mode) == HeadroomMode.SIMULATE

    def facts(self, model: str) -> ModelFacts:
        """What is known of a model; as good as nothing where the provider cannot say.

        A request without a model, say, is for the provider's own server to refuse.
        """
        try:
            return self.provider.facts(model)
        except Exception:  # noqa: BLE001 - a provider may be anybody's code, and no request may fail for it
            return ModelFacts(model=model, context_limit_tokens=0, source="default")

    def counter(self, model: str) -> TokenCounter:
        """Counts a model's tokens; by the model's name where the provider cannot."""
        try:
            return self.provider.get_token_counter(model)
        except Exception:  # noqa: BLE001 - as above
            return counter_for(model)
