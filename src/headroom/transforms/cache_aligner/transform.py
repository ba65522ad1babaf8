"""What in a system prompt keeps a provider's prompt cache from being hit, told or moved to the end.

A cache holds a prefix: one date in the first line costs all that follows. Only system and developer texts are read, and unless
the caller asks for `extract` nothing is changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from returns.result import Success

from headroom.config.history import DATE_PATTERNS, DYNAMIC_TAIL
from headroom.detection.dynamic_content import Detector, Finding, find_dates, find_dynamic
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Decision, Message, Part, Report, Source, Text, part_text, replace_parts
from headroom.tokens import Memo
from headroom.transforms.cache_aligner.dynamic_lines import dynamic_spans
from headroom.transforms.cache_aligner.dynamic_tail import Moved, appended, taken_out
from headroom.transforms.cache_marks import marked_blocks
from headroom.transforms.replacement import replace_texts
from headroom.wire.codec import decode

__all__ = ["CacheAligner"]

_NAME = "cache_aligner"
_PENALTY = 0.1
"""What a finding takes off the alignment score. Source: the product's documented score."""
_LINES_TOLD = 3
"""Lines named in a warning; chosen."""

Tier = Literal["regex", "ner", "semantic"]
Spans = tuple[tuple[int, int], ...]
"""Where lines and sentences stand, as (start, end)."""
_FOUND: Memo[tuple[tuple[str, ...], float, tuple[str, ...], str], tuple[Finding, ...]] = Memo(
    max_entries=256, max_weight=4_000_000
)
"""Findings by labels, threshold, date patterns and text. Weights are characters; chosen: prompts are few and come again."""


