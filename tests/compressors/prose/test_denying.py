"""Tests of finding what is denied and what is forbidden."""

from __future__ import annotations

import pytest

from headroom.compressors.prose.denying import denials_of
from tests.compressors.prose.samples import units

PLAIN = "People walked along the river and talked about the weather."


@pytest.mark.parametrize(
    "sentence",
    [
        "The supplier shall not subcontract any part of the work.",
        "The supplier must not keep copies of the data it was given.",
        "It may not do so in the first months of the contract.",
        "The liability does not exceed the fees of the year before.",
        "The fees rise by no more than the prices of the country.",
        "It is to be paid no later than the end of the month.",
        "It is public, except for what was marked as secret.",
        "No change is valid unless both sides have signed it.",
        "The tenant may leave early only if somebody else moves in.",
        "Nobody may ever, and never at night, use the lift alone.",
        "Smoking is prohibited in all of the rooms of the house.",
        "The tenant cannot give the flat to somebody else.",
    ],
)
def test_what_forbids_and_limits_is_found(sentence: str) -> None:
    """Each in the unit that says it."""
    denied, limited = denials_of(units(f"{PLAIN} {sentence} {PLAIN}\n"))
    assert limited == {1}
    assert not denied - limited


@pytest.mark.parametrize(
    ("plain", "sentence"),
    [
        ("Der Mieter und der Vermieter gehen am Fluss spazieren.", "Der Mieter darf die Wohnung nicht untervermieten."),
        ("Le locataire et les voisins se promènent ensemble.", "Il est interdit de fumer dans toutes les pièces."),
        ("El inquilino y los vecinos pasean por la orilla.", "El inquilino no podrá tener animales en la casa."),
        ("Жилец и хозяин дома гуляют вдоль реки вечером.", "Жилец не вправе передавать квартиру третьим лицам."),
        ("租客和房東每天晚上在河邊散步聊天。", "租客不得將房屋轉租給他人居住。"),
        ("المستأجر والمالك يتمشيان على ضفة النهر.", "لا يجوز للمستأجر تأجير الشقة لغيره من الناس."),
    ],
)
def test_other_languages(plain: str, sentence: str) -> None:
    """By what forbids in them."""
    assert denials_of(units(f"{plain} {sentence} {plain}\n"))[1] == {1}


def test_a_plain_denial_is_no_limit() -> None:
    """It says that something is not so, not that it must not be."""
    denied, limited = denials_of(
        units(f"{PLAIN} It was not raining on that day in spring. {PLAIN} They didn't mind the wind.\n")
    )
    assert denied == {1, 3}
    assert not limited


def test_words_that_only_look_like_it() -> None:
    """Parts of words deny nothing."""
    denied, limited = denials_of(units(f"{PLAIN} The knot held whenever an exception was raised. {PLAIN}\n"))
    assert not denied
    assert not limited


def test_a_contraction_denies() -> None:
    """As `not` does."""
    assert denials_of(units(f"{PLAIN} They didn't see the river for a while. {PLAIN}\n")) == ({1}, set())
    assert denials_of(units(f"not one of them saw the river today. {PLAIN}\n")) == ({0}, set())
