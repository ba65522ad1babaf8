"""Tests of where sentences end."""

from __future__ import annotations

import random
import re

import pytest

from headroom.compressors.prose.stops import marks_in, sentence_ends


def sentences(text: str) -> list[str]:
    """The sentences of a text without the blanks round them."""
    ends = sentence_ends(text, 0, len(text), marks_in(text))
    return [text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The rent is due on the first day.", "The tenant pays it."),
        ("Is the rent due on the first day?", "It is due!"),
        ("He said that “the rent is due.”", "Nobody answered him."),
        ("The rent is due (see the plan).", "The tenant pays it."),
        ("They waited for a long time...", "Then they left."),
        ("The version was released in 2024.", "Nobody noticed it."),
        ("The rent rose by 3.5 percent to $1,234.56.", "The tenant paid."),
        ("租客應在每月第一天支付租金。", "房東不得進入房屋。"),
        ("房東說：「租金到期了。請付款。」", "租客沒有回答他的話。"),
        ("家賃は毎月一日に支払うものとする。", "ただし、休日を除く。"),
        ("هل يجوز للمالك أن يدخل البيت؟", "لا يجوز له ذلك أبدا."),
        ("किरायेदार हर महीने किराया देगा।", "वह जानवर नहीं रखेगा।"),
        ("Арендатор обязан платить вовремя.", "Он не может держать собак."),
        ("Der Mieter zahlt am Monatsanfang.", "Er hält keine Tiere."),
        ("The rent is due on the\nfirst day of the month.", "The\ntenant pays it."),
    ],
)
def test_sentences_end_at_stops(first: str, second: str) -> None:
    """In any script, with quotes behind the stop, and over several lines."""
    assert sentences(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    "sentence",
    [
        "The agent of the landlord is Mr. Smith of No. 5 in the old market.",
        "Some duties, e.g. The Duty of Care, i.e. Looking after it, remain.",
        "The letter of J. R. Smith was found in the house by the tenant.",
        "As agreed under Section 5. Rent and other payments are due today.",
        "It was sold to Smith Inc. New York for a good price in the end.",
        "He moved into the house in the U.S. Army barracks near the river.",
        "Am 12. März zahlt der Mieter die Miete an den Vermieter aus Köln.",
        "Read https://example.org/a.b?c=d. or the file name.txt before it.",
        'He asked me "Is it due? Is it really due?" and then he paid it.',
        "He asked me “Is it due? Is it really due?” and then he paid it.",
        "The tenant pays (see the plan. It is old. Very old) the landlord.",
        "The version 2.4.1 of the program needs the library 3.2 or later.",
        "What a price! said the tenant, who had never paid so much before.",
    ],
)
def test_sentences_are_not_torn(sentence: str) -> None:
    """Abbreviations, initials, numbers, addresses, quotations and brackets hold stops that end nothing."""
    assert sentences(sentence) == [sentence]


def test_short_sentences_join_the_next() -> None:
    """What is not worth a note, and may be the number of what follows, is no sentence of its own."""
    assert sentences("4.1. Rent is due. The tenant shall pay it on the first day.") == [
        "4.1. Rent is due.",
        "The tenant shall pay it on the first day.",
    ]


def test_a_quotation_that_never_closes_ends() -> None:
    """Only so much of a text is kept whole for a quotation mark."""
    text = 'He said "the rent is due. ' + "The tenant shall pay it on the first day. " * 60
    assert len(sentences(text)) > 30


@pytest.mark.parametrize(
    "text", ["." * 100_000, ". " * 50_000, '."' * 50_000, "a. B" * 30_000, "(a. " * 30_000, "\ud800. \x00. "]
)
def test_odd_texts_end(text: str) -> None:
    """The ends are in order, and the last is the end of the text."""
    ends = sentence_ends(text, 0, len(text), marks_in(text))
    assert ends == sorted(set(ends))
    assert ends[-1] == len(text)


_STOP = re.compile(r"[.!?…](?<![.!?…][.!?…])[.!?…]*+[\"'”’»›)\]}*_`]{0,4}+\s++(?![a-z])")
"""Where a sentence may end in scripts with spaces, by one pattern for all of its stops."""


def test_stops_are_those_of_one_pattern() -> None:
    """Each kind is looked for by itself; together they are what one search finds, in order."""
    rng = random.Random(7)
    for _ in range(2_000):
        text = "".join(rng.choices("..!?…\"') \n\taBü", k=rng.randint(0, 40)))
        marks = marks_in(text)
        assert list(zip(marks.stops, marks.afters, strict=True)) == [found.span() for found in _STOP.finditer(text)]


@pytest.mark.parametrize(
    "before", ["quietly", "it", "Ed", "Mr", "Jan", "X", "x", "etc", "approx", "e.g", "12", "Bé", "(no", "a-b"]
)
@pytest.mark.parametrize("behind", ["The dog", "New York", "new", "5 dogs", "Él dijo", "– but", "(so)"])
def test_one_blank_ends_a_sentence_as_two_do(before: str, behind: str) -> None:
    """What mostly stands round a stop is seen at a glance, and what a closer look would say."""
    text = f"The landlord was looking for {before}. {behind} and more of them."
    wider = [sentence.replace(".  ", ". ") for sentence in sentences(text.replace(". ", ".  "))]
    assert sentences(text) == wider


def test_parts_of_a_text_end_as_they_would_alone() -> None:
    """Lines before and behind a part say nothing of it."""
    lines = [
        "The rent is due today. It is paid.  \n",
        "...and so on! Who knows? Nobody.\n",
        "  J. Doe et al. Left it. Then\n",
        "\n",
    ]
    rng = random.Random(7)
    for _ in range(200):
        parts = rng.choices(lines, k=6)
        text = "".join(parts)
        at = 0
        for part in parts:
            end = at + len(part)
            alone = sentence_ends(part, 0, len(part), marks_in(part))
            assert sentence_ends(text, at, end, marks_in(text)) == [at + place for place in alone]
            at = end
