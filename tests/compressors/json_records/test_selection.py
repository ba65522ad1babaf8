"""Tests of which rows stay, and why."""

from __future__ import annotations

import msgspec
import pytest

from headroom.compressors.json_records.columns import leaf_columns, position_columns, read_records, split_rows
from headroom.compressors.json_records.selection import Selection, select_rows
from headroom.config import CrushSettings, RelevanceSettings
from headroom.relevance import query_text, read_query
from tests.compressors.json_records.builders import compact, events, lines_of, reason_for


def select(
    rows: list[object], query: str = "", *, settings: CrushSettings | None = None, name: str = "", call: str = ""
) -> Selection:
    """The selection of an array."""
    data = compact(rows).encode()
    records = read_records(data)
    columns = leaf_columns(records.columns) if records is not None else position_columns(data)
    question = read_query(query_text(query, call))
    return select_rows(split_rows(data), columns, settings or CrushSettings(), question, name)


def calm(count: int = 200) -> list[object]:
    """Rows of which none stands out."""
    return list(events(count))


def with_row(place: int, **changes: object) -> list[object]:
    """Calm rows of which one is different."""
    rows = events(200)
    rows[place] = {**rows[place], **changes}
    return list(rows)


def test_first_and_last_rows_stay() -> None:
    """A share of the rows wanted from either end."""
    kept = select(calm()).kept
    assert kept[:4] == [0, 1, 2, 3]
    assert kept[-2:] == [198, 199]


@pytest.mark.parametrize("fraction", [0.0, 0.01])
def test_three_first_and_two_last_rows_stay_at_least(fraction: float) -> None:
    """However small the shares, and however few rows are wanted."""
    settings = CrushSettings(first_fraction=fraction, last_fraction=fraction, max_items_after_crush=1)
    assert select(calm(), settings=settings).kept == [0, 1, 2, 198, 199]


def test_larger_shares_keep_more_of_the_ends() -> None:
    """Half of twenty rows from the start, a quarter from the end."""
    settings = CrushSettings(first_fraction=0.5, last_fraction=0.25, max_items_after_crush=20)
    kept = select(calm(), settings=settings).kept
    assert kept[:10] == list(range(10))
    assert kept[-5:] == list(range(195, 200))


def test_as_many_rows_as_wanted_stay() -> None:
    """Without anything that must stay, the number of rows is the one wanted at most."""
    for wanted in (5, 15, 40):
        selection = select(calm(), settings=CrushSettings(max_items_after_crush=wanted))
        assert len(selection.kept) <= wanted
        assert sum(count for _, count in selection.reasons) == len(selection.kept)


def test_a_level_shift_keeps_the_row_where_it_happens() -> None:
    """Both levels are ordinary, the change between them is news; it may be turned off."""
    rows: list[object] = [{"n": row, "cpu": (20 if row < 117 else 60) + row * 7 % 5 + 0.5} for row in range(200)]
    settings = CrushSettings(variance_threshold=1.5)
    assert 117 in select(rows, settings=settings).kept
    off = msgspec.structs.replace(settings, preserve_change_points=False)
    assert reason_for(select(rows, settings=off).reasons, "level shift") == 0


def test_each_different_error_stays() -> None:
    """The first row of every error, whatever is wanted; its repetitions are counted."""
    rows = calm()
    for place, message in ((50, "disk failure"), (90, "login refused"), (91, "disk failure"), (130, "disk failure")):
        rows[place] = {"id": 1000 + place, "topic": "queue", "took_ms": 50, "note": message}
    selection = select(rows, settings=CrushSettings(max_items_after_crush=5, preserve_change_points=False))
    assert {50, 90} <= set(selection.kept)
    assert not {91, 130} & set(selection.kept)
    assert selection.repeats == 2


def test_errors_are_kept_up_to_three_times_the_rows_wanted() -> None:
    """Hundreds of different errors do not keep hundreds of rows."""
    words = [f"{a}{b}" for a in "abcdefghij" for b in "klmnopqrst"]
    rows: list[object] = [{"id": row, "text": f"{words[row % 100]} failed" if row % 3 == 0 else "fine"} for row in range(300)]
    selection = select(rows, settings=CrushSettings(max_items_after_crush=5))
    assert reason_for(selection.reasons, "error") <= 15


def test_a_row_with_an_unusual_key_stays() -> None:
    """A key that hardly any row has is a reason to show one that has it."""
    assert 77 in select(with_row(77, retried_by="ann")).kept


def test_a_row_with_a_rare_state_stays() -> None:
    """One pending among two hundred done."""
    rows: list[object] = [{"id": row * 7919 % 1000, "state": "pending" if row == 143 else "done"} for row in range(200)]
    assert 143 in select(rows).kept


