"""Configuration: the public structs, the frozen settings made from them, and the environment."""

from headroom.config.public import HeadroomConfig, SmartCrusherConfig, ToolProfile
from headroom.config.settings import CrushSettings, Profile, Settings, WorkBudget, crush_settings_from, settings_from

__all__ = [
    "CrushSettings",
    "HeadroomConfig",
    "Profile",
    "Settings",
    "SmartCrusherConfig",
    "ToolProfile",
    "WorkBudget",
    "crush_settings_from",
    "settings_from",
]
