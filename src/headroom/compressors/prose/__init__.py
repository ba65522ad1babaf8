"""Prose in any script: the sentences that say most and what answers the question, whole, with notes for the others."""

from headroom.compressors.prose.compressor import Prose

__all__ = ["Prose"]