def test_each_value_of_a_small_category_is_shown() -> None:
    """Even one that is not rare."""
    rows: list[object] = [{"id": row * 7919 % 1000, "team": "red" if row < 100 else "blue"} for row in range(200)]
    rows[60:90] = [{"id": row, "team": "green"} for row in range(30)]
    kept = select(rows, settings=CrushSettings(max_items_after_crush=5)).kept
    assert any(60 <= row < 90 for row in kept)


def test_an_extreme_number_stays() -> None:
    """Far above, far below and in quotes."""
    assert 66 in select(with_row(66, took_ms=9000)).kept
    assert 66 in select(with_row(66, took_ms=-9000)).kept
    quoted: list[object] = [{"id": row, "price": f"{20 + row * 7 % 5}.50"} for row in range(100)]
    quoted[44] = {"id": 44, "price": "999.00"}
    assert 44 in select(quoted).kept


def test_identifiers_and_nearly_constant_numbers_are_not_extreme() -> None:
    """Large unique ids, and a number that hardly ever changes, keep no rows."""
    rows: list[object] = [
        {"id": 10**9 + row * row * 7919 % 99_999_937, "port": 80 if row != 70 else 8080} for row in range(400)
    ]
    settings = CrushSettings(uniqueness_threshold=1.0)
    assert reason_for(select(rows, settings=settings).reasons, "extreme number") == 0


def test_numbers_that_are_asked_about_show_their_ends() -> None:
    """The greatest and the least of a column that the question names, in whatever form."""
    rows: list[object] = [{"n": row % 7, "responseTimeMs": 100 + (row * 37) % 101} for row in range(200)]
    values = [100 + (row * 37) % 101 for row in range(200)]
    ends = {values.index(max(values)), values.index(min(values))}
    assert ends <= set(select(rows, "What are the response times?").kept)
    assert ends <= set(select(rows, "Which is the slowest of them?").kept)


def test_the_highest_scores_stay() -> None:
    """A third of the rows wanted, five of fifteen."""
    rows: list[object] = [{"doc": f"d{row}", "score": (row * 37 % 101) / 101} for row in range(101)]
    best = sorted(range(101), key=lambda row: -(row * 37 % 101))[:5]
    assert set(best) <= set(select(rows).kept)


def test_a_row_that_is_asked_for_by_its_id_stays() -> None:
    """A whole value of the question stands out."""
    selection = select(calm(), "What is known about 1137?")
    assert selection.asked == (137,)
    assert 137 in selection.kept


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        ('Find "left shift"', {"note": "the left shift of it"}),
        ("Who is Müller?", {"note": "Frau Müller"}),
        ("Which one is about the giraffes?", {"note": "a giraffe"}),
        ("日本語のメモ", {"note": "それは日本語です"}),
        ("look at src/api/routes.py please", {"note": "src/api/routes.py:17"}),
        ("where is ann@example.org?", {"note": "ann@example.org"}),
        ("what became of 3b1f8f2e-1c1d?", {"note": "3b1f8f2e-1c1d"}),
        ("row 20240517", {"note": 20240517}),
    ],
)
def test_a_row_that_holds_what_is_asked_stays(query: str, changes: dict[str, object]) -> None:
    """Quoted phrases, names, plurals, other scripts, paths, addresses, ids and numbers."""
    assert 88 in select(with_row(88, **changes), query).kept


def test_a_row_is_found_through_escapes() -> None:
    """Text that its writer escaped is the same text."""
    rows = [row.replace("batch 2728", "M\\u00fcller") for row in lines_of(events())]
    assert 88 in select_rows(rows, [], CrushSettings(), read_query("Who is Müller?")).kept


@pytest.mark.parametrize(("query", "row"), [("what is items.77?", 77), ("see items[78]", 78), ("and Items.79", 79)])
def test_a_row_that_is_asked_for_by_its_place_stays(query: str, row: int) -> None:
    """A path into the array under its own name."""
    assert row in select(calm(), query, name="items").asked


def test_other_places_are_not_asked_for() -> None:
    """The name of another array, and a place beyond the end."""
    assert select(calm(), "users.77 items.900", name="items").asked == ()


def test_what_the_call_looked_for_counts_less() -> None:
    """Arguments of the call choose rows where the question does not."""
    rows = with_row(88, note="zebra")
    rows[99] = {"id": 1099, "topic": "queue", "took_ms": 50, "note": "walrus"}
    assert select(rows, "How is the walrus?", call='{"q":"zebra"}').asked == (99,)
    assert select(rows, "And?", call='{"q":"zebra"}').asked == (88,)


def test_words_that_many_rows_hold_choose_none() -> None:
    """A word inside the texts of a third of the rows tells them from nothing."""
    rows: list[object] = [
        {"id": row * 7919 % 1000, "note": f"{'about horses' if row % 3 == 0 else 'other'} {row}"} for row in range(90)
    ]
    assert select(rows, "horses").asked == ()


