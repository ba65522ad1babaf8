"""Transforms over a whole conversation. `REGISTERED` names every one; registering enrols it in every law."""

from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.content_router import ContentRouter
from headroom.transforms.contract import PromptTransform, Transform, WindowTransform
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.gated import Gated
from headroom.transforms.makers import duplicates, outlined_reads, repeated_passages
from headroom.transforms.outlined_reads import OutlinedReads
from headroom.transforms.repeated_passages import RepeatedPassages
from headroom.transforms.rolling_window import RollingWindow
from headroom.transforms.smart_crusher import SmartCrusher
from headroom.transforms.stale_reads import StaleReads

__all__ = [
    "REGISTERED",
    "CacheAligner",
    "ContentRouter",
    "Duplicates",
    "Gated",
    "OutlinedReads",
    "PromptTransform",
    "RepeatedPassages",
    "RollingWindow",
    "SmartCrusher",
    "StaleReads",
    "Transform",
    "WindowTransform",
    "duplicates",
    "outlined_reads",
    "repeated_passages",
]


REGISTERED = (SmartCrusher, ContentRouter, outlined_reads, duplicates, repeated_passages)
"""Makers of the transforms that only change texts of tool results, each from the frozen settings."""
