"""Context windows, prices and cache rules by model: a dated list that ships with the package, and the user's own figures.

Importing this reads nothing; the first question does.
"""

from headroom.catalog.facts import CacheRules, ModelFacts, Prices
from headroom.catalog.lookup import model_facts
from headroom.catalog.overrides import NO_OVERRIDES, Overrides, limits_as_overrides, overrides_from

__all__ = [
    "NO_OVERRIDES",
    "CacheRules",
    "ModelFacts",
    "Overrides",
    "Prices",
    "limits_as_overrides",
    "model_facts",
    "overrides_from",
]
