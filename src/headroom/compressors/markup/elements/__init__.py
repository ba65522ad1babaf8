"""XML, shortened by whole elements."""

from headroom.compressors.markup.elements.reduce import reduce_elements

__all__ = ["reduce_elements"]
