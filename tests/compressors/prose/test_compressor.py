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

NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi om"
).split()
NEEDLE = "The deposit amounts to forty crowns and comes back at the end."

CONTRACT = """AGREEMENT

This agreement is made on 1 March 2024 between Orbital Freight Ltd ("Supplier") and Hale & Co. ("Customer").

1. Services

1.1 The Supplier shall provide the Services with reasonable care and with the skill of its trade, as a
prudent person would do who knows what the Customer wants to use the Services for.
1.2 The Supplier shall not subcontract any part of the Services to others.
1.3 The Customer shall provide access to its premises during business hours of the week and see to it that somebody
is there who knows the place and can answer what the Supplier needs to know.

2. Payment

2.1 The Customer shall pay the Fees in the way that the parties have agreed upon in writing before, and in the currency
of the country in which the Customer has the seat of its business.
2.2 The Supplier may raise the Fees by no more than 3.5%.
2.3 The parties agree upon further details of the payment in good faith with each other, as soon as it is clear
which of them matter for the work that the Supplier is going to do.

3. Liability

3.1 The parties are liable to each other as the laws of the country have it at that time, and help each other
to find out what has happened and who has to answer for it.
3.2 The liability of the Supplier shall not exceed EUR 250,000.
3.3 The parties agree to tell each other about any loss that they get to know about in time, so that
the other party is able to prepare for what may come.

4. End

4.1 On the end of this agreement the Supplier shall return all of the data of the Customer
in a form that the systems of the Customer are able to read.
4.2 The Supplier must not keep copies.
4.3 The parties are to part in good faith and help each other with what remains to be done,
as far as this can be asked of them in the light of their other work.
"""
STRONG = ("shall not subcontract", "no more than 3.5%", "EUR 250,000", "must not keep copies")
READ_ME = """# widget

A tool to build widgets from sources, and to keep them where others find them.

## Install

Get it from the place where tools are kept. It needs a recent computer. Ask somebody who knows about such things for help.

## Usage

Go to the root of the project and start the tool. The output goes to a directory of its own, and is told about.

| Option | Default | Meaning |
|---|---|---|
| `--minify` | off | Make the output smaller |
| `--jobs` | 4 | Workers |

The tool is fast and small. It never writes over what it did not write. It is safe to stop at any time.

## Configuration

Put a file beside the one of the project. All keys in it are optional. Those that are not known are told about.

```toml
[widget]
jobs = 8
```

## Trouble

If it hangs, remove the cache. If it fails, ask for help in the usual place. Somebody will answer within a few days.

## Licence

It is free to use for all. See the file for the text of the licence. Contributions are welcome, large or small.
"""

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
    assert reason(text, ProseSettings(target_ratio=1.0)) == "all of it is wanted"


def test_how_short_a_text_may_be_is_not_decided_here() -> None:
    """Whoever calls says so; a note only has to pay for itself."""
    text = article(3)
    assert 150 < count(text) < 250
    assert count(compressed(text, "").text) < 0.8 * count(text)


def test_equals_are_spread_over_the_text() -> None:
    """Not the first so many of them: each third of the text keeps some."""
    text = " ".join(f"Readers are told in detail how the {name} department is doing this year." for name in NAMES)
    for query in ("", "Tell me about everything"):
        made = compressed(text, query).text
        kept = [f" {name} department" in made for name in NAMES]
        assert all(any(kept[start : start + 8]) for start in (0, 8, 16))
        assert kept != sorted(kept, reverse=True)


@pytest.mark.parametrize("query", ["", "Please summarise the agreement.", "What are the biggest risks for us?"])
def test_each_section_keeps_what_it_forbids_and_limits(query: str) -> None:
    """Rather than its first sentence, whose number is only that of a clause."""
    made = compressed(CONTRACT, query).text
    assert all(map(made.__contains__, STRONG))


def test_what_is_forbidden_is_found() -> None:
    """By who asks for it."""
    made = compressed(CONTRACT, "What must the supplier not do?").text
    assert "shall not subcontract" in made
    assert "must not keep copies" in made


def test_tables_and_code_that_answer_stay() -> None:
    """They hold the word that is asked for, in a form of their own."""
    made = compressed(READ_ME, "How many jobs run by default?").text
    assert "| Option | Default | Meaning |" in made
    assert "| `--jobs` | 4 | Workers |" in made
    assert "jobs = 8\n" in made


def test_rows_of_long_tables_stay_with_the_head() -> None:
    """Those that were asked for."""
    rows = "".join(f"| `--option-{name}` | {name} | What it does to things that come in |\n" for name in NAMES)
    text = f"{lease()}\n| Option | Default | Meaning |\n|---|---|---|\n{rows}\n{article(20)}"
    made = compressed(text, "What does sigma do?").text
    assert "| Option | Default | Meaning |\n|---|---|---|\n" in made
    assert "| `--option-sigma` |" in made
    assert made.count("| `--option-") < 12


@pytest.mark.parametrize(
    ("form", "question", "answer"),
    [
        ("{n}. The carrier takes {m} goods of that kind for the buyer there. ", "What does section 17 say?", "17. The carrier"),
        (
            "Пункт {n}. Стороны согласовали, что сумма составляет {m} рублей за всё. ",
            "Какова сумма по пункту 17?",
            "Пункт 17. ",
        ),
        ("第{n}条规定，货物的价格为{m}元，由买方支付给卖方。", "第17条怎么规定？", "第17条规定"),
        ("المادة {n}. يجب على المورد تسليم البضائع كلها خلال {m} يوما. ", "كم يوما في المادة 17؟", "المادة 17."),
        ("धारा {n}। विक्रेता {m} दिनों में सारा माल खरीदार को देगा। ", "धारा 17 में कितने दिन?", "धारा 17।"),
    ],
)
def test_the_clause_whose_number_is_asked_for_stays(form: str, question: str, answer: str) -> None:
    """In common languages."""
    text = "".join(form.format(n=at, m=at * 170 + 3) for at in range(1, 50))
    assert answer in compressed(text, question).text


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
    assert reason("The rent is due.") == "would not become shorter"
    assert reason(article(1)).startswith("less than 2")
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
