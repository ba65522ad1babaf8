"""The modules that may break a rule of shape, each with its reason.

Every list may only shrink: an entry that is no longer needed fails the test that reads it.
"""

from __future__ import annotations

__all__ = ["BROAD_EXCEPT", "LOCAL_IMPORTS", "LONG_MODULES", "SHORT_OF_A_TEST", "WIDE_FUNCTIONS"]

LONG_MODULES: dict[str, str] = {}
"""By path: modules above 350 lines."""

WIDE_FUNCTIONS: dict[str, str] = {
    "pipeline/aio.py:acompress": "the public face: all but two of its parameters are keyword-only",
    "pipeline/entry.py:compress": "as acompress",
}
"""By `path:function`: functions above the limits of length, branches, parameters or nesting."""

BROAD_EXCEPT: dict[str, str] = {
    "pipeline/guard.py": "whatever a step raises becomes a decision in the report",
    "relevance/embedding.py": "an embedder is anybody's code; whatever it raises, words decide and the report says so",
    "transforms/tool_results.py": "whatever a compressor raises on one text becomes the reason why that text stays",
}
"""By path: modules that may catch `Exception`."""

LOCAL_IMPORTS: dict[str, str] = {
    "cli/main.py": "click and rich are an extra, and their absence is told in one line",
    "compressors/source_code/grammars.py": "tree-sitter and its grammars are an extra, and their absence is told in one line",
    "pipeline/plan.py": "package metadata is slow to import, and most configurations name nobody else's steps",
    "relevance/embedding.py": "numpy and its kin are an extra, and their absence is told in one line",
    "tokens/counter.py": "tiktoken is heavy to import and not every run counts",
}
"""By path: modules whose functions may import."""

SHORT_OF_A_TEST: dict[str, str] = {
    "compressors/contract.py": "protocols and plain values; every compressor is tested against them",
    "transforms/contract.py": "a protocol; every transform is tested against it",
}
"""By path: modules without a test file of their own."""
