"""Results of searches: grep-like hits, lists of paths and lists of ranked documents, down to what was asked."""

from headroom.compressors.search_results.compressor import SearchResults

__all__ = ["SearchResults"]
