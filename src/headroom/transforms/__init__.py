"""Transforms over a whole conversation. `REGISTERED` names every one; registering enrols it in every law."""

from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.content_router import ContentRouter
from headroom.transforms.contract import PromptTransform, Transform, WindowTransform
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.gated import Gated
from headroom.transforms.makers import duplicates, repeated_passages
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
    "PromptTransform",
    "RepeatedPassages",
    "RollingWindow",
    "SmartCrusher",
    "StaleReads",
    "Transform",
    "WindowTransform",
    "duplicates",
    "repeated_passages",
]


REGISTERED = (SmartCrusher, ContentRouter, duplicates, repeated_passages)
"""Makers of the transforms that only change texts of tool results, each from the frozen settings."""
