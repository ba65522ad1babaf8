"""Tables in text: the rows that matter, as they are written, and notes for the others."""

from headroom.compressors.tables.compressor import Tables

__all__ = ["Tables"]
