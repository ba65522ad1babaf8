"""Tests of rewriting the values of a document."""

from __future__ import annotations

import json

import msgspec
import pytest

from headroom.compressors.json_records.writer import Writer
from headroom.config import CrushSettings
from headroom.relevance import read_query
from headroom.tokens import count
from tests.compressors.json_records.builders import compact, events, report_rows

MARK = "; original 000000000000000000000000"
LOSSLESS = CrushSettings(lossless_only=True)


def written(value: object, query: str = "", settings: CrushSettings | None = None, *, aside: bool = True) -> tuple[str, Writer]:
    """What a writer makes of a JSON value, and the writer."""
    writer = Writer(settings or CrushSettings(), read_query(query), count, MARK, "@0:")
    return writer.document(compact(value).encode(), lines=False, aside=aside), writer


def test_a_table_is_set_aside() -> None:
    """The value becomes a reference, its rows a block."""
    text, writer = written(report_rows(), settings=LOSSLESS)
    assert text == '"@0:1"'
    assert writer.blocks[0].split("\n")[:2] == ['40 rows {id,service="payments",region="eu-west-1",state="active"}', "0"]
    assert writer.omissions == []


def test_several_tables_of_one_document() -> None:
    """Wherever they are nested, each has its block."""
    text, writer = written({"a": {"b": report_rows()}, "c": [1, {"d": report_rows()}]}, settings=LOSSLESS)
    assert text == '{"a":{"b":"@0:1"},"c":[1,{"d":"@0:2"}]}'
    assert len(writer.blocks) == 2


def test_a_map_of_records_is_a_table_with_keys() -> None:
    """The keys of the map are the first cells."""
    text, writer = written({f"host-{row['id']}": row for row in report_rows()}, settings=LOSSLESS)
    assert text == '"@0:1"'
    assert writer.blocks[0].split("\n")[0].startswith("40 keyed rows {id,")
    assert writer.blocks[0].split("\n")[1] == '"host-0",0'


def test_nothing_is_set_aside_where_it_cannot_stand() -> None:
    """Lossless without room for blocks leaves the value as it is."""
    text, writer = written(report_rows(), settings=LOSSLESS, aside=False)
    assert text == compact(report_rows())
    assert writer.blocks == []


def test_a_table_must_pay_for_its_header() -> None:
    """What a small table alone would not pay is paid once there is another."""
    small = [{"a": number} for number in range(10)]
    settings = CrushSettings(lossless_only=True, min_tokens_to_crush=10)
    assert written(small, settings=settings)[1].blocks == []
    assert len(written([report_rows(), small], settings=settings)[1].blocks) == 2


@pytest.mark.parametrize("ratio", [0.15, 0.95])
def test_a_table_must_save_its_share(ratio: float) -> None:
    """The ratio of bytes asked of a lossless form decides."""
    _, writer = written(report_rows(), settings=CrushSettings(lossless_only=True, lossless_min_savings_ratio=ratio))
    assert bool(writer.blocks) == (ratio < 0.5)


def test_rows_within_the_budget_are_all_shown() -> None:
    """A table as cheap as the wanted rows is lossless even where rows could be left out."""
    _, writer = written([{**row, "text": "the same long sentence in every row of them"} for row in report_rows()])
    assert writer.omissions == []
    assert writer.blocks[0].startswith("40 rows ")


def test_rows_beyond_the_budget_are_left_out() -> None:
    """The note stands in the gap, the omission is on record with its reasons."""
    text, writer = written(events())
    assert text == '"@0:1"'
    head, *lines = writer.blocks[0].split("\n")
    assert head.startswith("15 of 200 rows {id,topic,took_ms,note}")
    assert sum(line.startswith("[headroom: ") for line in lines) >= 2
    assert writer.omissions == ["185 of 200 rows omitted"]
    assert sum(writer.reasons.values()) == 15


def test_without_room_for_tables_the_note_is_the_last_item() -> None:
    """The JSON stays JSON."""
    text, _ = written(events(), aside=False)
    *rows, note = json.loads(text)
    assert note == {"_headroom": "185 of 200 rows omitted" + MARK}
    assert [row for row in events() if row in rows] == rows


def test_a_map_of_values_is_selected_by_member() -> None:
    """Forty plain values under keys are a collection; its note is its last member."""
    value = {f"metric-{number}": number * 7919 % 1000 for number in range(300)}
    text, _ = written(value, "What is metric-211?", aside=False)
    kept = json.loads(text)
    note = kept.pop("_headroom")
    assert kept.items() <= value.items()
    assert kept["metric-211"] == value["metric-211"]
    assert note.startswith(f"{300 - len(kept)} of 300 rows omitted")


