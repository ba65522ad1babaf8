"""CacheAligner: what in a system prompt changes from request to request, told or moved to the end."""

from headroom.transforms.cache_aligner.transform import CacheAligner

__all__ = ["CacheAligner"]
