"""Tests of finding what was asked for."""

from __future__ import annotations

import pytest

from headroom.compressors.prose.asking import asked_of
from headroom.relevance import query_text, read_query
from tests.compressors.prose.samples import article, lease, units

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


def test_the_number_of_a_clause_is_found() -> None:
    """The place that bears it is the best of all, though other sentences share more words."""
    text = "".join(f"# Section {at}\n\nThe carrier says what is said for goods of this class here.\n\n" for at in range(1, 60))
    made = units(text)
    asked = asked_of(made, read_query("What does section 37 say?"))
    best = max(asked.scores, key=lambda unit: asked.scores[unit])
    assert made.words(best) == "# Section 37"
    assert asked.scores[best + 1] > 0.4
    assert asked.sureness > 0.9


@pytest.mark.parametrize(
    "question", ["Please summarise the lease.", "tl;dr of this agreement", "Give me an overview of the contract"]
)
def test_who_asks_for_all_of_it_asks_for_no_place(question: str) -> None:
    """What the text is called is no word to look for, but what it is about is."""
    text = lease(s3="This lease is an agreement and a contract.")
    assert asked_of(units(text), read_query(question)).sureness == 0
    assert asked_of(units(lease(s5=NEEDLE)), read_query("Summarise the deposit")).sureness > 0.5


def test_tables_lists_and_code_are_found() -> None:
    """By a word that hardly anything else holds, however long they are."""
    table = "| Option | Meaning |\n|---|---|\n" + "".join(
        f"| `--{name}` | What it is |\n" for name in ("out", "jobs", "keep", "log")
    )
    code = "```toml\n[widget]\njobs = 8\ncache = 'x'\nlevel = 2\n```\n"
    made = units(f"{article(4)}\n{table}\n{article(4)}\n{code}\nRead `WIDGET_JOBS` first of all.\n\n{article(4)}")
    asked = asked_of(made, read_query("How many jobs are allowed?"))
    for unit, kind in enumerate(made.kinds):
        if kind in ("table", "code"):
            assert asked.scores[unit] >= 0.6
        elif "WIDGET" in made.words(unit):
            assert asked.scores[unit] >= 0.5


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
