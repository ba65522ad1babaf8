"""Compressors of one text each. `REGISTERED` names every one; registering enrols it in every law."""

from headroom.compressors.contract import Compressed, Compressor, Skip
from headroom.compressors.json_records import JsonRecords

REGISTERED = (JsonRecords,)
"""Makers of the compressors, each from the frozen settings."""

__all__ = ["REGISTERED", "Compressed", "Compressor", "JsonRecords", "Skip"]
