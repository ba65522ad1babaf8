"""Configuration files, shortened by whole blocks."""

from headroom.compressors.config_blocks.compressor import ConfigBlocks

__all__ = ["ConfigBlocks"]
