"""Configuration: the public structs, the frozen settings made from them, and the environment."""

from headroom.config.history import AlignerSettings, WindowSettings
from headroom.config.public import (
    CacheAlignerConfig,
    ContentRouterConfig,
    DiffCompressorConfig,
    HeadroomConfig,
    LogCompressorConfig,
    RelevanceScorerConfig,
    RollingWindowConfig,
    SearchCompressorConfig,
    SmartCrusherConfig,
    ToolProfile,
)
from headroom.config.reduction import (
    CrushSettings,
    DiffSettings,
    LogSettings,
    RelevanceSettings,
    RouterSettings,
    SearchSettings,
    TextSettings,
    WorkBudget,
)
from headroom.config.settings import Profile, Settings, crush_settings_from, settings_from

__all__ = [
    "AlignerSettings",
    "CacheAlignerConfig",
    "ContentRouterConfig",
    "CrushSettings",
    "DiffCompressorConfig",
    "DiffSettings",
    "HeadroomConfig",
    "LogCompressorConfig",
    "LogSettings",
    "Profile",
    "RelevanceScorerConfig",
    "RelevanceSettings",
    "RollingWindowConfig",
    "RouterSettings",
    "SearchCompressorConfig",
    "SearchSettings",
    "Settings",
    "SmartCrusherConfig",
    "TextSettings",
    "ToolProfile",
    "WindowSettings",
    "WorkBudget",
    "crush_settings_from",
    "settings_from",
]
