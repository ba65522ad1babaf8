"""Tests of the JSON compressor: texts in, texts out."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from headroom.compressors.json_records import JsonRecords, decode
from headroom.compressors.json_records.decode import HEADER
from headroom.config import CrushSettings, WorkBudget
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from headroom.tokens import count
from tests.compressors.json_records.builders import compact, compressed, events, report_rows, skipped

LOSSLESS = CrushSettings(lossless_only=True)
OWNER = {"login": "octocat", "url": "https://api.example.com/users/octocat", "site_admin": False, "plan": "pro", "seats": 25}


def test_lossless_text_decodes_to_its_json() -> None:
    """A table with its header says all, in fewer tokens, and names no original."""
    text = json.dumps(report_rows(), indent=2)
    made = compressed(text)
    assert made.text.startswith(HEADER + "\n@1 40 rows {")
    assert decode(made.text) == compact(report_rows())
    assert (made.lossless, made.original, made.summary) == (True, "", "lossless: 1 as a table")
    assert count(made.text) * 3 < count(text)


def test_selected_rows_name_their_original_once() -> None:
    """A single full marker with the hash of the text as it came."""
    text = json.dumps(events())
    made = compressed(text)
    assert made.original == original_of(text).hash
    assert [marker.hash for marker in find_markers(made.text)] == [made.original]
    assert made.text.endswith(f"[headroom: 185 of 200 rows omitted; original {made.original}]")
    assert made.summary.startswith("185 of 200 rows omitted; kept: first 4, last 2, ")


def test_several_selections_name_the_original_once() -> None:
    """Every array tells what it lacks, the marker stands once, in tables and in JSON."""
    text = json.dumps({"a": events(), "b": events()})
    made = compressed(text)
    assert made.text.count(made.original) == 1
    assert "[headroom: 2 times 185 of 200 rows omitted; original" in made.text
    inside = json.dumps({"a": compact(events()), "b": compact(events())})
    made = compressed(inside)
    assert made.text.count(made.original) == 1
    assert made.text.count("185 of 200 rows omitted") == 2


def test_the_marker_names_the_tool_where_it_is_offered() -> None:
    """Only then."""
    text = json.dumps(events())
    assert "headroom_retrieve" not in compressed(text).text
    assert compressed(text, settings=CrushSettings(retrieval="tool")).text.endswith(" via headroom_retrieve]")


def test_lossless_only_leaves_nothing_out() -> None:
    """However long the table, and without a marker."""
    text = json.dumps([{**row, "region": "eu-west-1", "service": "payments"} for row in events()])
    made = compressed(text, settings=LOSSLESS)
    assert made.lossless
    assert find_markers(made.text) == ()
    assert decode(made.text) == compact(json.loads(text))


@pytest.mark.parametrize("form", ["{}", "Found:\n{}", "{}\nThat is all.", "```json\n{}\n```\n"])
def test_json_inside_text_is_compressed_where_it_stands(form: str) -> None:
    """What stands before and after stays."""
    made = compressed(form.format(json.dumps(report_rows())))
    assert decode(made.text) == form.format(compact(report_rows()))
    before, after = form.split("{}")
    assert made.text.startswith(before)
    assert made.text.endswith(after)


@pytest.mark.parametrize("form", ["rows: x\n{} (end)", "{}\n@1 is whom to ask", "{}\r\nbye"])
def test_tables_need_lines_of_their_own(form: str) -> None:
    """Where what follows could not be told from a block, rows are selected as JSON."""
    made = compressed(form.format(json.dumps(events())))
    assert HEADER not in made.text
    before, after = form.split("{}")
    assert json.loads(made.text[len(before) : len(made.text) - len(after)])[-1]["_headroom"].startswith("185 of 200")


def test_json_lines_stay_lines() -> None:
    """As a table of lines, as a selection, or only without whitespace."""
    text = "\n".join(map(json.dumps, report_rows()))
    assert decode(compressed(text).text) == "\n".join(map(compact, report_rows()))
    made = compressed("\n".join(map(json.dumps, events())))
    assert "\n@1 15 of 200 lines {" in made.text
    wordy = [{f"key {number}": f"text {number} " * 3} for number in range(30)]
    assert compressed("\n".join(map(json.dumps, wordy)), settings=LOSSLESS).text == "\n".join(map(compact, wordy))


def test_lines_of_different_values_keep_their_notes_on_lines() -> None:
    """Lines that make no table have a note in every gap, as many lines missing as it says, and end with the full one."""
    text = "\n".join(json.dumps([number, f"text of {number}"]) for number in range(300))
    *rows, note = map(json.loads, compressed(text).text.split("\n"))
    place = 0
    for row in rows:
        if isinstance(row, dict):
            place += int(row["_headroom"].removesuffix(" lines omitted"))
        else:
            assert row == [place, f"text of {place}"]
            place += 1
    assert place == 300
    kept = sum(isinstance(row, list) for row in rows)
    assert note["_headroom"].startswith(f"{300 - kept} of 300 lines omitted; ")
    assert note["_headroom"].endswith(original_of(text).hash)


def test_lines_that_take_no_more_than_a_note_stay() -> None:
    """A gap is only where its note is the shorter of the two."""
    made = compressed("\n".join(f'[{number % 7},"{number}"]' for number in range(300)))
    gaps = [int(line.split('"')[3].split()[0]) for line in made.text.split("\n") if line.endswith('lines omitted"}')]
    assert min(gaps) > 3
    assert "small gaps" in made.summary


def test_tables_inside_lines_are_set_aside() -> None:
    """Each line keeps its place in the skeleton."""
    text = json.dumps({"page": 1, "rows": report_rows()}) + "\n" + json.dumps({"page": 2, "rows": report_rows()})
    made = compressed(text, settings=LOSSLESS)
    assert f'{HEADER}\n{{"page":1,"rows":@1}}\n{{"page":2,"rows":@2}}\n@1 40 rows ' in made.text
    assert decode(made.text) == text.replace(": ", ":").replace(", ", ",")


def test_repeated_objects_are_written_once() -> None:
    """Referred to wherever they stand, table cells included."""
    others = [{**OWNER, "seats": 100 + number} for number in range(40)]
    rows = [{**row, "by": OWNER if row["id"] in (5, 6, 30) else others.pop()} for row in report_rows()]
    text = json.dumps({"rows": [*rows, {**report_rows(1)[0], "by": None}], "top": [OWNER, OWNER]})
    made = compressed(text, settings=LOSSLESS)
    assert made.text.count(compact(OWNER)) == 1
    assert made.text.count(",@2\n") == 3
    assert decode(made.text) == compact(json.loads(text))
    assert made.summary == "lossless: 1 as a table and 1 repeated objects once"


def test_repeated_objects_without_a_table() -> None:
    """A document of few different places."""
    value = {
        "a": OWNER,
        "b": [OWNER, {"c": OWNER}],
        "d": {"e": OWNER, "f": 1},
        "g": {"h": OWNER},
        "i": {"j": [OWNER, OWNER, OWNER]},
    }
    made = compressed(json.dumps(value), settings=LOSSLESS)
    assert made.summary == "lossless: 1 repeated objects once"
    assert decode(made.text) == compact(value)


def test_text_that_only_loses_whitespace() -> None:
    """Pretty-printed JSON without anything else to gain, below and above the size that is counted whole."""
    for size in (24, 300):
        value = {f"key{number}": f"{number} words " * 3 if number % 2 else number for number in range(size)}
        made = compressed(json.dumps({"v": [value]}, indent=4), settings=LOSSLESS)
        assert made.text == compact({"v": [value]})
        assert made.summary == "lossless: without whitespace"


@pytest.mark.parametrize("size", [100, 1000])
def test_text_that_would_have_more_tokens_stays(size: int) -> None:
    """Fewer characters may be more tokens: then the spaces stay, however long the text."""
    text = json.dumps({f"#{number}": {} for number in range(size)})
    assert skipped(text, settings=LOSSLESS) == "would not become shorter"


def test_what_spaces_cost_counts_against_what_is_left_out() -> None:
    """Where few rows go, what stays must not become dearer by more than they were worth."""
    tags: list[object] = [
        [{f"#{page * 100 + part * 20 + tag}": {} for tag in range(14)} for part in range(4)] for page in range(16)
    ]
    words = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu".split()
    rows = [" ".join(words[number % 12 :] + words[: number % 12]) for number in range(40)]
    value = {"rows": rows, "pages": [tags[at : at + 4] for at in range(0, 16, 4)]}
    assert compressed(compact(value)).original
    assert skipped(json.dumps(value)) == "would not become shorter"


def test_double_encoded_json_is_selected_from() -> None:
    """The text is a JSON string inside JSON; it stays one."""
    made = compressed(json.dumps({"result": json.dumps(events())}))
    assert json.loads(json.loads(made.text)["result"])[-1]["_headroom"].endswith(made.original)


def test_shared_members_stand_once_on_request() -> None:
    """Where rows are written as JSON."""
    rows = [{**row, "service": "payments"} for row in events()]
    text = json.dumps({"result": json.dumps(rows)})
    made = compressed(text, settings=CrushSettings(factor_out_constants=True))
    *kept, note = json.loads(json.loads(made.text)["result"])
    assert note["_headroom_constants"] == {"service": "payments"}
    assert all("service" not in row for row in kept)


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": 1, "id": 2, "pad": "xxxxxxxxxxxxxxxxxxxxxxxxx"}, ' + ", ".join(['{"id": 1, "pad": "y"}'] * 60) + "]",
        "["
        + ", ".join(f'{{"v": {v}, "s": "{s}"}}' for v in ("1.50", "1E+5", "-0", "1e400") for s in ("\\u00e9", "é", "\\/"))
        + "]",
        "[" + ", ".join(['{"a": 1, "b": "x"}', '{"b": "x", "a": 1}'] * 30) + "]",
        "[" + ", ".join(['{"a": "@1", "b": "@2 x"}', '{"a": "@1 3 rows {id}", "b": ""}'] * 30) + "]",
        "[" + ", ".join(['{"": 1, "a,b": "x", "\\u0041": null}'] * 60) + "]",
        "[" + ", ".join(['{"a": "\u2028", "b": "\\u0000"}', '{"a": "\u0085"}'] * 30) + "]",
    ],
)
def test_every_lexeme_survives(text: str) -> None:
    """Duplicate keys, spellings, key orders, look-alikes, odd keys and line separators come back as they were."""
    made = compressed(text, settings=CrushSettings(lossless_only=True, min_tokens_to_crush=10))
    assert decode(made.text) == text.replace(", ", ",").replace('": ', '":')


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[1]", "below 200 tokens"),
        (" " * 90_000, "empty"),
        ("word " * 400, "not JSON"),
        ("[" + "NaN," * 200 + "1]", "JSON with NaN or Infinity"),
        ('["' + "x\ud800" * 200 + '"]', "holds lone surrogates"),
        ("[" * 1500 + "]" * 1500, "nests deeper than 100 levels"),
        ('["[headroom: x]"' + ",1" * 300 + "]", "holds a headroom marker"),
        ('{"_headroom":1,"a":"' + "word " * 300 + '"}', "holds a headroom marker"),
        ('{"a":"' + "word" * 300 + '"}', "would not become shorter"),
    ],
)
def test_texts_that_stay_say_why(text: str, reason: str) -> None:
    """Too small, nothing, no JSON, odd or already ours."""
    assert skipped(text).startswith(reason)


@pytest.mark.parametrize("filler", ["x", "é"])
def test_texts_over_the_work_budget_stay(filler: str) -> None:
    """The budget is in bytes of UTF-8, exact to the byte."""
    text = json.dumps([*report_rows(), filler * 500], ensure_ascii=False)
    size = len(text.encode())
    settings = CrushSettings(budget=WorkBudget(text_bytes=size - 1))
    assert skipped(text, settings=settings) == f"over the work budget of {size - 1} bytes"
    assert compressed(text, settings=CrushSettings(budget=WorkBudget(text_bytes=size))).text != text


def test_depth_of_the_budget() -> None:
    """What nests deeper than set is left alone."""
    text = json.dumps([[[row]] for row in report_rows()])
    assert skipped(text, settings=CrushSettings(budget=WorkBudget(depth=3))) == "nests deeper than 3 levels"


@pytest.mark.parametrize(
    "text", [json.dumps(events()), json.dumps(report_rows()), json.dumps({"a": OWNER, "b": [OWNER] * 12}, indent=4)]
)
def test_our_own_text_is_left_alone(text: str) -> None:
    """Compressing the output again changes nothing."""
    assert skipped(compressed(text).text)


def test_the_kind_is_json() -> None:
    """As reports call it."""
    assert JsonRecords().kind == "json"


def test_a_byte_order_mark_stands_in_no_tables_way() -> None:
    """It stays in front of the header, and decoding keeps it."""
    text = "\ufeff" + json.dumps(report_rows())
    made = compressed(text, settings=LOSSLESS)
    assert made.text.startswith("\ufeff[headroom: ")
    assert decode(made.text) == "\ufeff" + compact(report_rows())


@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: [value, {"other": 1}], json.dumps])
def test_a_text_of_which_only_strings_are_shortened_names_its_original(wrap: Callable[[object], object]) -> None:
    """As a last member, a last item, or inside the string that holds it; the JSON stays JSON."""
    text = json.dumps(wrap({"name": "a", "readme": "A sentence of some words. " * 80}))
    made = compressed(text)
    assert [marker.hash for marker in find_markers(made.text)] == [made.original]
    assert json.loads(made.text)
    assert "characters omitted from strings" in made.summary
    assert skipped(made.text, settings=CrushSettings(min_tokens_to_crush=1)) == "holds a headroom marker"


def test_json_lines_with_shortened_strings_end_in_a_note() -> None:
    """A line of its own."""
    text = "\n".join(json.dumps({"n": number, "body": f"Line {number} speaks of many things. " * 40}) for number in range(6))
    made = compressed(text)
    lines = [json.loads(line) for line in made.text.split("\n")]
    assert [line["n"] for line in lines[:-1]] == list(range(6))
    assert lines[-1]["_headroom"].endswith(f"original {made.original}")


def test_the_tier_of_relevance_is_told() -> None:
    """Where rows were left out; where all are there, none chose."""
    assert compressed(compact(events()), "What of batch 930?").relevance == "bm25"
    assert compressed(compact(events())).relevance == ""
    assert compressed(compact(report_rows()), "Which are payments?").relevance == ""
