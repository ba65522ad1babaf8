"""What other tokenizers make of a text, as factors on its exact o200k count.

Data and the choice of a row, nothing else. No provider is asked: rows say whether they were measured, quoted or assumed.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from headroom.tokens.estimate import features, sample
from headroom.tokens.models import Tokenizer

__all__ = ["FACTORS", "ContentClass", "Factor", "content_class", "error_bar", "factor_for"]

ContentClass = Literal["prose", "code", "json", "digits", "other_scripts"]

Basis = Literal["measured", "quoted", "assumed"]


class Factor(msgspec.Struct, frozen=True):
    """Tokens for one o200k token, how far off that may be, and how it is known."""

    factor: float
    error: float
    """Relative: nine texts in ten lie within it. Judged from the spread of the sources unless measured."""
    basis: Basis


FACTORS: dict[Tokenizer, dict[ContentClass, Factor]] = {
    # Prose: 1.18 with the counting endpoint and Sonnet 4.5 (github.com/sammcj/ingest, pull request 65, 2026-08-11); code: 10
    # to 30 % above o200k (github.com/Barnett-Studios/cxpak, issue 35, 2026-07-20). The rest follows the shape of the published
    # Claude 2 tokenizer, in which JSON costs what code costs and digits nearly what they cost in o200k.
    "claude": {
        "prose": Factor(1.18, 0.12, "quoted"),
        "code": Factor(1.20, 0.15, "quoted"),
        "json": Factor(1.20, 0.15, "assumed"),
        "digits": Factor(1.05, 0.12, "assumed"),
        "other_scripts": Factor(1.25, 0.40, "assumed"),
    },
    # The row above times the ratios of Opus 4.7 to 4.6 that third parties published: English 1.2 to 1.46, code 1.13 to 1.33,
    # JSON 1.31, identifiers and times 1.07, Han and Cyrillic 1.00. Prose comes out at the 1.53 that the first source above
    # found with Opus 5.
    "claude_4_7": {
        "prose": Factor(1.53, 0.15, "quoted"),
        "code": Factor(1.48, 0.20, "quoted"),
        "json": Factor(1.57, 0.20, "quoted"),
        "digits": Factor(1.12, 0.15, "assumed"),
        "other_scripts": Factor(1.25, 0.40, "assumed"),
    },
    # Published comparisons differ from o200k by 5 to 15 % either way and name no class.
    "gemini": {
        "prose": Factor(1.05, 0.15, "assumed"),
        "code": Factor(1.10, 0.20, "assumed"),
        "json": Factor(1.10, 0.20, "assumed"),
        "digits": Factor(1.50, 0.50, "assumed"),
        "other_scripts": Factor(1.00, 0.30, "assumed"),
    },
    # Medians and 90th percentiles with DeepSeek's tokenizer file in the wheel of litellm 1.109.1, by
    # `tools/calibrate_tokens.py --against`. Other scripts: few texts.
    "deepseek": {
        "prose": Factor(1.02, 0.09, "measured"),
        "code": Factor(1.06, 0.09, "measured"),
        "json": Factor(1.06, 0.06, "measured"),
        "digits": Factor(1.01, 0.05, "measured"),
        "other_scripts": Factor(1.18, 0.40, "measured"),
    },
    "other": {
        "prose": Factor(1.10, 0.25, "assumed"),
        "code": Factor(1.15, 0.25, "assumed"),
        "json": Factor(1.15, 0.25, "assumed"),
        "digits": Factor(1.20, 0.40, "assumed"),
        "other_scripts": Factor(1.30, 0.50, "assumed"),
    },
}
"""By tokenizer, then by what the text mostly consists of."""

_MOSTLY_OTHER_SCRIPTS = 0.2
_MOSTLY_DIGITS = 0.25
_SIGNS_IN_JSON = 0.1
_SIGNS_IN_CODE = 0.07
"""Shares of characters; chosen so that kinds of tool output fall into the class they are named for."""


def content_class(text: str) -> ContentClass:
    """What a text mostly consists of, by shares of its characters.

    Cost: bounded; a long text is judged by a sample.
    """
    excerpt = sample(text)
    _, _, signs, digits, single_signs, single_digits, _, _, *beyond = features(excerpt)
    length = max(1, len(excerpt))
    if sum(beyond) > _MOSTLY_OTHER_SCRIPTS * length:
        return "other_scripts"
    if 2 * digits + single_digits > _MOSTLY_DIGITS * length:
        return "digits"
    share = (2 * signs + single_signs) / length
    if share > _SIGNS_IN_JSON and excerpt.lstrip(" \r\n\t")[:1] in ("{", "["):
        return "json"
    return "code" if share > _SIGNS_IN_CODE else "prose"


def factor_for(tokenizer: Tokenizer, text: str) -> float:
    """What to multiply the o200k count of this text with."""
    return FACTORS[tokenizer][content_class(text)].factor


def error_bar(tokenizer: Tokenizer) -> float:
    """The widest error of a tokenizer's rows for prose, code and JSON."""
    rows = FACTORS[tokenizer]
    return max(rows["prose"].error, rows["code"].error, rows["json"].error)