class CacheAligner(msgspec.Struct, frozen=True, kw_only=True):
    """Tells what is dynamic in the system prompt; in mode `extract` moves such lines to its end.

    Keeps: all but whole lines and sentences that say nothing else; nothing is lost, and their order stays.
    No-op: in mode `detect`, with which it only reports; for a message whose last text a `cache_control` mark caches.
    """

    mode: Literal["detect", "extract"] = "detect"
    use_dynamic_detector: bool = True
    """False looks for `date_patterns` alone."""
    detection_tiers: tuple[Tier, ...] = ("regex",)
    extra_dynamic_labels: tuple[str, ...] = ()
    """Names whose value is dynamic as well, whatever it looks like (`build: main`)."""
    entropy_threshold: float = 0.7
    date_patterns: tuple[str, ...] = DATE_PATTERNS
    normalize_whitespace: bool = True
    """Leave no white space at the end where the last line moved."""
    collapse_blank_lines: bool = True
    """Of the empty lines round a line that moved leave one."""
    dynamic_tail_separator: str = DYNAMIC_TAIL
    ner: Detector | None = None
    """Finds names and dates; asked where `detection_tiers` has `ner`."""
    semantic: Detector | None = None
    """Finds sentences by their meaning; asked where `detection_tiers` has `semantic`."""

    def __post_init__(self) -> None:
        if self.mode not in ("detect", "extract"):
            raise ConfigurationError(f"mode must be detect or extract, not {self.mode!r}", {"field": "mode"})
        unknown = set(self.detection_tiers) - {"regex", "ner", "semantic"}
        if unknown:
            raise ConfigurationError(f"unknown detection tiers: {', '.join(sorted(unknown))}", {"field": "detection_tiers"})
        if not 0.0 <= self.entropy_threshold <= 1.0 or not self.dynamic_tail_separator.strip():
            raise ConfigurationError(
                "entropy_threshold must be between 0 and 1 and dynamic_tail_separator visible",
                {"entropy_threshold": self.entropy_threshold, "dynamic_tail_separator": self.dynamic_tail_separator},
            )
        try:
            [re.compile(pattern) for pattern in self.date_patterns]
        except re.error as error:
            raise ConfigurationError(f"a date pattern cannot be read: {error}", {"field": "date_patterns"}) from error

    @property
    def name(self) -> str:
        """`cache_aligner`."""
        return _NAME

    @property
    def rewrites_history(self) -> bool:
        """Never: each system text decides alone."""
        return False

    @property
    def edits_prompt(self) -> bool:
        """In mode `extract`, which the caller asks for by name."""
        return self.mode == "extract"

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation, a decision for every part, and a warning for each kind of thing found.

        Cost: some ten passes over a system text that is new; a look-up for one seen before.
        """
        _, report = replace_texts(conversation, {}, _NAME, {}, "no system prompt")
        decided: dict[tuple[int, int], Decision] = {}
        warnings = self._tier_warnings()
        system = self._aligned(-1, conversation.system, None, decided, warnings)
        messages: list[Message] = []
        for index, message in enumerate(conversation.messages):
            messages.append(message)
            if message.role in ("system", "developer"):
                parts = self._aligned(index, message.parts, message.source, decided, warnings)
                messages[-1] = message if parts is message.parts else replace_parts(message, parts)
        decisions = tuple(decided.get((decision.message, decision.part), decision) for decision in report.decisions)
        report = Report(decisions=decisions, warnings=tuple(warnings))
        if all(decision.action == "kept" for decision in decided.values()):
            return conversation, report
        kept = conversation.messages if all(map(_is_same, messages, conversation.messages)) else tuple(messages)
        return msgspec.structs.replace(conversation, system=system, messages=kept), report

    def get_alignment_score(self, messages: Sequence[object], *, system: object = None) -> float:
        """How well the system prompt of wire messages can be cached: 1 less a tenth for each finding, 0 at least.

        Raises: ConfigurationError for what is no list of messages.
        """
        decoded = decode(messages, system=system)
        if not isinstance(decoded, Success):
            raise ConfigurationError(f"no conversation: {decoded.failure()}", {"field": "messages"})
        conversation = decoded.unwrap()
        spoken = [message.parts for message in conversation.messages if message.role in ("system", "developer")]
        texts = [part.text for parts in (conversation.system, *spoken) for part in parts if isinstance(part, Text)]
        count = sum(len(self._findings(text.partition(self.dynamic_tail_separator)[0])) for text in texts)
        return max(0.0, round(1.0 - _PENALTY * count, 1))

    def _findings(self, text: str) -> tuple[Finding, ...]:
        patterns = () if self.use_dynamic_detector else self.date_patterns
        key = (self.extra_dynamic_labels, self.entropy_threshold, patterns, text)
        found = _FOUND.get(key)
        if found is None:
            if patterns:
                found = find_dates(text, map(re.compile, patterns))
            elif "regex" in self.detection_tiers and self.use_dynamic_detector:
                found = find_dynamic(text, labels=self.extra_dynamic_labels, entropy_threshold=self.entropy_threshold)
            else:
                found = ()
            _FOUND.put(key, found, len(text))
        return found

    def _asked(self, text: str) -> tuple[Finding, ...]:
        """The findings of the tiers beyond patterns."""
        return tuple(
            Finding(f"{tier} finding", start, end)
            for tier, detect in (("ner", self.ner), ("semantic", self.semantic))
            if tier in self.detection_tiers and detect is not None
            for start, end in detect(text)
        )

    def _tier_warnings(self) -> list[str]:
        return [
            f"{_NAME}: tier {tier} asked for; no detector given"
            for tier, given in (("ner", self.ner), ("semantic", self.semantic))
            if tier in self.detection_tiers and given is None
        ]

    def _aligned(
        self,
        message: int,
        parts: tuple[Part, ...],
        source: Source | None,
        decided: dict[tuple[int, int], Decision],
        warnings: list[str],
    ) -> tuple[Part, ...]:
        """The parts of one system prompt, the very same ones if nothing moved; decisions and warnings are added."""
        found: dict[int, tuple[Finding, ...]] = {}
        for place, part in enumerate(parts):
            if isinstance(part, Text):
                head = part.text.partition(self.dynamic_tail_separator)[0]
                found[place] = (*self._findings(head), *self._asked(head))
                decided[message, place] = _decision(message, place, part.text, part.text, _told(found[place]))
        spans = self._spans(parts, found) if self.mode == "extract" and any(found.values()) else {}
        end = max(found, default=0)
        after = parts
        if spans and any(at >= end for at in marked_blocks(source)):
            warnings.append(
                f"{_NAME}: nothing was moved in message {message}: its end is marked with cache_control, and a message may "
                "gain no block behind it"
            )
            spans = {}
        elif spans:
            after = self._moved(message, parts, spans, decided)
        for place, findings in found.items():
            warnings.extend(_warnings(message, part_text(parts[place]), _outside(findings, spans.get(place, ()))))
        return after

    def _spans(self, parts: tuple[Part, ...], found: Mapping[int, tuple[Finding, ...]]) -> dict[int, Spans]:
        """What moves, by part; of a part that says nothing else, nothing does."""
        spans: dict[int, Spans] = {}
        for place, findings in found.items():
            head = part_text(parts[place]).partition(self.dynamic_tail_separator)[0]
            spans[place] = dynamic_spans(head, _by_pattern(findings), self.extra_dynamic_labels)
        out = taken_out({place: (part_text(parts[place]), spans[place]) for place in found}, self._how())
        return {place: spans[place] for place in out.texts}

    def _how(self) -> Moved:
        return Moved(
            separator=self.dynamic_tail_separator, trims_end=self.normalize_whitespace, collapses=self.collapse_blank_lines
        )

    def _moved(
        self,
        message: int,
        parts: tuple[Part, ...],
        spans: Mapping[int, Spans],
        decided: dict[tuple[int, int], Decision],
    ) -> tuple[Part, ...]:
        """The parts with their dynamic lines at the end: of a top-level prompt in a block of their own, behind any mark."""
        out = taken_out({place: (part_text(parts[place]), where) for place, where in spans.items()}, self._how())
        changed = {place: Text(text=text) for place, text in out.texts.items()}
        end = max(place for place, part in enumerate(parts) if isinstance(part, Text))
        last = changed.get(end, parts[end])
        tail: tuple[Part, ...] = ()
        if message < 0 and self.dynamic_tail_separator not in part_text(last):
            tail = (Text(text=appended("", out.lines, self.dynamic_tail_separator)),)
        else:
            changed[end] = Text(text=appended(part_text(last), out.lines, self.dynamic_tail_separator))
        for place, text in changed.items():
            told = decided[message, place].reason
            reason = f"lines that only say what is dynamic moved to the end of the prompt ({told})"
            decided[message, place] = _decision(message, place, part_text(parts[place]), text.text, reason, "compressed")
        return (*(changed.get(place, part) for place, part in enumerate(parts)), *tail)


def _is_same(one: object, other: object) -> bool:
    return one is other


def _outside(findings: Sequence[Finding], spans: Spans) -> list[Finding]:
    """The findings that are in none of the spans."""
    starts = [start for start, _ in spans]
    places = (bisect_right(starts, finding.start) - 1 for finding in findings)
    return [one for one, at in zip(findings, places, strict=True) if at < 0 or one.end > spans[at][1]]


def _by_pattern(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Without what a model found: it says what is dynamic, not that a line says nothing else."""
    return tuple(finding for finding in found if not finding.kind.endswith(" finding"))