@pytest.mark.parametrize("make", [lambda number: [number, "x" * 30], lambda _: {}, lambda number: {"v": f"text {number} " * 4}])
def test_maps_of_arrays_and_objects(make: object) -> None:
    """Collections under keys of whatever kind are selected from."""
    value = {f"key-{number}": make(number) for number in range(300)}  # type: ignore[operator]
    _, writer = written(value)
    assert writer.omissions[0].endswith("of 300 rows omitted")


def test_a_map_may_begin_with_another_kind_of_record() -> None:
    """What its first and last members look like does not decide."""
    value: dict[str, object] = {"": {"name": "app"}}
    value |= {f"package-{number}": {"version": f"{number}.0", "hash": f"{number * 7919:032}"} for number in range(200)}
    _, writer = written({**value, "end": {"total": 200}})
    assert writer.omissions[0].endswith("of 202 rows omitted")


@pytest.mark.parametrize(
    "value",
    [
        {f"field{number}": "word " * 20 for number in range(12)},
        {f"field{number}": number if number % 2 else "word " * 8 for number in range(60)},
        {f"field{number}": {f"own{number}": "word " * 20} for number in range(30)},
        {f"field{number}": "word " * 8 for number in range(30)},
    ],
)
def test_a_record_is_no_collection(value: object) -> None:
    """Few fields, fields of different types, objects with nothing in common: all stay."""
    text, writer = written(value)
    assert (text, writer.omissions) == (compact(value), [])


def test_items_are_looked_into_where_rows_stay() -> None:
    """An array of few large rows is left, the arrays in them are not."""
    text, writer = written([{"name": "a", "rows": events()}, {"name": "b", "rows": []}])
    assert text == '[{"name":"a","rows":"@0:1"},{"name":"b","rows":[]}]'
    assert writer.omissions == ["185 of 200 rows omitted"]


def test_rows_that_stay_are_looked_into() -> None:
    """An array inside a selected row loses rows itself; its note stays inside."""
    rows = [{"id": number, "children": [f"child {number} {child}" * 3 for child in range(80)]} for number in range(60)]
    text, writer = written(rows, aside=False)
    outer = json.loads(text)
    assert outer[0]["children"][-1]["_headroom"].startswith("6")
    assert writer.omissions[-1].startswith(f"{61 - len(outer)} of 60 rows omitted")


def test_json_in_a_string_is_selected_from() -> None:
    """And encoded again; without a selection the string is left alone."""
    text, writer = written({"stdout": compact(events()), "code": 0})
    inner = json.loads(json.loads(text)["stdout"])
    assert inner[-1]["_headroom"].startswith("185 of 200 rows omitted")
    assert writer.blocks == []
    few = {"stdout": json.dumps({"note": "word " * 100, "more": "word " * 100}), "code": 0}
    assert written(few)[0] == compact(few)
    assert written({"stdout": compact(events())}, settings=LOSSLESS)[0] == compact({"stdout": compact(events())})


@pytest.mark.parametrize(
    "content", ["[1, 2 " * 200, " [x" + "y" * 900, "\\[" * 500, "[" * 150 + "]" * 150 + " " * 900, "[NaN," + "1," * 900 + "1]"]
)
def test_strings_that_only_look_like_json_stay(content: str) -> None:
    """What does not parse, or nests too deep, is text."""
    value = {"stdout": content}
    text, writer = written(value)
    assert (text, writer.omissions) == (compact(value), [])


def test_members_of_a_map_that_stays_whole_are_looked_into() -> None:
    """A map without a table to gain keeps its members, and what is in them is rewritten."""
    value = {f"host-{number}": {f"own {number}": number, "rows": report_rows() if number == 7 else []} for number in range(20)}
    text, writer = written(value, settings=LOSSLESS)
    assert text == compact({**value, "host-7": {"own 7": 7, "rows": "@0:1"}})
    assert len(writer.blocks) == 1


def test_rows_too_different_for_a_table_stay() -> None:
    """Where the values alone take nearly all of the room, no table is tried."""
    rows = [{"v": f"{number} {number * 7919} " * 12} for number in range(30)]
    assert written(rows, settings=LOSSLESS)[1].blocks == []


def test_objects_with_a_key_twice_stay_as_they_are() -> None:
    """Nothing in them is rewritten."""
    data = f'{{"a":1,"a":{compact(events())}}}'.encode()
    writer = Writer(CrushSettings(), read_query(""), count, MARK, "@0:")
    assert writer.document(data, lines=False, aside=True) == data.decode()


