"""Mixtures are cut into runs of whole lines of one kind; texts of one kind are left whole."""

from __future__ import annotations

import random

import pytest

from headroom.detection import detect, outline_of, sections
from tests.detection.samples_of_files import CODE, CONFIG, JSON, MARKUP, PROSE
from tests.detection.samples_of_output import BUILDS, DIFFS, LISTINGS, LOGS, SEARCHES, TABLES, TRACEBACKS

WORDS = "I looked into this and found the following, which may be of use to you when you go on.\n"
PRETTY = '{\n  "id": 1,\n  "items": [\n    {"name": "first", "size": 10},\n    {"name": "second", "size": 20}\n  ]\n}\n'
ROWS = "".join(f'{{"id": {index}, "name": "row {index}", "ok": true}}\n' for index in range(20))
PURE = {
    f"{kind}: {name}": text
    for kind, texts in {
        "log": LOGS,
        "build": BUILDS,
        "traceback": TRACEBACKS,
        "search": SEARCHES,
        "diff": DIFFS,
        "listing": LISTINGS,
        "table": TABLES,
        "json": JSON,
        "code": CODE,
        "config": CONFIG,
        "markup": MARKUP,
        "prose": PROSE,
    }.items()
    for name, text in texts.items()
}


def kinds(text: str) -> list[str]:
    """The kinds of the sections of a text, after a look that they tile it at line ends."""
    found = sections(text)
    assert "".join(text[section.start : section.end] for section in found) == text
    assert all(section.end > section.start for section in found)
    assert all(text[section.end - 1] == "\n" for section in found[:-1])
    assert len(found) <= 64
    return [section.detection.kind for section in found]


def of_kind(text: str, kind: str) -> list[str]:
    """What the sections of one kind hold."""
    return [text[section.start : section.end] for section in sections(text) if section.detection.kind == kind]


@pytest.mark.parametrize("name", PURE)
def test_a_text_of_one_kind_is_one_section(name: str) -> None:
    """Nothing inside a text of one kind is taken for another."""
    assert len(kinds(PURE[name])) == 1


@pytest.mark.parametrize("name", PURE)
def test_a_long_text_of_one_kind_is_one_section(name: str) -> None:
    """Nor where there is much of it."""
    assert len(kinds(PURE[name] * 20)) == 1


def test_nothing_has_no_sections() -> None:
    """An empty text has no parts."""
    assert sections("") == ()


@pytest.mark.parametrize("text", ["", WORDS, f"{WORDS}{PRETTY}{WORDS}", DIFFS["git"], LOGS["iso times"] + DIFFS["git"]])
def test_an_outline_is_the_whole_and_its_parts(text: str) -> None:
    """What `detect` and `sections` say apart."""
    outline = outline_of(text)
    assert outline.whole == detect(text)
    assert outline.sections == sections(text)


@pytest.mark.parametrize("mark", "~`")
def test_lines_below_headings_are_no_fences(mark: str) -> None:
    """Of documentation, with a line of marks as long as the heading, below it or round it."""
    heading = "How to use it"
    ruled = f"{heading}\n{mark * len(heading)}\n\n{CODE['python']}\n"
    framed = f"{mark * len(heading)}\n{heading}\n{mark * len(heading)}\n\n{CODE['python']}\n"
    assert len(kinds(f"{WORDS}\n{ruled}" * 4)) == len(kinds(f"{WORDS}\n{framed}" * 4)) == 1


def test_a_fence_of_more_marks_is_one() -> None:
    """Where the line above is shorter or longer."""
    text = f"{WORDS}~~~~~~python\n{CODE['python']}~~~~~~\n{WORDS}"
    assert of_kind(text, "code") == [CODE["python"]]


def test_a_fenced_block_is_cut_out_of_words() -> None:
    """The words and the fences stay on the side of the words."""
    text = f"{WORDS}\n```python\n{CODE['python']}```\n\n{WORDS}"
    assert kinds(text) == ["prose", "code", "prose"]
    assert of_kind(text, "code") == [CODE["python"]]


@pytest.mark.parametrize(
    ("words", "inner", "kind"),
    [
        ("json", PRETTY, "json"),
        ("", PRETTY, "json"),
        ("diff", DIFFS["git"], "diff"),
        ("", LOGS["iso times"], "log"),
        ("text", LOGS["syslog"], "log"),
        ("console", BUILDS["pytest"], "build"),
        ("yaml", CONFIG["yaml"], "config"),
        ("js", CODE["javascript"], "code"),
        ("html", MARKUP["page"], "markup"),
    ],
)
def test_the_kind_of_a_fenced_block_comes_from_its_words_or_from_itself(words: str, inner: str, kind: str) -> None:
    """Where the words behind the fence say nothing, the block is judged by what it holds."""
    text = f"{WORDS}```{words}\n{inner}```\n{WORDS}"
    assert kinds(text) == ["prose", kind, "prose"]
    assert of_kind(text, kind) == [inner]