def _told(found: tuple[Finding, ...]) -> str:
    counts = Counter(finding.kind for finding in found)
    return ", ".join(f"{count} {_plural(kind, count)}" for kind, count in counts.items()) or "nothing dynamic found"


def _plural(kind: str, count: int) -> str:
    if count == 1:
        return kind
    return f"{kind}es" if kind.endswith("sh") else f"{kind}s" if kind != "date and time" else "dates and times"


def _warnings(message: int, text: str, found: Sequence[Finding]) -> list[str]:
    """One warning a kind. It names lines, not what stands there: that may be a secret."""
    where = "the system prompt" if message < 0 else f"message {message}"
    told: list[str] = []
    for kind, count in Counter(finding.kind for finding in found).items():
        starts = [finding.start for finding in found if finding.kind == kind][:_LINES_TOLD]
        lines = ", ".join(str(text.count("\n", 0, start) + 1) for start in starts)
        more = ", …" if count > _LINES_TOLD else ""
        told.append(
            f"{_NAME}: {where} holds {count} {_plural(kind, count)} (line {lines}{more}): once that changes, a prompt "
            "cache does not know what follows"
        )
    return told


def _decision(
    message: int, part: int, before: str, after: str, reason: str, action: Literal["kept", "compressed"] = "kept"
) -> Decision:
    return Decision(
        message=message,
        part=part,
        step=_NAME,
        action=action,
        reason=reason,
        chars_before=len(before),
        chars_after=len(after),
    )
