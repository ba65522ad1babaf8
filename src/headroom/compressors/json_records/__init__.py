"""JSON tool results: tables, selected rows, and the decoder of every lossless form."""

from headroom.compressors.json_records.compressor import JsonRecords
from headroom.compressors.json_records.decode import decode

__all__ = ["JsonRecords", "decode"]
