"""Tests of finding what was asked for."""

from __future__ import annotations

import pytest

from headroom.compressors.prose.asking import asked_of
from headroom.relevance import query_text, read_query
from tests.compressors.prose.samples import lease, units

NEEDLE = "The deposit of the lessee amounts to forty crowns."


@pytest.mark.parametrize(
    "question",
    [
        "How large is the deposit?",
        "what DEPOSITS are owed",
        "Does the lessees' share amount to much?",
        "depositing",
        '"forty crowns"',
    ],
)
def test_words_find_their_forms(question: str) -> None:
    """In capitals, in the plural, with other endings."""
    made = units(lease(s5=NEEDLE))
    asked = asked_of(made, read_query(question))
    best = max(asked.scores, key=lambda unit: asked.scores[unit])
    assert made.words(best) == NEEDLE
    assert asked.scores[best] == 1
    assert asked.sureness > 0


@pytest.mark.parametrize(
    ("needle", "question"),
    [
        ("Залог арендатора составляет сорок крон.", "Каков размер залога?"),
        ("押金為四十克朗。租客應立即支付。", "押金是多少？"),
        ("Die Kaution beträgt vierzig Kronen für Öfen.", "Wie hoch ist die Kaution für den Ofen und die Öfen?"),
        ("يبلغ التأمين أربعين كرونة في السنة.", "ما هو مبلغ التأمين؟"),
    ],
)
def test_other_scripts_are_found(needle: str, question: str) -> None:
    """By the beginning of words, and by pairs of signs where there are no blanks."""
    made = units(lease(s5=needle))
    asked = asked_of(made, read_query(question))
    best = max(asked.scores, key=lambda unit: asked.scores[unit])
    assert made.words(best) in needle


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "Read the document, please; my question comes later.",
        "Let's start: call read_document and tell me when you have it.",
    ],
)
def test_talk_about_a_text_asks_nothing(question: str) -> None:
    """Nobody knows yet what will be asked."""
    assert asked_of(units(lease()), read_query(query_text(question, '{"name": "notes.txt"}'))).sureness == 0


def test_neighbours_and_headings_share() -> None:
    """What stands beside an answer, and what stands under a heading that was asked for, counts a little."""
    made = units(lease(s5=NEEDLE))
    asked = asked_of(made, read_query("deposit"))
    at = next(unit for unit in range(len(made)) if made.words(unit) == NEEDLE)
    assert 0 < asked.scores[at - 1] < 1
    assert 0 < asked.scores[at + 1] < 1
    under = units("# Deposit\n\nIt amounts to forty crowns.\n\n# Rent\n\nThe rent is due today.\n")
    assert set(asked_of(under, read_query("deposit")).scores) == {0, 1}


def test_what_stands_everywhere_says_nothing() -> None:
    """A word in nearly every sentence finds none."""
    made = units("The tenant shall pay the rent. " * 50)
    assert asked_of(made, read_query("tenant")).scores == {}


def test_more_of_the_question_in_one_place_counts_more() -> None:
    """Two of its words together outweigh one."""
    made = units(lease(s3="The fence is painted green by someone.", s8="The fence of oak is painted by the baker."))
    asked = asked_of(made, read_query("Which baker painted the fence?"))
    best = max(asked.scores, key=lambda unit: asked.scores[unit])
    assert "baker" in made.words(best)
