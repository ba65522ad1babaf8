"""Diffs: unified ones of every origin, with less context and without what says least."""

from headroom.compressors.unified_diff.compressor import UnifiedDiff

__all__ = ["UnifiedDiff"]
