"""Source code: declarations stay, bodies are elided by what is asked."""

from headroom.compressors.source_code.compressor import SourceCode
from headroom.compressors.source_code.outline import outline

__all__ = ["SourceCode", "outline"]
