"""Tests of which sentences need others."""

from __future__ import annotations

import pytest

from headroom.compressors.prose.links import links_of
from tests.compressors.prose.samples import units

RULE = "The tenant may keep a dog in the house."


@pytest.mark.parametrize(
    "exception",
    [
        "However, the dog may sleep only in the yard.",
        "Except on Sundays, it stays in the yard.",
        "This does not apply to large dogs of any kind.",
        "Unless agreed otherwise, the dog is small.",
        "Nor may the tenant keep more than one of them.",
    ],
)
def test_a_rule_needs_its_exception(exception: str) -> None:
    """Who reads the rule must read what takes it back."""
    assert 1 in links_of(units(f"{RULE} {exception}\n"))[0]


def test_an_exception_in_a_paragraph_of_its_own_counts() -> None:
    """If it says so with its first word."""
    assert links_of(units(f"{RULE}\n\nHowever, the dog may sleep only in the yard.\n"))[0] == (1,)
    assert 0 not in links_of(units(f"{RULE}\n\nThis does not concern the landlord at all.\n"))


@pytest.mark.parametrize(
    "sentence", ["It must be a small one of quiet nature.", "Therefore the yard has a fence now.", "他们因此需要一个院子。"]
)
def test_a_back_reference_needs_what_it_refers_to(sentence: str) -> None:
    """What is meant by `it` stands before it."""
    rule = RULE if sentence.isascii() else "租客可以在房子裡養一隻小狗。"
    assert links_of(units(f"{rule} {sentence}\n")).get(1, (0,)) == (0,)


def test_other_sentences_need_nothing() -> None:
    """Plain sentences stand alone, and a new paragraph refers to nothing."""
    assert links_of(units(f"{RULE} The landlord heats the house in winter.\n\nIt is a house of stone and wood.\n")) == {}


def test_a_colon_ties_what_it_announces() -> None:
    """A list needs its introduction, and the introduction a list that is not long."""
    made = links_of(units("The tenant may keep these animals:\n\n- dogs\n- cats\n\nThe landlord heats the house.\n"))
    assert made == {0: (1,), 1: (0,)}
    made = links_of(units("The tenant may keep these animals:\n\n```\n" + "dogs\n" * 500 + "```\n"))
    assert made == {1: (0,)}


def test_rows_need_the_head_of_their_table() -> None:
    """Each row the same one."""
    rows = "| the first cell | the second one |\n" * 60
    table = f"| a | b |\n|---|---|\n{rows}"
    assert links_of(units(f"The tenant pays.\n\n{table}")) == dict.fromkeys(range(2, 62), (1,))
    assert links_of(units(f"{table}\n{table}")) == dict.fromkeys(range(1, 61), (0,)) | dict.fromkeys(range(62, 122), (61,))
    announced = links_of(units(f"What it costs:\n\n{table}"))
    assert announced[1] == (0,)
    assert announced[2] == (1,)


@pytest.mark.parametrize(
    "first", ["It", "it's said that it", "“This", "Он", "Außerdem, es", "They", "(These", "She", "Él, ella", "At"]
)
def test_first_words_are_read_whole(first: str) -> None:
    """Their first letters only say of which sentences no more needs to be read."""
    tied = 1 in links_of(units(f"{RULE} {first} must be a small one of quiet nature.\n"))
    assert tied == (first in {"It", "“This", "Он", "They", "(These", "She"})
