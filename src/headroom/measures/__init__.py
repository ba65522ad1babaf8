"""What a conversation consists of, and what of it looks like waste: figures for reports, never decisions."""

from headroom.measures.blocks import block_breakdown
from headroom.measures.waste import WasteSignals, waste_signals

__all__ = ["WasteSignals", "block_breakdown", "waste_signals"]
