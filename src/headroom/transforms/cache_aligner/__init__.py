"""CacheAligner: what in a system prompt changes from request to request, told or moved to the end."""

from headroom.transforms.cache_aligner.dynamic_content import DATE_KINDS, find_dynamic
from headroom.transforms.cache_aligner.transform import CacheAligner

__all__ = ["DATE_KINDS", "CacheAligner", "find_dynamic"]
