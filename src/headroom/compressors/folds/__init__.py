"""Lossless folds of text: what repeats stands once, and the way back."""

from headroom.compressors.folds.compressor import Folds
from headroom.compressors.folds.decode import decode

__all__ = ["Folds", "decode"]
