"""The kind of a text as a whole: what is sure comes first, and what lies over the content is seen through."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Callable

import pytest

from headroom.detection import Detection, detect
from headroom.detection.classify import UNKNOWN, classify
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

HEADED = """\
Summary: the release is late, and we all know why that is.

We waited for the tests to be repaired, which nobody did.
Then we repaired them ourselves. It took a week, and it was worth it.

Nobody was hurt, and nothing was lost.
"""
REMARKED = """\
# The limit of the pool.
# Chosen so that nobody waits.
LIMIT = 3

# How long to wait.
WAIT = 4


def pool():
    # One for each.
    return [connect() for _ in range(LIMIT)]
"""
EXPLAINED = """\
# This file is read when the service starts.
# Every line that starts like this one is left out.
#
# The port.
port = 8080
# The host.
host = localhost
# How long to wait.
timeout = 30
"""
TRAPS = {
    "prose that speaks of errors": ("prose", ALL["prose"]["words about errors"]),
    "code that logs": ("code", ALL["code"]["python that logs"]),
    "a table of log records": ("table", ALL["table"]["csv of a log"]),
    "a diff of a log": ("diff", ALL["diff"]["of a log"]),
    "a document with a table": ("prose", ALL["prose"]["markdown with a table"]),
    "hits in a log": ("search", ALL["search"]["of a log"]),
    "hits in JSON": ("search", ALL["search"]["of JSON"]),
    "log records that are JSON": ("json", ALL["json"]["log lines"]),
    "lines that begin with a word and a colon": (
        "log",
        "12:03:04 starting the worker\n12:03:05 loading 14 rules\n12:03:09 ready\n12:04:00 took job 17\n",
    ),
    "a letter with headings like keys": ("prose", HEADED),
    "code with many comments": ("code", REMARKED),
    "settings with many comments": ("config", EXPLAINED),
}


@pytest.mark.parametrize(("kind", "name"), others())
def test_every_sample_is_known(kind: str, name: str) -> None:
    """Kind and format."""
    found = detect(ALL[kind][name])
    assert (found.kind, found.format) == (kind, format_of(kind, name))
    assert found.confidence > 0.5


@pytest.mark.parametrize(("kind", "text"), [*TRAPS.values()], ids=[*TRAPS])
def test_what_is_spoken_of_is_not_what_it_is(kind: str, text: str) -> None:
    """The form of a text decides, not its words."""
    assert detect(text).kind == kind


def coloured(text: str) -> str:
    """A text with colours round each line."""
    return "".join(f"\x1b[1;32m{line}\x1b[0m\n" for line in text.splitlines())


def numbered(mark: str) -> Callable[[str], str]:
    """What puts numbers before the lines of a text."""
    return lambda text: "".join(f"{number:6}{mark}{line}\n" for number, line in enumerate(text.splitlines(), 1))


OVER: dict[str, Callable[[str], str]] = {
    "colours": coloured,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "numbers and arrows": numbered("→"),
    "numbers and tabs": numbered("\t"),
    "blank lines round it": lambda text: f"\n\n\n{text}\n\n",
}


@pytest.mark.parametrize("over", OVER)
@pytest.mark.parametrize("kind", ["log", "code", "diff", "table", "search", "traceback"])
def test_what_lies_over_the_content_is_seen_through(over: str, kind: str) -> None:
    """The kind is that of the text below."""
    texts = {
        name: text for name, text in ALL[kind].items() if "numbered" not in name and "window" not in name and "\r" not in text
    }
    if over.startswith("numbers"):
        # Few lines do not make a numbering, and numbers that are numbered are hits no more.
        texts = {
            name: text for name, text in texts.items() if text.count("\n") > 2 and name not in ("numbers", "count", "pipe")
        }
    wrong = {name: detect(OVER[over](text)) for name, text in texts.items() if detect(OVER[over](text)).kind != kind}
    assert not wrong


@pytest.mark.parametrize("kind", ["log", "code", "diff", "config", "search", "build", "listing"])
def test_size_does_not_change_the_kind(kind: str) -> None:
    """A few lines of a big text stand for it."""
    texts = {name: text for name, text in ALL[kind].items() if name not in ("numbers", "one line")}
    wrong = {name: found for name, text in texts.items() if (found := detect(text * 200)).kind != kind}
    assert not wrong


@pytest.mark.parametrize("text", ["", "\n", " \t\r\n", "\ufeff"])
def test_nothing_is_of_no_kind(text: str) -> None:
    """Texts without a character that counts."""
    assert detect(text) == UNKNOWN


def test_noise_is_of_no_sure_kind() -> None:
    """Random characters are not taken for anything with confidence."""
    rng = random.Random(3)
    for _ in range(50):
        text = "".join(chr(rng.randint(33, 126)) if rng.random() > 0.03 else "\n" for _ in range(2_000))
        found = detect(text)
        assert (
            found.kind not in {"json", "diff", "search", "markup", "table", "log", "build", "traceback"}
            or found.confidence < 0.5
        )


def test_odd_characters_raise_nothing() -> None:
    """Lone surrogates, NULs and lone carriage returns are characters like others."""
    for text in ("\ud800" * 10, "\x00\n" * 10, "a\rb\rc", "\x1b[", "\x1b]0;", "[\ud800", '{"\x00'):
        assert isinstance(detect(text), Detection)


def test_a_sample_is_enough() -> None:
    """The kind comes from the sample alone."""
    text = ALL["code"]["python"]
    assert classify(sample_of(text)) == detect(text)


RECORDS = {
    "python": "2025-11-20 08:{m}:{s},123 - svc.mod - INFO - handled request {n}",
    "loguru": "2025-11-20 08:{m}:{s}.123 | INFO     | app.main:run:{n} - handled request",
    "log4j": "2025-11-20 08:{m}:{s},123 [main] INFO com.shop.Order - handled request {n}",
    "iso": "2025-11-20T08:{m}:{s}Z INFO handled request {n}",
    "zap": "2025-11-20T08:{m}:{s}.123Z\tinfo\tapp/main.go:{n}\thandled request",
    "github": "2025-11-20T08:{m}:{s}.1234567Z handled request {n}",
    "android": "11-20 08:{m}:{s}.123  1234  1234 I Tag: handled request {n}",
    "postgres": "2025-11-20 08:{m}:{s}.123 UTC [77] LOG:  handled request {n}",
    "go": "2025/11/20 08:{m}:{s} handled request {n}",
    "oracle": "20-Nov-2025 08:{m}:{s} INFO handled request {n}",
    "german": "20.11.2025 08:{m}:{s} INFO handled request {n}",
    "windows": "11/20/2025 8:{m}:{s} AM  INFO  handled request {n}",
    "windows without levels": "1/5/2025 3:{m}:{s} PM handled request {n}",
    "time of day": "08:{m}:{s} INFO handled request {n}",
    "twelve hours": "3:{m}:{s} PM handled request {n}",
    "events": "{n}m         Normal    Pulled      pod/web-{n}   Image is there",
}
"""A record of many logs."""
AROUND = {
    "nothing": "{log}",
    "a path": "/var/log/app.log\n{log}",
    "a name": "app.log\n{log}",
    "a version": "3.11.4\n{log}",
    "a name behind": "{log}\nout.txt",
    "a command": "$ tail app.log\n{log}",
    "a command and its output": "$ ls\na.txt\n{log}",
    "a bar that is painted over": "Loading data.csv\r  50%\r 100%" + "\r 100% of 9 MB" * 30 + "\n{log}",
}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("name", RECORDS)
def test_a_line_like_a_path_makes_no_search_of_a_log(name: str, around: str) -> None:
    """Short and long, whatever its times look like."""
    for size in (30, 300):
        log = "\n".join(RECORDS[name].format(n=n, m=f"{n // 60:02}", s=f"{n % 60:02}") for n in range(size))
        assert detect(AROUND[around].replace("{log}", log)).kind == "log"


def test_hits_below_a_path_stay_a_search() -> None:
    """Though they hold times and dates, or stand between other lines."""
    for hit in ("2025-11-20 08:00:01 ERROR full", "2025-11-20 released", "x = 1", "12-03 was the day"):
        for lines in ([f"{n * 3 + 7}:{hit}" for n in range(60)], [f"{n + 7}{'-:'[n % 3 == 1]}{hit[4:]}" for n in range(60)]):
            assert detect("\n".join(["docs/history.md", *lines])).kind == "search"


def test_numbered_json_is_json() -> None:
    """Arrays and objects, with what a viewer puts before their lines, whole and cut."""
    rows = ",\n".join(f'    {{\n      "id": {n},\n      "name": "n{n}"\n    }}' for n in range(60))
    for text in (f"[\n{rows}\n]", f'{{\n  "rows": [\n{rows}\n  ]\n}}', f'{{\n  "rows": [\n{rows}'):
        for mark in "→\t":
            assert detect(numbered(mark)(text)).kind == "json"


WIDE = "".join(hashlib.sha512(bytes([n])).hexdigest() for n in range(40))
ENCODED = base64.b64encode(bytes.fromhex(WIDE)).decode()


@pytest.mark.parametrize("width", [60, 64, 70, 76])
@pytest.mark.parametrize("armour", ["", "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n"])
def test_encoded_bytes_are_no_paths(armour: str, width: int) -> None:
    """Though slashes stand among their letters."""
    block = "\n".join(ENCODED[at : at + width] for at in range(0, len(ENCODED), width))
    text = armour.format(block) if armour else block
    assert detect(text).kind in {"unknown", "prose"}
    assert detect(text * 3).kind in {"unknown", "prose"}


def test_hashes_in_paths_are_paths() -> None:
    """As those of a repository, all of one length."""
    assert detect("\n".join(f"objects/{WIDE[n : n + 2]}/{WIDE[n + 2 : n + 40]}" for n in range(60))).kind == "listing"
