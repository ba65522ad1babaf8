"""Transforms over a whole conversation. `REGISTERED` names every one; registering enrols it in every law."""

from headroom.transforms.contract import Transform, WindowTransform
from headroom.transforms.smart_crusher import SmartCrusher

REGISTERED = (SmartCrusher,)
"""Makers of the transforms, each from the frozen settings."""

__all__ = ["REGISTERED", "SmartCrusher", "Transform", "WindowTransform"]
