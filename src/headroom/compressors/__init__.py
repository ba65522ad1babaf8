"""Compressors of one text each. `REGISTERED` names every one; registering enrols it in every law."""

from headroom.compressors.config_blocks import ConfigBlocks
from headroom.compressors.contract import Compressed, Compressor, DetectingCompressor, Skip
from headroom.compressors.folds import Folds
from headroom.compressors.json_records import JsonRecords
from headroom.compressors.log_lines import LogLines
from headroom.compressors.markup import Markup
from headroom.compressors.prose import Prose
from headroom.compressors.routed import Routed
from headroom.compressors.search_results import SearchResults
from headroom.compressors.source_code import SourceCode
from headroom.compressors.tables import Tables
from headroom.compressors.unified_diff import UnifiedDiff

REGISTERED = (
    JsonRecords.from_settings,
    Tables.from_settings,
    LogLines.from_settings,
    SearchResults.from_settings,
    UnifiedDiff.from_settings,
    SourceCode.from_settings,
    Markup.from_settings,
    ConfigBlocks.from_settings,
    Prose.from_settings,
    Folds.from_settings,
    Routed.from_settings,
)
"""Makers of the compressors, each from the frozen settings."""

__all__ = [
    "REGISTERED",
    "Compressed",
    "Compressor",
    "ConfigBlocks",
    "DetectingCompressor",
    "Folds",
    "JsonRecords",
    "LogLines",
    "Markup",
    "Prose",
    "Routed",
    "SearchResults",
    "Skip",
    "SourceCode",
    "Tables",
    "UnifiedDiff",
]