def test_fences_of_both_sorts_close_only_themselves() -> None:
    """A fence of tildes holds one of backticks."""
    inner = f"{CODE['python']}```\n{CODE['python']}```\n"
    text = f"{WORDS}~~~python\n{inner}~~~\n{WORDS}"
    assert of_kind(text, "code") == [inner]


def test_a_fence_that_is_never_closed_cuts_nothing() -> None:
    """What follows may be anything."""
    assert kinds(f"{WORDS}```\n{WORDS}{WORDS}") == ["prose"]


@pytest.mark.parametrize("inner", [PRETTY, ROWS])
def test_json_is_cut_out_of_words(inner: str) -> None:
    """Both over several lines and a row a line."""
    text = f"{WORDS}{inner}{WORDS}"
    assert kinds(text) == ["prose", "json", "prose"]
    assert of_kind(text, "json") == [inner]


def test_a_log_then_a_traceback_then_a_diff() -> None:
    """Each has its own part."""
    text = LOGS["iso times"] + TRACEBACKS["python"] + DIFFS["git"]
    assert kinds(text) == ["log", "traceback", "diff"]
    assert of_kind(text, "traceback") == [TRACEBACKS["python"]]
    assert of_kind(text, "diff") == [DIFFS["git"]]


def test_a_traceback_inside_a_log_belongs_to_the_log() -> None:
    """It is one of its records."""
    assert kinds(LOGS["iso times"] + TRACEBACKS["python"] + LOGS["iso times"] * 3) == ["log"]


def test_outputs_of_commands_are_parts_of_their_own() -> None:
    """The command's line is words, what it gave is of its kind."""
    text = f"$ git diff\n{DIFFS['git']}$ cat app.log\n{LOGS['iso times']}$ cat data.json\n{PRETTY}$ ls -l\n{LISTINGS['ls -l']}"
    assert [kind for kind in kinds(text) if kind != "prose"] == ["diff", "log", "json", "listing"]
    assert of_kind(text, "log") == [LOGS["iso times"]]


def test_prompts_may_name_a_host() -> None:
    """As those of most shells do."""
    text = f"ann@host:~/src$ cat app.log\n{LOGS['iso times']}ann@host:~/src$ ls -l\n{LISTINGS['ls -l']}ann@host:~/src$ exit\n"
    assert [kind for kind in kinds(text) if kind != "prose"] == ["log", "listing"]


def test_the_inside_of_a_block_of_an_application_counts() -> None:
    """Its tags are words."""
    text = f'<file path="src/app.py">\n{CODE["python"]}</file>\n<file path="app.log">\n{LOGS["iso times"]}</file>\n'
    assert kinds(text) == ["prose", "code", "prose", "log", "prose"]
    assert of_kind(text, "code") == [CODE["python"]]
    assert of_kind(text, "log") == [LOGS["iso times"]]


def test_a_reminder_behind_a_file_is_apart_from_it() -> None:
    """What an application adds to a tool's output is no part of the output."""
    inner = "Whenever you read a file, consider whether it is malicious. You may still answer.\n"
    reminder = f"<system-reminder>\n{inner}</system-reminder>\n"
    text = f"{CODE['numbered with arrows'] * 3}\n{reminder}"
    assert kinds(text) == ["code", "prose"]
    assert of_kind(text, "prose")[0].startswith("<system-reminder>")


def test_tags_of_html_are_no_blocks() -> None:
    """A page is markup as a whole."""
    assert kinds(MARKUP["fragment"] * 10) == ["markup"]


@pytest.mark.parametrize("heading", ["[command output]", "OBSERVATION:", "stdout:"])
def test_an_envelope_is_words_round_an_output(heading: str) -> None:
    """What it announces is of its own kind."""
    text = f"{WORDS}{heading}\n{LOGS['iso times']}"
    assert kinds(text) == ["prose", "log"]


def test_small_parts_are_not_cut_out() -> None:
    """A few characters are not worth a cut."""
    assert kinds(f'{WORDS}{{"a": 1}}\n{WORDS}') == ["prose"]
    assert kinds(f"{WORDS}```\nx = 1\n```\n{WORDS}") == ["prose"]


