"""Tests of compressing logs."""

from __future__ import annotations

import re

import pytest
from returns.result import Failure, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.log_lines import LogLines
from headroom.config import LogSettings, settings_from
from headroom.config.reduction import WorkBudget
from headroom.retrieval.marker import find_markers
from headroom.tokens import count
from tests.compressors.log_lines.rows import calm

ODD = {
    "equal": "all the same line 12\n" * 3_000,
    "unique": "\n".join(f"{at:x}{at * at:x} {'abcdefghij'[at % 10] * (at % 37)}" for at in range(2_000)),
    "brackets": "\n".join("[" * 500 for _ in range(500)),
    "one long line": "\n".join([*calm(20), "ab cd " * 50_000]),
    "errors": "\n".join(f"ERROR {chr(97 + at % 26)}{at:x} failed" for at in range(3_000)),
    "equal signs": "\n".join(["=" * 20_000] * 30),
    "underscores": "\n".join(["_a" * 10_000] * 30),
    "slashes": "\n".join(["/" * 20_000] * 30),
    "error words": "\n".join(["no error " * 3_000] * 30),
    "blanks": "\n".join(" " * (at % 300) for at in range(2_000)),
    "nulls": "\0 ERROR \ud800\r\n" * 500,
    "carriage returns": "1%\r2%\r3%\n" * 500,
    "windows": "\r\n".join(calm(400)),
    "byte order mark": "\ufeff" + "\n".join(calm(400)),
    "escapes": "\n".join(["\x1b[" * 500] * 50),
    "other scripts": "İ ошибка 失败 17\n" * 500,
}


def compressed(text: str, query: str = "", settings: LogSettings | None = None) -> Compressed:
    """The compressed text; the test fails if it was skipped."""
    outcome = LogLines(settings or LogSettings())(text, query)
    assert isinstance(outcome, Success), outcome
    made: Compressed = outcome.unwrap()
    return made


def reason(text: str, settings: LogSettings | None = None) -> str:
    """Why a text was skipped."""
    outcome = LogLines(settings or LogSettings())(text, "")
    assert isinstance(outcome, Failure), outcome
    skip: Skip = outcome.failure()
    return skip.reason


def log_with(**needles: str) -> str:
    """A long log with single lines at places such as `at_300`."""
    lines = calm(800)
    for place, line in needles.items():
        lines[int(place.removeprefix("at_"))] = line
    return "\n".join(lines) + "\n"


def test_the_needle_stays_and_the_hay_goes() -> None:
    """A log comes down to a few lines, which tell what is unusual."""
    text = log_with(at_300="2026-05-01 10:05:00 ERROR worker-1 disk /dev/sda1 is full", at_600="kernel: cpu 3 throttled")
    made = compressed(text)
    assert "disk /dev/sda1 is full" in made.text
    assert "cpu 3 throttled" in made.text
    assert count(made.text) < 0.15 * count(text)


def test_kept_lines_are_the_texts_own_and_gaps_are_counted() -> None:
    """In order, byte for byte, and what is missing adds up."""
    text = log_with(at_300="\x1b[31mERROR\x1b[0m disk full")
    made = compressed(text)
    lines = iter(text.splitlines(keepends=True))
    missing = 0
    *body, last = made.text.splitlines(keepends=True)
    for line in body:
        note = re.match(r"\[headroom: (\d+) lines? omitted", line)
        if note is None:
            assert line in lines
        else:
            missing += int(note[1])
    assert f"[headroom: {missing} of 800 lines omitted" in last
    assert [found.hash for found in find_markers(last)] == [made.original]


def test_gaps_say_what_they_were() -> None:
    """Like the line above, or of which levels."""
    assert re.search(r"lines omitted \(like the line above\)", compressed(log_with()).text)


def test_what_is_asked_for_stays() -> None:
    """An identifier keeps its line."""
    text = log_with()
    wanted = f"order {400 * 7919} "
    assert wanted not in compressed(text).text
    assert wanted in compressed(text, f"what became of order {400 * 7919}?").text


def test_repeated_errors_are_folded_and_others_are_not_hidden() -> None:
    """Hundreds of one error leave room for the one that differs."""
    lines = calm(600)
    for at in range(100, 400):
        lines[at] = f"2026-05-01 10:00:00 ERROR worker-1 upstream {at} timed out"
    lines[250] = "2026-05-01 10:00:00 ERROR worker-1 certificate of upstream expired"
    made = compressed("\n".join(lines))
    assert "certificate of upstream expired" in made.text
    assert made.text.count("timed out") < 15


def test_what_an_error_says_below_itself_stays() -> None:
    """Indented, blank lines between its paragraphs included: the first line alone says nothing."""
    error = [
        "CMake Error at CMakeLists.txt:27 (find_package):",
        '  Could not find a package configuration file provided by "Quux" with any of',
        "  the following names:",
        "",
        "    QuuxConfig.cmake",
        "",
        "  Add the installation prefix to CMAKE_PREFIX_PATH.",
    ]
    checks = [f"-- Looking for function_{number * 7919 % 541}_{number} - found" for number in range(90)]
    kept = compressed("\n".join([*checks[:60], *error, *checks[60:]]) + "\n").text.split("\n")
    at = kept.index(error[0])
    assert kept[at : at + len(error)] == error


