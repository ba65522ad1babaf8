"""Logs, build and test output, tracebacks: the lines that say something, and how many more there were like them."""

from headroom.compressors.log_lines.compressor import LogLines

__all__ = ["LogLines"]
