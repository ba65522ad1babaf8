"""The modules that may break a rule of shape, each with its reason.

Every list may only shrink: an entry that is no longer needed fails the test that reads it.
"""

from __future__ import annotations

__all__ = ["BROAD_EXCEPT", "LOCAL_IMPORTS", "LONG_MODULES", "SHORT_OF_A_TEST", "WIDE_FUNCTIONS"]

LONG_MODULES: dict[str, str] = {}
"""By path: modules above 350 lines."""

WIDE_FUNCTIONS: dict[str, str] = {
    "client/aio.py:AsyncHeadroomClient.__init__": "the documented constructor",
    "client/sync.py:HeadroomClient.__init__": "as AsyncHeadroomClient",
    "pipeline/aio.py:acompress": "the public face: all but two of its parameters are keyword-only",
    "pipeline/entry.py:compress": "as acompress",
}
"""By `path:function`: functions above the limits of length, branches, parameters or nesting."""

BROAD_EXCEPT: dict[str, str] = {
    "client/core.py": "a provider may be anybody's code, and no request may fail for it",
    "client/request/prepare.py": "no trouble of ours may fail a call; it is counted, and the request goes out as it came",
    "client/reply/streaming.py": "what ends a stream is noted, and raised again as it was",
    "errors.py": "an exception may be anybody's code; one whose words cannot be read is told by its kind",
    "pipeline/extensions.py": "an extension is anybody's code; what it raises is counted and told",
    "pipeline/guard.py": "whatever a step raises becomes a decision in the report",
    "pipeline/hooks.py": "a hook is anybody's code; what it raises is a warning in the report",
    "providers/endpoints.py": "a counting endpoint is somebody's SDK and network; whatever it raises, the estimate stands",
    "relevance/embedding.py": "an embedder is anybody's code; whatever it raises, words decide and the report says so",
    "stores/replies.py": "an embedder, and a copy of somebody's reply, are anybody's code; what they raise is a miss, counted",
    "stores/writer.py": "what makes a row is the client's code and the provider's; what it raises costs that row, counted",
    "transforms/tool_results.py": "whatever a compressor raises on one text becomes the reason why that text stays",
}
"""By path: modules that may catch `Exception`."""

LOCAL_IMPORTS: dict[str, str] = {
    "cli/main.py": "click and rich are an extra, and their absence is told in one line",
    "compressors/source_code/grammars.py": "tree-sitter and its grammars are an extra, and their absence is told in one line",
    "pipeline/extensions.py": "package metadata is slow to import, and most clients have no extensions",
    "pipeline/plan.py": "package metadata is slow to import, and most configurations name nobody else's steps",
    "relevance/embedding.py": "numpy and its kin are an extra, and their absence is told in one line",
    "telemetry/logging.py": "structlog is slow to import, and most processes log nothing",
    "tokens/counter.py": "tiktoken is heavy to import and not every run counts",
}
"""By path: modules whose functions may import."""

SHORT_OF_A_TEST: dict[str, str] = {
    "compressors/contract.py": "protocols and plain values; every compressor is tested against them",
    "transforms/contract.py": "a protocol; every transform is tested against it",
}
"""By path: modules without a test file of their own."""