def test_rows_with_a_key_twice_are_selected_but_are_no_table() -> None:
    """They keep their spelling."""
    rows = ",".join(f'{{"id":{number},"note":"text of row {number}","id":{number}}}' for number in range(200))
    writer = Writer(CrushSettings(), read_query(""), count, MARK, "@0:")
    text = writer.document(f"[{rows}]".encode(), lines=False, aside=True)
    assert text.startswith('[{"id":0,"note":"text of row 0","id":0},')
    assert writer.blocks == []


def test_empty_rows_are_rows() -> None:
    """Hundreds of empty objects have no columns and are dropped like any others."""
    text, writer = written([{}] * 400)
    assert text.startswith("[{},{},{}")
    assert writer.omissions[0].endswith("of 400 rows omitted")


def test_fewer_items_than_set_are_not_analysed() -> None:
    """`min_items_to_analyze` is for the array, not for what is in it."""
    rows = report_rows(30)
    assert written(rows, settings=msgspec.structs.replace(LOSSLESS, min_items_to_analyze=31))[1].blocks == []
    assert written(rows, settings=msgspec.structs.replace(LOSSLESS, min_items_to_analyze=30))[1].blocks != []


def test_hardly_anything_to_leave_out_is_left_in() -> None:
    """Rows of which nearly all must stay are not worth a note."""
    rows = [{"id": number, "error": f"failure of {'abcdefghijklmnopqrst'[number]} part"} for number in range(20)]
    assert written(rows * 2, "failure part", settings=CrushSettings(max_items_after_crush=30))[1].omissions == []


def test_what_one_row_refers_to_is_followed() -> None:
    """Ids of the row that was asked for choose rows of the arrays behind it."""
    jobs = [{"job": f"job-{number}", "runner": f"rn{number * 7919 % 100000:05}x7"} for number in range(150)]
    runners = [{"runner": f"rn{number * 7919 % 100000:05}x7", "zone": f"zone {number} west"} for number in reversed(range(150))]
    text, _ = written({"jobs": jobs, "runners": runners}, "Where did job-77 run?", aside=False)
    assert "zone 77 west" in text


def test_summaries_are_added_on_request() -> None:
    """The ranges of what was left out stand in the note."""
    _, writer = written(events(), settings=CrushSettings(include_summaries=True))
    assert writer.omissions[0].startswith("185 of 200 rows omitted; left out: took_ms 4")


def test_kinds_and_repeated_errors_are_counted() -> None:
    """How many of which state, and how many repeat a kept error."""
    rows = [
        {
            "id": n * 7919 % 1000,
            "state": "open" if n % 5 else "closed",
            "text": "disk failure" if n % 7 == 5 else f"all well {n}",
        }
        for n in range(300)
    ]
    _, writer = written(rows)
    assert "(open " in writer.omissions[0]
    assert "repeats of kept errors 4" in writer.omissions[0]


def test_lines_are_called_lines() -> None:
    """The unit of a note is what the reader sees."""
    writer = Writer(CrushSettings(), read_query(""), count, MARK, "@0:")
    writer.document(compact(events()).encode(), lines=True, aside=True)
    assert writer.omissions == ["185 of 200 lines omitted"]
    assert written([[number, f"word {number}"] for number in range(300)])[1].omissions[0].endswith("items omitted")


def long_text(word: str, sentences: int = 12) -> str:
    """A text of many sentences about one thing."""
    return " ".join(
        f"Sentence {number} of the text says that {word} is like number {number * 31}." for number in range(sentences)
    )


def test_long_strings_of_few_rows_are_shortened_and_rows_stay() -> None:
    """All rows keep their short fields; the ones that answer keep their text."""
    rows = [{"id": f"doc_{name}", "score": 0.5, "text": long_text(name)} for name in ("alpha", "beta", "gamma", "delta")]
    text, writer = written(rows, query="what is gamma like?")
    shown = json.loads(text)
    assert [row["id"] for row in shown] == ["doc_alpha", "doc_beta", "doc_gamma", "doc_delta"]
    assert shown[2]["text"].count("Sentence") > 2 * shown[0]["text"].count("Sentence")
    assert "characters omitted]" in shown[0]["text"]
    assert writer.omissions == []


def test_strings_weighed_with_their_neighbours_are_not_weighed_again() -> None:
    """What stayed whole because it answers best is not cut on its own below."""
    rows = [
        {"id": 1, "text": long_text("alpha", 9)},
        *({"id": number, "text": long_text("beta", 30)} for number in range(2, 6)),
    ]
    shown = json.loads(written(rows, query="alpha")[0])
    assert shown[0] == rows[0]


def test_strings_stay_without_leave_to_drop() -> None:
    """With `lossless_only`, and where the string is the whole document."""
    assert "omitted" not in written({"readme": long_text("alpha", 40)}, settings=LOSSLESS)[0]
    assert written(long_text("alpha", 40))[0] == compact(long_text("alpha", 40))
