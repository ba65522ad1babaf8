"""Tests of telling amounts from the numbers of clauses."""

from __future__ import annotations

import re

import pytest

from headroom.compressors.prose.counting import number_at


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2.1 The supplier delivers.", ["label"]),
        ("Clause 3. The supplier delivers.", ["label"]),
        ("(1) The supplier delivers.", ["label"]),
        ("- 3) Deliver it.", ["label"]),
        ("subject to clause 2.2 and section 7.", ["label", "label"]),
        ("§ 5 Abs. 2 gilt.", ["label", "label"]),
        ("Согласно пункту 17 сумма 3000 рублей.", ["label", "amount"]),
        ("第3条规定，第3号货物的价格为300元。", ["label", "label", "amount"]),
        ("المادة 12. خلال 15 يوما.", ["label", "amount"]),
        ("within 30 days", ["amount"]),
        ("12 days later", ["amount"]),
        ("no more than 3.5% a year", ["amount"]),
        ("EUR 250,000 or $5 or 7 €", ["amount", "amount", "amount"]),
        ("on 1 March 2024", ["amount", "number"]),
        ("article 3 may not", ["label"]),
        ("it has 4 workers", ["number"]),
        ("one line\n3. The next", ["label"]),
    ],
)
def test_what_a_number_is(text: str, kinds: list[str]) -> None:
    """In common languages; a number at the head of a line counts what follows."""
    found = [number_at(text, 0, match.start()) for match in re.finditer(r"\d+(?:[.,]\d+)*", text)]
    assert [kind for kind, _ in found] == kinds


def test_where_it_ends() -> None:
    """Behind its last figure; a point behind it is the sentence's."""
    assert number_at("clause 2.1.3. The", 0, 7)[1] == 12
    assert number_at("1,200,000.", 0, 0)[1] == 9


def test_nothing_before_the_sentence_is_looked_at() -> None:
    """The word before belongs to another sentence."""
    text = "As said in the section 12 of them came."
    assert number_at(text, 0, 23)[0] == "label"
    assert number_at(text, 23, 23)[0] == "number"