def test_a_test_run_keeps_what_failed() -> None:
    """Names, reasons and the totals; passed tests go."""
    lines = [f"tests/test_{at}.py::test_case_{at} PASSED [ {at // 4}%]" for at in range(400)]
    lines[123] = "tests/test_123.py::test_checkout FAILED [ 30%]"
    lines += [
        "E       assert 9.5 == 9",
        "FAILED tests/test_123.py::test_checkout - assert 9.5 == 9",
        "=== 1 failed, 399 passed in 4.1s ===",
    ]
    made = compressed("\n".join(lines))
    assert "FAILED tests/test_123.py::test_checkout - assert 9.5 == 9" in made.text
    assert "=== 1 failed, 399 passed in 4.1s ===" in made.text
    assert "PASSED 3" in made.text
    assert count(made.text) < 700


def test_a_list_of_failed_tests_is_told_across_reasons_and_files() -> None:
    """A good part of it, and each reason, wherever it stands."""
    names = [
        f"FAILED tests/test_{at % 7}.py::test_{chr(97 + at % 11)}[{at}] - OperationalError: no connection {at}"
        for at in range(300)
    ]
    names[211] = "FAILED tests/test_tax.py::test_round[eur] - AssertionError: assert 19.01 == 19.0"
    names[250] = "FAILED tests/test_1.py::test_b[250] - KeyError: 'sku'"
    made = compressed("\n".join([*names, "300 failed, 12 passed in 8.1s"]))
    assert names[211] in made.text
    assert names[250] in made.text
    assert 60 < made.text.count("FAILED tests/") < 120
    assert all(f"::test_{letter}[" in made.text for letter in "abcdefghijk")


def test_the_output_is_left_alone() -> None:
    """It holds our marker."""
    made = compressed(log_with())
    assert reason(made.text) == "holds a headroom marker"


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_never_grow_nor_raise(name: str) -> None:
    """Neither in tokens nor in bytes; the same again for the same text."""
    text = ODD[name]
    outcome = LogLines()(text, 'which "error" 12345 took longest?')
    if isinstance(outcome, Success):
        made: Compressed = outcome.unwrap()
        assert count(made.text) <= count(text)
        assert len(made.text.encode("utf-8", "surrogatepass")) <= len(text.encode("utf-8", "surrogatepass"))
        assert compressed(text, 'which "error" 12345 took longest?') == made


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("one\ntwo\n", "fewer than 12 lines"),
        ("", "fewer than 12 lines"),
        ('{"level": "INFO", "n": 1}\n' * 50, "is JSON"),
        ("[\n" + ",\n".join("1" for _ in range(50)) + "\n]", "is JSON"),
        ("a\n" * 20, "every line matters"),
        ("\n" * 20, "its lines are too short"),
    ],
)
def test_what_is_not_for_it_is_skipped(text: str, why: str) -> None:
    """With the reason."""
    assert reason(text) == why


def test_few_long_lines_are_told_apart() -> None:
    """Each is worth a note; what says most stays."""
    rows = [
        f"2026-05-01 10:00:{at:02} INFO gateway " + " ".join(f"route{n}={n * at * 7919 % 1000}" for n in range(150))
        for at in range(9)
    ]
    rows[5] = "2026-05-01 10:00:05 ERROR gateway upstream cart refused the connection"
    made = compressed("\n".join(rows))
    assert rows[5] in made.text
    assert count(made.text) < 0.6 * count("\n".join(rows))


def test_brackets_do_not_make_json() -> None:
    """Many loggers put the time into them."""
    assert compressed("".join(f"[{row}]\n" for row in calm(300))).original


def test_nothing_is_dropped_where_nothing_may_be() -> None:
    """There is no lossless form of a log."""
    assert reason(log_with(), LogSettings(lossless_only=True)) == "only lossless forms are wanted"


def test_text_over_the_budget_is_skipped() -> None:
    """Whatever it is."""
    assert "over the work budget" in reason(log_with(), LogSettings(budget=WorkBudget(text_bytes=1_000)))
    assert "over the work budget" in reason("ошибка\n" * 100, LogSettings(budget=WorkBudget(text_bytes=1_000)))


def shown(text: str, settings: LogSettings) -> list[str]:
    """The lines of a text that are shown with some settings; all of them where nothing is saved."""
    outcome = LogLines(settings)(text, "")
    lines = outcome.unwrap().text.split("\n") if isinstance(outcome, Success) else text.split("\n")
    return [line for line in lines if not line.startswith("[headroom: ")]


