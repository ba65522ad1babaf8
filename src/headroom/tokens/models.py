"""Which tokenizer a model's name means.

Names are looked at, nothing is looked up: this knows no prices and no windows.
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Tokenizer", "tokenizer_of"]

Tokenizer = Literal["o200k_base", "cl100k_base", "claude", "claude_4_7", "gemini", "deepseek", "other"]
"""`claude` is the tokenizer up to Claude 4.6, `claude_4_7` the one from Opus 4.7 on."""

_PREFIXES: tuple[tuple[str, Tokenizer], ...] = (
    ("gpt-4o", "o200k_base"),
    ("gpt-4.1", "o200k_base"),
    ("gpt-4.5", "o200k_base"),
    ("gpt-5", "o200k_base"),
    ("gpt-6", "o200k_base"),
    ("gpt-oss", "o200k_base"),
    ("chatgpt", "o200k_base"),
    ("codex", "o200k_base"),
    ("o1", "o200k_base"),
    ("o3", "o200k_base"),
    ("o4", "o200k_base"),
    ("gpt-4", "cl100k_base"),
    ("gpt-3.5", "cl100k_base"),
    ("gpt-35", "cl100k_base"),
    ("text-embedding-ada-002", "cl100k_base"),
    ("text-embedding-3", "cl100k_base"),
    ("davinci-002", "cl100k_base"),
    ("babbage-002", "cl100k_base"),
    ("gemini", "gemini"),
    ("gemma", "gemini"),
    ("deepseek", "deepseek"),
)
"""The first that a name is, or starts with before a sign, decides. Source: `model.py` of tiktoken 0.14.0; gpt-6 by analogy."""

_VENDOR = re.compile(r"(?:.*/)?(?:(?:us|eu|apac|jp|au|global|us-gov)\.)?(?:(?:anthropic|openai|deepseek|google)\.)?(?:ft:)?")
"""What routers, clouds and fine-tunes put in front: `openai/`, `models/`, `us.anthropic.`, `ft:`."""

_CLAUDE_VERSION = re.compile(r"(?<!\d)(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)")
"""Major and minor; dates have more digits, so `claude-opus-4-20250514` is 4."""

_CLAUDE_CHANGED = (4, 7)


def tokenizer_of(model: str) -> Tokenizer:
    """The tokenizer of a model by its name, `other` if unknown."""
    name = model.strip().lower()
    vendor = _VENDOR.match(name)
    name = name[vendor.end() :] if vendor is not None else name
    if name.startswith("claude"):
        return _claude_tokenizer(name)
    for prefix, tokenizer in _PREFIXES:
        if name.startswith(prefix) and not name[len(prefix) : len(prefix) + 1].isalnum():
            return tokenizer
    return "other"


def _claude_tokenizer(name: str) -> Tokenizer:
    version = _CLAUDE_VERSION.search(name)
    if version is None:
        return "claude_4_7"  # An alias without a number means the newest.
    major, minor = int(version[1]), int(version[2] or 0)
    return "claude_4_7" if (major, minor) >= _CLAUDE_CHANGED else "claude"
