"""The command line: reads files, calls the pipeline, prints. No decision about content is made here."""

from __future__ import annotations

__all__: list[str] = []