def test_the_wish_for_lines_decides_how_many_are_shown() -> None:
    """More than the default show more, though every line is like the others; fewer show fewer."""
    errors = "\n".join(
        f"{row} ERROR {chr(97 + at % 26) * 3}{chr(97 + at // 26) * 3} is down" for at, row in enumerate(calm(600))
    )
    for text in (log_with(), errors):
        sizes = [len(shown(text, LogSettings(max_total_lines=most))) for most in (5, 100, 150, 250, 400)]
        assert sizes == sorted(set(sizes))
        assert sizes[-1] > 300
    few, usual = (len(shown(errors, LogSettings(max_total_lines=most))) for most in (20, 100))
    assert few < usual / 2


def test_a_wish_for_all_lines_leaves_the_text_alone() -> None:
    """Nothing would be saved."""
    assert reason(log_with(), LogSettings(max_total_lines=5_000)) == "every line matters"


def test_lines_round_errors_are_as_many_as_wanted() -> None:
    """On either side; none where none are wanted."""
    text = log_with(at_300="ERROR worker-1 disk full", at_600="ERROR worker-2 lost peer")
    lines = text.split("\n")
    for wanted in (0, 2, 30):
        near = {*lines[300 - wanted : 300 + wanted + 1], *lines[600 - wanted : 600 + wanted + 1]}
        farther = {*lines[300 - wanted - 8 : 300 - wanted], *lines[300 + wanted + 1 : 300 + wanted + 9]}
        kept = set(shown(text, LogSettings(error_context_lines=wanted)))
        assert near <= kept
        assert len(farther & kept) < 4


def test_the_gravest_errors_have_their_context_by_default() -> None:
    """What led there is as telling, and what followed."""
    errors = {at: f"WARN worker-1 retry of call {chr(97 + at % 26)}{chr(97 + at // 26 % 26)}" for at in range(50, 700, 10)}
    text = log_with(**{f"at_{at}": row for at, row in errors.items()}, at_405="ERROR worker-1 disk full")
    assert set(text.split("\n")[402:409]) <= set(shown(text, LogSettings()))


def java(name: str, frames: int) -> list[str]:
    """A stack trace with as many frames of its program, and as many of a library."""
    return [
        f"ERROR {name} failed",
        f"com.shop.{name}Exception: it broke",
        *(f"\tat com.shop.{name}{chr(97 + at // 26)}{chr(97 + at % 26)}.run({name}.java:{at})" for at in range(frames)),
        *(f"\tat org.apache.{name}{chr(97 + at // 26)}{chr(97 + at % 26)}.call(Lib.java:{at})" for at in range(frames)),
    ]


def test_as_many_traces_are_told_as_wanted() -> None:
    """With their frames; of each the exception stays."""
    text = "\n".join([*calm(400), *(line for name in "ABCDEFGH" for line in [*java(name, 12), *calm(30)])])
    told = [
        sum(
            any(f"com.shop.{name}al" in line for line in shown(text, LogSettings(max_stack_traces=most))) for name in "ABCDEFGH"
        )
        for most in (1, 3, 6)
    ]
    assert told == [1, 3, 6]
    assert sum("it broke" in line for line in shown(text, LogSettings(max_stack_traces=1))) == 8


def test_no_frames_are_told_where_no_trace_is_wanted() -> None:
    """The exceptions stay."""
    text = "\n".join([*calm(400), *(line for name in "ABC" for line in [*java(name, 12), *calm(30)])])
    lines = shown(text, LogSettings(max_stack_traces=0))
    assert not any(line.startswith("\tat ") for line in lines)
    assert sum("it broke" in line for line in lines) == 3


def test_where_a_trace_happened_is_told_in_a_short_text() -> None:
    """The last frame of Python with its source line, though little room is left for it."""
    frames = [
        line
        for at in range(14)
        for line in (f'  File "/srv/shop/cart_{at}.py", line {at + 3}, in step', f"    call_{at}(order)")
    ]
    lines = shown("\n".join(["Traceback (most recent call last):", *frames, "KeyError: 'price'"]), LogSettings())
    assert lines[-3:] == [*frames[-2:], "KeyError: 'price'"]


def test_traces_are_as_long_as_wanted() -> None:
    """Frames of libraries come in where many lines are wanted."""
    text = "\n".join([*calm(400), *java("Order", 45), *calm(400)])
    short, usual, long = (
        [line for line in shown(text, LogSettings(stack_trace_max_lines=most)) if line.startswith("\tat ")]
        for most in (5, 20, 80)
    )
    assert (len(short), len(usual), len(long)) == (5, 20, 80)
    assert not any("org.apache" in line for line in usual)


def test_the_marker_names_the_tool_only_where_it_is_offered() -> None:
    """As settings say."""
    assert "headroom_retrieve" not in compressed(log_with()).text
    assert "headroom_retrieve" in compressed(log_with(), settings=LogSettings(retrieval="tool")).text


def test_it_is_made_from_the_settings_of_logs() -> None:
    """And says what it is for."""
    settings = settings_from()
    made = LogLines.from_settings(settings)
    assert made.settings == settings.logs
    assert made.kind == "log"