def test_more_rows_may_be_asked_for_than_wanted() -> None:
    """Three times as many at most."""
    rows: list[object] = [{"id": row, "team": "red" if row % 5 == 0 else f"t{row}"} for row in range(300)]
    assert len(select(rows, "red", settings=CrushSettings(max_items_after_crush=5)).asked) == 15


def test_identical_rows_are_shown_once() -> None:
    """Beyond the ends, one of several identical rows; all of them may be candidates on request."""
    rows: list[object] = [*["the same words"] * 60, *["quite another text"] * 60]
    assert len(select(rows).kept) <= 8
    every = CrushSettings(dedup_identical_items=False, similarity_threshold=1.0)
    assert len(select(rows, settings=every).kept) <= 8


def test_strings_that_say_the_same_are_shown_once() -> None:
    """Strings that share most of their words are alike; how many is a setting."""
    words = "one two three four five six seven eight nine ten eleven".split()
    rows: list[object] = [" ".join([*words, f"x{row}"]) for row in range(60)]
    few = select(rows).kept
    all_alike = CrushSettings(similarity_threshold=1.0)
    assert len(few) < len(select(rows, settings=all_alike).kept)


def test_strings_of_odd_length_stay() -> None:
    """The one long text among short ones."""
    rows: list[object] = [f"short {row % 9}" for row in range(100)]
    rows[37] = "long " * 80
    assert 37 in select(rows).kept


def test_equally_long_strings_have_no_odd_length() -> None:
    """No spread, no reason."""
    rows: list[object] = [f"w{row:03}" for row in range(100)]
    assert reason_for(select(rows).reasons, "odd length") == 0


def test_extremes_of_plain_numbers_stay() -> None:
    """An array of numbers shows its greatest and least."""
    rows: list[object] = [50 + row * 37 % 41 for row in range(200)]
    kept = select(rows).kept
    assert {rows.index(max(rows, key=float)), rows.index(min(rows, key=float))} <= set(kept)  # type: ignore[arg-type]


def test_extremes_of_arrays_of_arrays_stay() -> None:
    """Positions are columns."""
    rows: list[object] = [[row, 50 + row * 37 % 11 + 0.5] for row in range(100)]
    rows[61] = [61, 999.5]
    assert 61 in select(rows).kept


def test_mixed_rows_keep_their_ends_and_errors() -> None:
    """Rows without columns are looked at as text."""
    rows: list[object] = [row if row % 2 else f"text {row}" for row in range(100)]
    rows[41] = {"error": "disk failure"}
    kept = select(rows).kept
    assert {0, 1, 2, 41, 98, 99} <= set(kept)


def test_short_arrays_stay_whole() -> None:
    """Fewer rows than the ends take."""
    assert select([1, 2, 3]).kept == [0, 1, 2]


def embed(texts: list[str]) -> list[list[float]]:
    """A batch that is slow and a question of delays mean the same here."""
    return [[float("slow" in text or "delay" in text) * 4, 1.0, float(len(text) % 3)] for text in texts]


def near(question: str, relevance: RelevanceSettings) -> Selection:
    """What stays of calm rows of which one is about something that the question calls otherwise."""
    return select(with_row(120, note="batch 3720 slow"), question, settings=CrushSettings(relevance=relevance))


@pytest.mark.parametrize("tier", ["embedding", "hybrid"])
def test_rows_near_in_meaning_stay_in_the_tiers_that_look_at_it(tier: str) -> None:
    """Beside what words find, and the selection says which tier ran."""
    relevance = RelevanceSettings(tier=tier, embedder=embed)  # type: ignore[arg-type]
    words, both = near("Why is there a delay?", RelevanceSettings()), near("Why is there a delay?", relevance)
    assert (120 in words.kept, 120 in both.kept) == (False, True)
    assert (words.relevance, both.relevance) == ("bm25", tier)
    assert reasons_of(both)["near in meaning"] == 1
    assert near("", relevance).relevance == ""


def test_only_what_is_near_enough_stays() -> None:
    """The threshold is the caller's."""
    for threshold, kept in ((0.25, True), (1.0, False)):
        relevance = RelevanceSettings(tier="hybrid", embedder=embed, relevance_threshold=threshold)
        assert (120 in near("Why is there a delay?", relevance).kept) == kept


def test_what_words_find_depends_on_their_constants() -> None:
    """Where length counts for nothing, a long row that holds a word is as good as a short one."""
    rows = calm()
    rows[100] = {**dict(rows[100]), "note": "zebra " + "and so on " * 400}  # type: ignore[call-overload]
    rows[150] = {**dict(rows[150]), "note": "a zebra"}  # type: ignore[call-overload]
    kept = [
        100
        in select(rows, "zebra", settings=CrushSettings(relevance=RelevanceSettings(bm25_b=b), max_items_after_crush=6)).asked
        for b in (0.0, 1.0)
    ]
    assert kept == [True, False]


def reasons_of(selection: Selection) -> dict[str, int]:
    """Why rows stay."""
    return dict(selection.reasons)
