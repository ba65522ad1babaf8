"""Tests of tables with fewer rows."""

from __future__ import annotations

import csv

import pytest
from returns.result import Success

from headroom.compressors.contract import Compressed
from headroom.compressors.excerpt import split_lines
from headroom.compressors.tables import Tables
from headroom.config import CrushSettings, RelevanceSettings, WorkBudget, settings_from
from headroom.messages import original_of
from headroom.retrieval.marker import OPENING, find_markers
from headroom.tokens import count

HEAD = "id,name,status,amount\n"


def rows(number: int = 120, **changes: str) -> list[str]:
    """Rows of which none stands out, but for those that are named by number."""
    lines = [f"{at},customer {at},ok,{100 + at % 7}\n" for at in range(number)]
    for place, line in changes.items():
        lines[int(place[1:])] = line
    return lines


def compressed(text: str, query: str = "", settings: CrushSettings | None = None) -> Compressed:
    """What comes of a text that becomes shorter."""
    found: Compressed = Tables(settings or CrushSettings())(text, query).unwrap()
    return found


def reason(text: str, settings: CrushSettings | None = None) -> str:
    """Why a text stays as it is."""
    return Tables(settings or CrushSettings())(text, "").failure().reason


def test_head_ends_and_what_stands_out_stay() -> None:
    """Errors, rare values and extremes among calm rows."""
    text = HEAD + "".join(rows(r70="70,customer 70,FAILED,103\n", r90="90,customer 90,ok,99999\n"))
    lines = split_lines(compressed(text).text)
    assert lines[0] == HEAD
    assert {"0,customer 0,ok,100\n", "70,customer 70,FAILED,103\n", "90,customer 90,ok,99999\n"} <= set(lines)
    assert "119,customer 119,ok,100\n" in lines
    assert len(lines) < 50


def test_what_was_asked_for_stays() -> None:
    """By the words of the question."""
    text = HEAD + "".join(rows())
    assert "57,customer 57,ok,101\n" not in compressed(text).text
    assert (
        "57,zebra holdings,ok,101\n"
        in compressed(HEAD + "".join(rows(r57="57,zebra holdings,ok,101\n")), "What about Zebra?").text
    )


def test_the_extreme_of_a_group() -> None:
    """Neither the largest of all nor any other row of the group is asked for."""
    lines = [f"{('east', 'west')[at % 2]},{at},{(at * 37) % 101}\n" for at in range(120)]
    lines[77] = "west,77,950\n"
    lines[10] = "east,10,99999\n"
    text = compressed("region,day,sold\n" + "".join(lines), "On which day were most sold in the west?").text
    assert "west,77,950\n" in text


def test_gaps_and_the_whole_are_accounted_for() -> None:
    """Every note says how many lines are missing, the marker where the original is."""
    text = HEAD + "".join(rows())
    found = compressed(text)
    lines = split_lines(found.text)
    kept = [line for line in lines if not line.startswith(OPENING)]
    missing = sum(int(line.split()[1]) for line in lines[:-1] if line.startswith(OPENING))
    assert len(kept) + missing == 121
    assert [marker.hash for marker in find_markers(found.text)] == [original_of(text).hash] == [found.original]
    assert count(found.text) < count(text)


def test_what_was_left_out_is_told_by_kind() -> None:
    """Where a column says of what kind a row is."""
    text = HEAD + "".join(rows(r70="70,customer 70,FAILED,103\n"))
    assert compressed(text).text.splitlines()[-1].count("(ok 1") == 1


def test_quoted_rows_stay_whole() -> None:
    """A row of several lines is kept or left out as one."""
    lines = [f'{at},"Smith, {at}","said ""hi""\nand left"\n' for at in range(80)]
    text = "id,name,note\n" + "".join(lines)
    kept = [line for line in split_lines(compressed(text).text) if not line.startswith(OPENING)]
    assert all(row in list(csv.reader(split_lines(text))) for row in csv.reader(kept))
    assert len(kept) % 2 == 1


def test_every_table_of_a_text_is_cut() -> None:
    """What stands between them stays."""
    table = "| id | name |\n|----|------|\n" + "".join(f"| {at} | customer number {at} |\n" for at in range(60))
    text = compressed(f"First\n\n{table}\nSecond\n\n{table}\nLast\n").text
    assert "\nSecond\n\n| id | name |\n|----|------|\n" in text
    assert "\nLast\n" in text


def test_odd_rows_stay() -> None:
    """A row of another width is no row like the others."""
    text = HEAD + "".join(rows(r60="60,and that is all we know\n"))
    assert "60,and that is all we know\n" in compressed(text).text


def test_a_few_rows_stay_all() -> None:
    """As many as would be kept anyway."""
    assert reason(HEAD + "".join(rows(15)), CrushSettings(min_tokens_to_crush=1)) == "tables of fewer than 16 rows"


def test_what_is_left_alone() -> None:
    """Each with its reason."""
    text = HEAD + "".join(rows())
    assert reason("id,name\n1,a\n") == "below 200 tokens"
    assert reason(text + "[headroom: 3 lines omitted]\n") == "holds a headroom marker"
    assert reason(text, CrushSettings(lossless_only=True)) == "only lossless forms are wanted"
    assert reason(text, CrushSettings(budget=WorkBudget(text_bytes=100))) == "over the work budget of 100 bytes"
    assert reason("Some words that say something to somebody.\n" * 60) == "no table"
    assert reason(compressed(text).text) == "holds a headroom marker"


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n\n"])
@pytest.mark.parametrize("odd", ["\ud800", "\x00", "a\rb", "\u2028", '"'])
def test_odd_characters_do_no_harm(end: str, odd: str) -> None:
    """Whatever stands in a cell, the text is compressed or left alone."""
    text = "\ufeff" + HEAD + "".join(rows(r50=f"50,{odd},ok,1\n")).removesuffix("\n") + end
    match Tables()(text, "what?"):
        case Success(found):
            assert len(found.text) < len(text)


def test_settings_are_those_of_the_json_compressor() -> None:
    """One budget for rows of any kind."""
    assert Tables.from_settings(settings_from()) == Tables()
    assert Tables().kind == "table"
    assert len(compressed(HEAD + "".join(rows()), settings=CrushSettings(max_items_after_crush=3)).text) < len(
        compressed(HEAD + "".join(rows())).text
    )


def test_rows_near_in_meaning_stay() -> None:
    """As those of JSON; the tier that ran is told."""

    def embed(texts: list[str]) -> list[list[float]]:
        return [[float("slow" in text or "delay" in text) * 4, 1.0, float(len(text) % 3)] for text in texts]

    text = HEAD + "".join(rows(r70="70,slow customer,ok,103\n"))
    settings = CrushSettings(relevance=RelevanceSettings(tier="embedding", embedder=embed))
    found = compressed(text, "Why is there a delay?", settings)
    assert "70,slow customer,ok,103\n" in split_lines(found.text)
    assert found.relevance == "embedding"
    plain = compressed(text, "Why is there a delay?")
    assert "70,slow customer,ok,103\n" not in split_lines(plain.text)
    assert plain.relevance == "bm25"
