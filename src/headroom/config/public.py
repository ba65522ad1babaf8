"""The configuration structs that users build and assign to.

They are ordinary mutable structs. `freezing.settings_from` freezes them once, when a pipeline is made; nothing inside holds
one. Defaults are the product's documented ones.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from headroom.config.client import CacheOptimizerConfig, CCRConfig, HeadroomMode, PrefixFreezeConfig
from headroom.config.history import DATE_PATTERNS, DYNAMIC_TAIL
from headroom.config.reduction import DEFAULT_KEPT_TAGS, Embedder, SentenceScorer

__all__ = [
    "DEFAULT_EXCLUDED_TOOLS",
    "CacheAlignerConfig",
    "CodeCompressorConfig",
    "ConfigCompressorConfig",
    "ContentRouterConfig",
    "DiffCompressorConfig",
    "HeadroomConfig",
    "LogCompressorConfig",
    "MarkupCompressorConfig",
    "ProseCompressorConfig",
    "RelevanceScorerConfig",
    "RollingWindowConfig",
    "SearchCompressorConfig",
    "SmartCrusherConfig",
    "ToolProfile",
]

DEFAULT_EXCLUDED_TOOLS = ("Read", "Glob", "Grep", "Write", "Edit", "WebSearch", "WebFetch", "web_search", "web_fetch")
"""Tools whose results edit workflows need as they are, and read-only web tools. Compared without case; globs allowed."""


class RelevanceScorerConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How it is judged which rows answer the question.

    Whatever the tier, rows that hold rare words of the question stay. The report says for each text which tier ran.
    """

    tier: Literal["bm25", "embedding", "hybrid"] = "bm25"
    """`bm25` goes by words alone and costs next to nothing; `embedding` also keeps rows that are near in meaning, `hybrid` rows
    that are near by words and meaning together. Both need vectors; without any, `bm25` runs."""
    bm25_k1: float = 1.5
    """How soon a word is worth as much as it can be; 0 goes by the rarity of words alone."""
    bm25_b: float = 0.75
    """From 0 to 1: how much of a row's length counts against it."""
    embedder: Embedder | None = None
    """Texts -> a vector each, always the same for the same text: `SentenceTransformer("all-MiniLM-L6-v2").encode`, for one.
    None takes the word vectors of the extra `relevance` where it is installed. Nothing is ever downloaded."""
    hybrid_alpha: float = 0.5
    """From 0 to 1: the share of words in a `hybrid` score."""
    adaptive_alpha: bool = True
    """Whether words count for more in a `hybrid` score where the question names identifiers."""
    relevance_threshold: float = 0.25
    """From 0 to 1: the score from which a row counts as near."""


class SmartCrusherConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How JSON tool results are compressed."""

    enabled: bool = True
    min_items_to_analyze: int = 5
    """Arrays shorter than this are left alone."""
    min_tokens_to_crush: int = 200
    """Texts below this many tokens, as estimated, are left alone, and arrays of fewer than three bytes for each of them."""
    max_items_after_crush: int = 15
    """An array's budget: the tokens that this many median items take. Items that must be kept come on top."""
    variance_threshold: float = 2.0
    """Standard deviations from the mean beyond which a number is an outlier, or a shift of the mean a change point."""
    uniqueness_threshold: float = 0.1
    """Share of distinct values (of at most 50 rows) below which a column is nearly constant and its numbers not analysed."""
    similarity_threshold: float = 0.8
    """Share of shared words from which two strings of an array count as alike."""
    first_fraction: float = 0.3
    """Share of the kept items taken from the start (at least 3 items)."""
    last_fraction: float = 0.15
    """Share of the kept items taken from the end (at least 2 items)."""
    preserve_change_points: bool = True
    """Keep the items at which a number's level shifts."""
    factor_out_constants: bool = False
    """Also in JSON output, state fields that are equal in all kept items once instead of in each item."""
    include_summaries: bool = False
    """Describe what was left out (ranges of numbers, counts of values) where it was left out."""
    dedup_identical_items: bool = True
    """Keep no item for variety's sake that is identical to a kept one."""
    lossless_only: bool = False
    """Drop nothing and leave no marker; only re-encode."""
    lossless_min_savings_ratio: float = 0.15
    """Share of the text that tables and references must save to be used; leaving out whitespace needs no share."""
    relevance: RelevanceScorerConfig = msgspec.field(default_factory=RelevanceScorerConfig)
    """How it is judged which items answer the question."""
    use_feedback_hints: bool = True
    """For learned hints. Nothing is learned yet, so it changes nothing."""
    toin_confidence_threshold: float = 0.3
    """For learned hints. Nothing is learned yet, so it changes nothing."""


class LogCompressorConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How logs, build and test output and tracebacks are compressed."""

    enabled: bool = True
    max_total_lines: int = 100
    """Lines wanted of a log. Different errors, failing tests and what was asked for come on top."""
    error_context_lines: int = 3
    """Lines kept round an error; by default of the two gravest for certain, of others where there is room."""
    max_stack_traces: int = 3
    """Different stack traces told with frames, of one log; at 0 only their exceptions."""
    stack_trace_max_lines: int = 20
    """Lines of a stack trace; frames of libraries are left out first, the exception never."""


class SearchCompressorConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How search results and listings of files are compressed."""

    enabled: bool = True
    max_matches_per_file: int = 5
    """Hits shown of one file; four times as many where they answer the question, eight times of a file that it names.
    Where `max_files` files or more match, `max_total_matches` is used up first."""
    max_total_matches: int = 30
    """Hits shown in all, and entries of a listing; three times as many where they answer the question. Hits that stand out (one
    of each linter rule, errors among calm log hits, the largest counts) come on top, as many again at most."""
    max_files: int = 15
    """Files of which hits are shown; the others are named with their counts."""


class DiffCompressorConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How diffs are compressed. Added and removed lines of a kept hunk always stay."""

    enabled: bool = True
    max_context_lines: int = 2
    """Unchanged lines kept on either side of a change."""
    max_hunks_per_file: int = 10
    """Hunks wanted of one file."""
    max_files: int = 20
    """Files of which hunks are shown; the others are named with their counts."""


class CodeCompressorConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How source code is compressed, which needs the extra `code`.

    Imports, signatures, types and decorators always stay; what is left still parses.
    """

    enabled: bool | None = None
    """Whether code is compressed at all. None means HEADROOM_CODE_AWARE_ENABLED, else the preset's word: `max` does."""
    docstring_mode: Literal["full", "first_line", "remove"] = "first_line"
    """What is kept of a documentation comment whose code is elided."""
    target_compression_rate: float = 0.2
    """From 0 to 1: the share of the lines in bodies to keep. What the question asks for comes on top; where it names something,
    others keep a quarter of this, where it asks nothing of the code, up to twice as much. At 1 all bodies stay."""
    max_body_lines: int = 5
    """Lines kept of a body that is neither asked for nor important."""
    compress_comments: bool = True
    """Whether long comments between declarations are cut to their first line."""
    min_tokens_for_compression: int = 100
    """Texts below this many tokens, as estimated, are left alone."""


class MarkupCompressorConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How pages and XML are compressed."""

    enabled: bool = True
    include_links: bool = True
    """Whether links in the text of a page keep their target."""
    include_tables: bool = True
    """Whether tables of a page are written as tables; if not, they are left out like what stands beside the text."""


class ConfigCompressorConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How configuration files are compressed: whole blocks stay or are named."""

    enabled: bool = True


class ProseCompressorConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How sentences are compressed: whole ones stay, none is rewritten."""

    enabled: bool = True
    scorer: SentenceScorer | None = None
    """Judges sentences instead of the words they share with the question: a model, for one. None takes words."""


class ContentRouterConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Which texts are compressed at all."""

    enabled: bool = True
    min_tokens_to_compress: int = 250
    """Texts below this many tokens, as estimated, are left alone."""
    protect_error_outputs: bool | None = None
    """Leave short texts alone that speak of errors with two different words. None means the preset's word: all but `max` do."""
    error_protection_max_chars: int = 8_000
    """How long such a text, or a result marked as an error, may be to be left alone."""
    kept_tags: list[str] = msgspec.field(default_factory=lambda: list(DEFAULT_KEPT_TAGS))
    """Tags on lines of their own, what is inside them included, that must survive as they are."""
    lossless_folds: bool = True
    """Write repeated lines and prefixes once where nothing else makes a text shorter."""


class CacheAlignerConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is done about dates, ids and the like in the system prompt, which keep prompt caches from being hit."""

    enabled: bool = False
    mode: Literal["detect", "extract"] = "detect"
    """`detect` warns and changes nothing; `extract` moves lines and sentences that say nothing else to the prompt's end."""
    use_dynamic_detector: bool = True
    """False looks for `date_patterns` alone."""
    detection_tiers: list[Literal["regex", "ner", "semantic"]] = msgspec.field(default_factory=lambda: ["regex"])
    """`ner` and `semantic` need a detector, which `CacheAligner` itself takes; without one a warning says so."""
    extra_dynamic_labels: list[str] = msgspec.field(default_factory=list)
    """Labels whose value is dynamic as well (`session`)."""
    entropy_threshold: float = 0.7
    """From 0 to 1: how random a word must look to count as an id."""
    normalize_whitespace: bool = True
    """With `extract`: leave no white space at the end where the last line moved."""
    collapse_blank_lines: bool = True
    """With `extract`: leave one of the empty lines round a line that moved."""
    dynamic_tail_separator: str = DYNAMIC_TAIL
    """What stands before the lines that moved."""
    date_patterns: list[str] = msgspec.field(default_factory=lambda: list(DATE_PATTERNS))
    """Regular expressions that are looked for where `use_dynamic_detector` is off."""


class RollingWindowConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is left out of a conversation that does not fit into the context window."""

    limit_tokens: int | None = None
    """What system prompt, tools and messages may take together. None: nothing is left out for lack of room."""
    keep_last_turns: int = 2
    """Turns that always stay."""


class ToolProfile(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is different for the results of one tool."""

    skip_compression: bool = False
    max_items_after_crush: int | None = None


class HeadroomConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set. `compress()` uses what is about compression, clients use all of it."""

    store_url: str = "sqlite:///headroom.db"
    """Where clients keep metrics and originals: `sqlite:///relative.db`, `sqlite:////absolute.db`, `jsonl:///path`, `memory://`."""
    default_mode: HeadroomMode = HeadroomMode.AUDIT
    """What a client does with requests that do not say."""
    model_context_limits: dict[str, int] = msgspec.field(default_factory=dict)
    """Context windows in tokens by model, before what is known of them."""
    output_buffer_tokens: int = 4_000
    """What a client leaves of the window for the reply."""
    generate_diff_artifact: bool = False
    """Whether a client records what each step did to each request (`client.last_diff`)."""
    discover_pipeline_extensions: bool = True
    """Whether a client loads the extensions that installed packages offer (entry points of `headroom.pipeline_extension`)."""
    pipeline_extensions: list[object] = msgspec.field(default_factory=list)
    """Extensions by themselves, beside those found: objects with `on_pipeline_event(event)`."""
    cache_optimizer: CacheOptimizerConfig = msgspec.field(default_factory=CacheOptimizerConfig)
    ccr: CCRConfig = msgspec.field(default_factory=CCRConfig)
    prefix_freeze: PrefixFreezeConfig = msgspec.field(default_factory=PrefixFreezeConfig)

    smart_crusher: SmartCrusherConfig = msgspec.field(default_factory=SmartCrusherConfig)
    content_router: ContentRouterConfig = msgspec.field(default_factory=ContentRouterConfig)
    log_compressor: LogCompressorConfig = msgspec.field(default_factory=LogCompressorConfig)
    search_compressor: SearchCompressorConfig = msgspec.field(default_factory=SearchCompressorConfig)
    diff_compressor: DiffCompressorConfig = msgspec.field(default_factory=DiffCompressorConfig)
    code_compressor: CodeCompressorConfig = msgspec.field(default_factory=CodeCompressorConfig)
    markup_compressor: MarkupCompressorConfig = msgspec.field(default_factory=MarkupCompressorConfig)
    config_compressor: ConfigCompressorConfig = msgspec.field(default_factory=ConfigCompressorConfig)
    prose_compressor: ProseCompressorConfig = msgspec.field(default_factory=ProseCompressorConfig)
    cache_aligner: CacheAlignerConfig = msgspec.field(default_factory=CacheAlignerConfig)
    rolling_window: RollingWindowConfig = msgspec.field(default_factory=RollingWindowConfig)
    exclude_tools: list[str] | None = None
    """Tools whose results are never touched; None means the preset's list."""
    protect_tool_results: list[str] = msgspec.field(default_factory=list)
    """Tools whose results are never lossy-compressed; added to HEADROOM_PROTECT_TOOL_RESULTS."""
    tool_profiles: dict[str, ToolProfile] = msgspec.field(default_factory=dict)
    """Per-tool differences by tool name (dicts of the same fields are accepted by `compress`)."""
    keep_turns: int = 0
    """Leave the last N turns uncompressed. Moves with every turn, so cached prefixes change; 0 is prefix-stable."""
    target_ratio: float | None = None
    """From 0 to 1: the share of the tokens of prose, and of a page's text, to keep (0.4 keeps about 40 %). None means
    HEADROOM_TARGET_RATIO, else less where a question says what matters and more where none was asked."""
    intercept_tool_results: bool = False
    """The first read of a whole source file becomes an outline with line numbers; the second shows the file. Also for tools
    that are excluded. Needs the extra `code`."""
    retrieval: Literal["none", "tool"] = "none"
    """`tool` when the caller offers `headroom_retrieve`: markers then name it."""
    compressors: list[str] = msgspec.field(default_factory=list)
    """Names of compressors that installed packages offer (entry points of `headroom.compressors`), asked before ours."""
    transforms: list[str] = msgspec.field(default_factory=list)
    """Names of transforms that installed packages offer (entry points of `headroom.transforms`), run after the preset's."""
