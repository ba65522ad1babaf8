"""What we take from a page beside what a library for it takes: tokens, what is wanted of it, and time.

`python -m benchmarks.bench_pages [--corpus DIR] [--markdown]`

Needs `pip install trafilatura lxml_html_clean`. The library is not told the question; ours is, where it was asked before the
page came, as in use.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

import msgspec

from benchmarks.cases import Case, default_corpus, load
from benchmarks.clock import interleaved, spread_of
from benchmarks.subject import tokens
from benchmarks.tables import aligned, markdown
from benchmarks.texts import tool_texts
from headroom.compressors import Markup
from headroom.relevance import query_text

__all__ = ["Extractor", "Found", "main", "measured", "ours", "table"]

_ROUNDS = 5

Extractor = Callable[[str, str], str]
"""A page and a question -> its text."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What one extractor took from one page."""

    before: int
    """Exact tokens of the page."""
    after: int
    kept: float
    """Share of the strings that must be kept."""
    of_count: float
    """Time over one exact count of the page."""


def ours(page: str, question: str) -> str:
    """What our compressor makes of a page; the page where it makes nothing."""
    return Markup()(page, query_text(question, "")).map(lambda made: made.text).value_or(page)


def _library() -> Extractor:
    """The extraction of trafilatura, asked for recall, tables and links as ours gives them.

    Raises: ModuleNotFoundError where it is not installed.
    """
    extract = import_module("trafilatura").extract
    return lambda page, _: (
        extract(page, favor_recall=True, include_tables=True, include_links=True, output_format="markdown") or ""
    )


def measured(case: Case, extractor: Extractor) -> Found:
    """One page through one extractor."""
    page = max(tool_texts(case.messages), key=len)
    question = case.query or ""
    text = extractor(page, question)
    wanted = [string for string in case.must_keep if string in page] or list(case.must_keep)
    taking, counting = map(
        spread_of,
        interleaved((lambda: lambda: extractor(page, question), lambda: lambda: tokens((page,))), _ROUNDS, clock="cpu"),
    )
    return Found(
        before=tokens((page,)),
        after=tokens((text,)),
        kept=sum(string in text for string in wanted) / len(wanted) if wanted else 1.0,
        of_count=taking.median_ms / counting.median_ms,
    )


def table(found: Mapping[str, Sequence[Found]]) -> list[tuple[str, ...]]:
    """A row an extractor: pages, saved, kept, and the median of times."""
    rows: list[tuple[str, ...]] = [("extractor", "pages", "saved", "kept", "time/count")]
    for name, pages in found.items():
        saved = 1 - sum(page.after for page in pages) / sum(page.before for page in pages)
        kept = statistics.fmean(page.kept for page in pages)
        time = statistics.median(page.of_count for page in pages)
        rows.append((name, str(len(pages)), f"{saved:.1%}", f"{kept:.1%}", f"{time:.2f}"))
    return rows


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_pages", description="Our pages beside a library's.")
    parser.add_argument("--corpus", type=Path, default=None, help="directory of *.jsonl.gz (default: the full corpus)")
    parser.add_argument("--markdown", action="store_true", help="the table as Markdown")
    options = parser.parse_args(given)
    cases = list(load(options.corpus or default_corpus(), kinds=["html"], ids=[]))
    extractors = {"headroom": ours, "trafilatura": _library()}
    found = {name: [measured(case, extractor) for case in cases] for name, extractor in extractors.items()}
    print((markdown if options.markdown else aligned)(table(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