def test_phases_of_a_build_are_one() -> None:
    """Installing, compiling and testing are one log."""
    assert len(kinds(BUILDS["pip"] + BUILDS["make and gcc"] + BUILDS["pytest"] + BUILDS["unittest"])) == 1


def test_texts_that_a_program_holds_are_not_cut_out() -> None:
    """JSON, diffs and fences in source code are its strings."""
    text = f"{CODE['python']}\nDIFF = '''\n{DIFFS['git']}'''\nDATA = '''\n{PRETTY}'''\nDOC = '''\n```json\n{PRETTY}```\n'''\n"
    assert kinds(text) == ["code"]


def test_commits_between_diffs_belong_to_them() -> None:
    """As in the log of a repository with patches."""
    assert kinds(DIFFS["with a commit"] * 5) == ["diff"]
    assert kinds(DIFFS["mailed"] * 5) == ["diff"]


def test_parts_are_at_most_sixty_four() -> None:
    """Of very many, the biggest stay apart."""
    block = f"{WORDS}```python\n{CODE['python']}```\n"
    small = f"{WORDS}```python\n{CODE['python'][:100]}\n```\n"
    text = small * 50 + block * 20 + small * 50
    found = kinds(text)
    assert 30 < len(found) <= 64
    assert sum(part == CODE["python"] for part in of_kind(text, "code")) == 20


def test_line_ends_of_windows_are_seen_through() -> None:
    """The parts are the same."""
    text = f"{WORDS}```json\n{PRETTY}```\n{WORDS}".replace("\n", "\r\n")
    assert kinds(text) == ["prose", "json", "prose"]


def test_any_text_is_tiled() -> None:
    """Whatever lines come in whatever order."""
    pieces = [
        *PURE.values(),
        "```\n",
        "~~~\n",
        "<a-b>\n",
        "</a-b>\n",
        "$ ls\n",
        "OBSERVATION:\n",
        "\r",
        "\x00",
        "\ud800",
        "{\n",
        "}\n",
    ]
    rng = random.Random(7)
    for _ in range(300):
        kinds("".join(rng.choices(pieces, k=rng.randint(1, 8))))


RECORDS = "".join(f"2025-11-20 08:{n // 60:02}:{n % 60:02} INFO handled request {n} in {n % 17}ms\n" for n in range(90))
TABLE = "id,name,amount,state\n" + "".join(f"{n},name {n},{n % 9},late\n" for n in range(60))
LIST = "[" + ", ".join(f'{{"id": {n}, "name": "name {n}"}}' for n in range(60)) + "]\n"
VERDICTS = "".join(f"tests/test_{n}.py::test_x PASSED\n" for n in range(60))
FOUND = "".join(f"src/a{n}.py:{n}:x = {n}\n" for n in range(60))
OUTPUTS = {"log": RECORDS, "table": TABLE, "json": LIST, "build": VERDICTS, "search": FOUND}


@pytest.mark.parametrize("second", OUTPUTS)
@pytest.mark.parametrize("first", OUTPUTS)
@pytest.mark.parametrize("share", [1, 5])
def test_outputs_of_two_commands_are_apart(first: str, second: str, share: int) -> None:
    """Whatever the whole looks like; their commands are in neither."""
    one, two = OUTPUTS[first] * share, OUTPUTS[second]
    text = f"$ run one\n{one}$ run two\n{two}$ ./last.sh\ndone\n"
    assert [kind for kind in kinds(text) if kind != "prose"] == [first, second]
    assert one in of_kind(text, first)
    assert two in of_kind(text, second)


def test_a_prompt_between_outputs_needs_none_before_them() -> None:
    """The first command may be missing."""
    for first in ("log", "table", "build", "search"):
        text = f"{OUTPUTS[first]}$ cat data.json\n{LIST}"
        assert kinds(text) == [first, "prose", "json"]


def test_steps_of_a_build_are_one() -> None:
    """Commands that say little are told of in it."""
    steps = "".join(f"$ make part{n}\ngcc -O2 -c part{n}.c\ngcc -o part{n} part{n}.o\n" for n in range(40))
    assert kinds(steps) == ["build"]
    assert kinds(f"$ make\n{VERDICTS}") == ["build"]


def test_a_table_and_a_log_with_a_blank_line_between_them_are_apart() -> None:
    """In any order; not where one of them is not clear, nor where both are one."""
    assert kinds(f"{TABLE}\n{RECORDS}") == ["table", "log"]
    assert kinds(f"{RECORDS}\n{TABLE}") == ["log", "table"]
    assert kinds(f"{RECORDS}\n{RECORDS}") == ["log"]
    assert kinds(f"{RECORDS}\n{WORDS * 9}\n{RECORDS}") == ["log"]
