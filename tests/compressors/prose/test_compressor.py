"""Tests of compressing prose."""

from __future__ import annotations

import pytest
from returns.result import Failure, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.prose import Prose
from headroom.config import ProseSettings, Settings, WorkBudget
from headroom.relevance import query_text
from headroom.tokens import count
from tests.compressors.prose.samples import article, lease

NEEDLE = "The deposit amounts to forty crowns and comes back at the end."

ODD = {
    "one sentence": "The tenant shall pay the rent in advance every month. " * 3_000,
    "one line": "The tenant shall pay the rent in advance every month " * 3_000,
    "stops": ". " * 30_000,
    "capitals": "THE TENANT SHALL PAY THE RENT IN ADVANCE. " * 1_000,
    "chinese": "租客應在每月第一天支付租金。房東不得進入房屋。" * 1_000,
    "thai": "ผู้เช่าต้องชำระค่าเช่าล่วงหน้าทุกเดือน " * 1_000,
    "surrogates": "The tenant \ud800 shall pay the rent in advance. " * 1_000,
    "nulls": "\x00The tenant shall pay the rent.\x00 " * 1_000,
    "windows": lease().replace("\n", "\r\n"),
    "old mac": lease().replace("\n", "\r"),
    "byte order mark": "\ufeff" + lease(),
    "separators": lease().replace(" ", "\u2028").replace("\n", "\x85"),
    "quotes": 'He said "no. ' * 5_000,
    "brackets": "He said (no. " * 5_000,
    "exceptions": "However, this does not apply to it. " * 3_000,
    "headings": "# The heading\n\nThe tenant shall pay the rent.\n\n" * 2_000,
    "fences": "```\n" * 3_000 + article(),
}


def compressed(text: str, query: str = "", settings: ProseSettings | None = None) -> Compressed:
    """The compressed text; the test fails if it was skipped."""
    outcome = Prose(settings or ProseSettings())(text, query)
    assert isinstance(outcome, Success), outcome
    made: Compressed = outcome.unwrap()
    return made


def reason(text: str, settings: ProseSettings | None = None) -> str:
    """Why a text was skipped."""
    outcome = Prose(settings or ProseSettings())(text, "")
    assert isinstance(outcome, Failure), outcome
    skip: Skip = outcome.failure()
    return skip.reason


def test_the_answer_stays() -> None:
    """With its heading, in far fewer tokens."""
    text = lease(s5=NEEDLE)
    made = compressed(text, "How large is the deposit?")
    assert NEEDLE in made.text
    assert "Part ff\n-------\n" in made.text
    assert count(made.text) < 0.4 * count(text)


def test_more_stays_where_nothing_is_asked() -> None:
    """What will be asked is unknown then, so every part is represented."""
    text = lease(s5=NEEDLE)
    asked = compressed(text, "How large is the deposit?")
    unasked = compressed(text, query_text("Read the document, then I have a question.", '{"path": "lease.txt"}'))
    assert 1.3 * count(asked.text) < count(unasked.text) < 0.65 * count(text)
    assert unasked.text.count("\n-------\n") == 12


def test_the_share_that_stays_can_be_set() -> None:
    """About that much, whatever is asked."""
    text = lease(24)
    for ratio in (0.2, 0.5, 0.7):
        for query in ("", "Who heats part cc?"):
            kept = count(compressed(text, query, ProseSettings(target_ratio=ratio)).text) / count(text)
            assert ratio - 0.12 < kept < ratio + 0.06
    assert reason(text, ProseSettings(target_ratio=1.0)) == "less than a quarter could be left out"


def test_a_rule_keeps_its_exception() -> None:
    """An answer never stands without what takes it back."""
    rule = "The tenant may keep a parrot in the house. However, the parrot may never be left alone at night."
    assert rule in compressed(lease(s5=rule), "May I keep a parrot?").text


def test_repeats_go_first() -> None:
    """What is said once more is not said again, though there would be room."""
    again = "The tenant shall see to it that the garden is watered in every dry week of summer."
    text = lease(s2=again, s4=again, s9=again)
    assert compressed(text, "", ProseSettings(target_ratio=0.9)).text.count(again) == 1


def test_a_scorer_decides_where_there_is_one() -> None:
    """What it scores high stays, whatever words are asked for, and the report says that it ran."""
    text = lease(s5=NEEDLE)
    settings = ProseSettings(scorer=lambda units, _: [float("crowns" in unit) for unit in units])
    made = compressed(text, "Who heats the house?", settings)
    assert NEEDLE in made.text
    assert made.relevance == "scorer"
    assert compressed(text).relevance == "words"
    odd = compressed(text, "", ProseSettings(scorer=lambda _units, _: [1.0]))
    assert odd.relevance.startswith("words: the scorer gave 1 scores for ")


def test_a_scorer_may_raise() -> None:
    """Who calls the compressor contains it."""

    def scorer(_units: object, _question: str) -> list[float]:
        raise RuntimeError("no model")

    with pytest.raises(RuntimeError, match="no model"):
        Prose(ProseSettings(scorer=scorer))(lease(), "")


def test_what_is_left_alone() -> None:
    """Each with its reason."""
    assert reason("The rent is due.") == "below 250 tokens"
    assert reason(article(2)) == "below 250 tokens"
    assert reason("a,b,c\n" * 500) == "not prose"
    assert reason(lease() + "[headroom: 1 sentence omitted]\n") == "holds a headroom marker"
    assert reason(lease(), ProseSettings(lossless_only=True)) == "only lossless forms are wanted"
    assert reason(lease(), ProseSettings(budget=WorkBudget(text_bytes=100))) == "over the work budget of 100 bytes"
    assert reason(compressed(lease()).text) == "holds a headroom marker"


def test_the_line_of_a_tool_that_cut_its_output_stays() -> None:
    """Without it, what stands would look like all there was."""
    text = f"{lease()}... [truncated 4312 characters]\n"
    assert "... [truncated 4312 characters]" in compressed(text, "", ProseSettings(target_ratio=0.15)).text


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_do_no_harm(name: str) -> None:
    """They stay, or take fewer tokens; the same each time."""
    text = ODD[name]
    outcome = Prose()(text, "What rent does the tenant pay?")
    assert str(Prose()(text, "What rent does the tenant pay?")) == str(outcome)
    match outcome:
        case Success(made):
            assert count(made.text) < count(text)
            assert isinstance(Prose()(made.text, ""), Failure)


def test_it_is_made_from_settings() -> None:
    """As a pipeline makes it."""
    settings = Settings(prose=ProseSettings(target_ratio=0.4, retrieval="tool"))
    made = Prose.from_settings(settings)
    assert made.settings.target_ratio == 0.4
    assert made.kind == "prose"
    assert compressed(lease(), "", made.settings).text.endswith("via headroom_retrieve]")
