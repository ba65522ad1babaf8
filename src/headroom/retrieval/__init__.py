"""Getting back what was left out: the grammar of markers."""

from headroom.retrieval.marker import Marker, find_markers, holds_marker

__all__ = ["Marker", "find_markers", "holds_marker"]
