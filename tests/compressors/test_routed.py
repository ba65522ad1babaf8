"""Tests of sending each text to the compressor for what it is."""

from __future__ import annotations

import json

import msgspec
import pytest
from returns.result import Failure, Result, Success

from headroom.compressors import REGISTERED
from headroom.compressors.contract import Compressed, Compressor, Skip
from headroom.compressors.routed import Routed
from headroom.config import CodeSettings, ProseSettings, RouterSettings, Settings, TextSettings, WorkBudget
from headroom.config.reduction import DEFAULT_KEPT_TAGS
from headroom.detection import detect
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from headroom.tokens import count, estimate_tokens

RECORDS = json.dumps([{"id": row, "name": f"record {row}", "seen": row * 37 % 11} for row in range(300)])
CSV = "id,name,amount,region\n" + "".join(f"{row},name {row * 31 % 77},{row * 17 % 1000},eu-{row % 3}\n" for row in range(300))
LOG = "".join(
    f"2024-05-01T10:{row // 60:02d}:{row % 60:02d} INFO worker {row % 7} handled request {row * 37 % 991}\n"
    for row in range(400)
)
TRACE = "Traceback (most recent call last):\n" + "".join(
    f'  File "/app/m{row}.py", line {row * 3}, in f{row}\n    call_{row}(x, y)\n' for row in range(60)
)
TRACE += "ValueError: bad\n"
GREP = "".join(f"src/a{row % 9}/m{row % 23}.py:{row * 3}:    value = compute({row}, other)\n" for row in range(300))
PATHS = "".join(f"./src/pkg{row % 9}/module_{row}.py\n" for row in range(400))
BUILD = "".join(f"[{row}/300] Compiling CXX object src/mod{row}.cpp.o\n" for row in range(300)) + "make: *** [all] Error 2\n"
HUNKS = "".join(
    f"@@ -{row * 30 + 1},13 +{row * 30 + 1},13 @@ def f{row}():\n"
    + "".join(f" before{row}_{line} = compute({line})\n" for line in range(6))
    + f"-old{row}\n+new{row}\n"
    + "".join(f" after{row}_{line} = compute({line})\n" for line in range(6))
    for row in range(40)
)
DIFF = f"diff --git a/x.py b/x.py\nindex 1234567..89abcde 100644\n--- a/x.py\n+++ b/x.py\n{HUNKS}"
CODE = "import os\n\n\n" + "".join(
    f"def function_{row}(argument, other):\n    value = argument + {row}\n    return value * other\n\n\n" for row in range(60)
)
MARKUP = "<!DOCTYPE html>\n<html><body>\n" + "".join(
    f'<div class="item"><p>Paragraph {row} of the page</p></div>\n' for row in range(100)
)
PAGE = "<!DOCTYPE html>\n<html><head><title>Shelves</title></head><body><nav>" + "".join(
    f'<a href="/shelf/{row}" class="nav-link">Shelf {row}</a>\n' for row in range(80)
)
PAGE += "</nav><main><h1>Shelves</h1><p>Goods are kept on shelves, the heavy ones at the bottom.</p></main></body></html>\n"
SERVERS = "".join(
    f"[server-{row}]\nhost = 10.0.0.{row}\nport = {8000 + row}\ntimeout = {row * 7 % 60}\nretries = {row % 4}\n"
    f"owner = team-{row % 3}\npool = {row * 13 % 50}\nbackup = host-{row * 31 % 90}\nregion = eu-{row % 3}\n\n"
    for row in range(40)
)
ESSAY = "\n\n".join(
    f"The {place} was built before anybody kept records of it. Its walls are {row + 3} feet thick and were never taken. "
    f"Travellers write that the gates close early there. Nobody knows who paid for the {place}. It is still lived in today."
    for row, place in enumerate("tower bridge harbour market palace mill temple library garden prison school theatre".split())
)
STORY = " ".join(f"This is sentence number {row * 7} of a long story about nothing in particular." for row in range(150)) + "\n"
REMINDER = "<system-reminder>\nThe tests must pass before you answer.\n</system-reminder>\n"


def routed(text: str, settings: Settings | None = None, *, query: str = "", others: tuple[Compressor, ...] = ()) -> Compressed:
    """What becomes of the text; the test fails if it stays."""
    made = Routed(settings or Settings(), others)(text, query)
    assert isinstance(made, Success), made
    compressed: Compressed = made.unwrap()
    return compressed


def reason(text: str, settings: Settings | None = None, *, others: tuple[Compressor, ...] = ()) -> str:
    """Why the text stays; the test fails if it does not."""
    made = Routed(settings or Settings(), others)(text, "")
    assert isinstance(made, Failure), made
    skip: Skip = made.failure()
    return skip.reason


def router(**fields: object) -> Settings:
    """Settings with some of the router's changed."""
    return Settings(router=msgspec.structs.replace(RouterSettings(), **fields))


class Upper(msgspec.Struct, frozen=True, kw_only=True):
    """A compressor of somebody else's, which leaves its name and drops the rest."""

    kind: str = "odd"
    claims: float | None = None
    """How sure it is of a text that holds `ODD`; None for a compressor that detects nothing."""
    is_lossy: bool = True
    skips: bool = False

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The compressor."""
        del query
        if self.skips:
            return Failure(Skip("not mine after all"))
        digest = original_of(text).hash
        if self.is_lossy:
            note = f"{self.kind.upper()}\n[headroom: 1 result omitted; original {digest}]"
            return Success(Compressed(text=note, summary="all of it", original=digest))
        return Success(Compressed(text=self.kind.upper(), summary="said shorter"))


class Claiming(Upper, frozen=True, kw_only=True):
    """One that detects."""

    def detects(self, text: str) -> float:
        """How sure it is."""
        return (self.claims or 0.0) if "ODD" in text else 0.0


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        (RECORDS, "json", "json"),
        (CSV, "table", "table"),
        (LOG, "log", "log"),
        (TRACE, "traceback", "log"),
        (BUILD, "build", "log"),
        (GREP, "search", "search"),
        (PATHS, "listing", "search"),
        (DIFF, "diff", "diff"),
        (PAGE, "markup", "markup"),
        (SERVERS, "config", "config"),
        (ESSAY, "prose", "prose"),
    ],
    ids=["json", "table", "log", "traceback", "build", "search", "listing", "diff", "markup", "config", "prose"],
)
def test_each_kind_finds_its_compressor(text: str, found: str, kind: str) -> None:
    """Which makes it shorter, says what it was, and names the whole text as the original."""
    assert detect(text).kind == found
    compressed = routed(text)
    assert compressed.kind == kind
    assert count(compressed.text) < 0.75 * count(text)
    assert compressed.original == original_of(text).hash
    assert [marker.hash for marker in find_markers(compressed.text)] == [compressed.original]
    assert compressed.summary


def test_code_is_shortened_where_that_is_turned_on() -> None:
    """By the preset, the caller or the environment, all of which say so in the settings."""
    program = CODE.replace(
        "    return", "".join(f"    value = value + other * {step} - argument\n" for step in range(9)) + "    return"
    )
    assert detect(program).kind == "code"
    assert reason(program) == "code: left alone"
    compressed = routed(program, Settings(code=CodeSettings()))
    assert compressed.kind == "code"
    assert count(compressed.text) * 2 < count(program)


@pytest.mark.parametrize(
    ("text", "name"), [(PAGE, "markup"), (SERVERS, "config"), (ESSAY, "prose")], ids=["page", "config", "prose"]
)
def test_each_of_them_can_be_turned_off(text: str, name: str) -> None:
    """Nobody else is asked, but who makes tables of lists."""
    off = msgspec.structs.replace(getattr(Settings(), name), enabled=False)
    settings = msgspec.structs.replace(Settings(folds=TextSettings(enabled=False)), **{name: off})
    assert reason(text, settings) in (f"{name}: left alone", "config: no table")


@pytest.mark.parametrize("text", [GREP.replace("compute", "src/a0/m0.py"), PATHS[:2_000]], ids=["search", "listing"])
def test_hits_and_paths_are_never_spelled_in_pieces(text: str) -> None:
    """A path that a model copies must stand there as it is; folds would write what paths share once."""
    made = Routed(Settings())(text, "")
    assert "start with" not in made.map(lambda compressed: compressed.text).value_or("")


def test_code_is_not_even_folded() -> None:
    """Though its lines come again and again."""
    assert reason(CODE * 5) == "code: left alone"


def test_the_smallest_texts_stay() -> None:
    """By estimated tokens: below the number, and not at it; however few characters a token has."""
    for text in (RECORDS, LOG, "é日" * 2_000):
        tokens = estimate_tokens(text)
        assert reason(text, router(min_tokens_to_compress=tokens + 1)) == f"below {tokens + 1} tokens"
        made = Routed(router(min_tokens_to_compress=tokens))(text, "")
        assert made.value_or(None) is not None or "below" not in made.failure().reason
    assert reason("") == "below 250 tokens"
    assert reason("x" * 249) == "below 250 tokens"


def test_a_text_over_the_work_budget_stays() -> None:
    """By its bytes, which are more than its characters."""
    text = RECORDS.replace("record", "räcord")
    size = len(text.encode())
    assert reason(text, router(budget=WorkBudget(text_bytes=size - 1))) == f"over the work budget of {size - 1} bytes"
    assert routed(text, router(budget=WorkBudget(text_bytes=size))).kind == "json"


@pytest.mark.parametrize("text", [RECORDS, CSV, LOG, GREP, DIFF, f"{LOG}{REMINDER}{CSV}"])
def test_what_was_compressed_is_left_alone(text: str) -> None:
    """Even where it would be large enough still."""
    once = routed(text).text
    assert reason(once, router(min_tokens_to_compress=1)) == "holds a headroom marker"


def test_short_error_outputs_stay_whole() -> None:
    """With two different words of failure; unless that is turned off, or they are long."""
    crash = LOG[:6_000] + "2024-05-01T11:00:00 ERROR the exception was fatal\n"
    assert reason(crash) == "log: a short error output"
    assert routed(crash, router(protect_error_outputs=False)).kind == "log"
    assert routed(crash, router(error_protection_max_chars=len(crash) - 1)).kind == "log"
    assert reason(crash, router(error_protection_max_chars=len(crash))) == "log: a short error output"
    assert "the exception was fatal" in routed(LOG + crash).text


@pytest.mark.parametrize(
    "words", ["an error, and again: Error, ERROR", "no error", "0 errors, 0 failures", "terrorists and unfailing crashpads"]
)
def test_one_word_or_none_is_no_error_output(words: str) -> None:
    """Nor is a count of no errors, nor a word inside another."""
    assert routed(f"{LOG[:6_000]}2024-05-01T11:00:00 INFO {words}\n").kind == "log"


def test_records_that_speak_of_errors_are_selected_from() -> None:
    """JSON keeps its failures as rows; it need not stay whole for them."""
    rows = json.dumps([{"id": row, "state": "ok", "log": "error exception" if row == 40 else "fine"} for row in range(100)])
    assert len(rows) < RouterSettings().error_protection_max_chars
    compressed = routed(rows)
    assert compressed.kind == "json"
    assert "error exception" in compressed.text


@pytest.mark.parametrize("order", [(REMINDER, LOG), (LOG, REMINDER), (LOG, REMINDER, CSV), (REMINDER, RECORDS, "\n", REMINDER)])
def test_tags_that_must_survive_do(order: tuple[str, ...]) -> None:
    """Each byte of them, as often as they came, while what stands round them is compressed under one original."""
    text = "".join(order)
    compressed = routed(text)
    assert compressed.text.count(REMINDER) == order.count(REMINDER)
    assert len(compressed.text) * 3 < len(text)
    assert (compressed.kind, compressed.original) == ("mixed", original_of(text).hash)
    assert [marker.hash for marker in find_markers(compressed.text)] == [compressed.original]


@pytest.mark.parametrize("name", DEFAULT_KEPT_TAGS)
@pytest.mark.parametrize("body", [LOG, RECORDS + "\n", CSV], ids=["log", "json", "table"])
def test_what_is_inside_such_a_tag_stays_whatever_it_is(name: str, body: str) -> None:
    """Alone, and beside something that is compressed."""
    kept = f"<{name}>\n{body}</{name}>\n"
    assert reason(kept) == "mixed: nothing to leave out"
    assert reason(kept.removesuffix("\n")) == "mixed: nothing to leave out"
    assert kept in routed(kept + GREP).text
    assert kept in routed(GREP + kept).text


def test_other_tags_are_nothing_special() -> None:
    """Unless the settings name them; and then those named by default are not, if the caller left them out."""
    log = f"<output>\n{LOG}</output>\n"
    assert len(routed(log).text) * 3 < len(log)
    assert reason(log, router(kept_tags=("output",))) == "mixed: nothing to leave out"
    kept = f"<system-reminder>\n{LOG}</system-reminder>\n"
    assert len(routed(kept, router(kept_tags=())).text) * 3 < len(kept)


def test_a_claim_does_not_reach_into_a_kept_tag() -> None:
    """However sure a compressor of somebody else's is, and whatever it is for."""
    kept = f"<important>\nODD\n{LOG}</important>\n"
    others = (Claiming(claims=5.0), Upper(kind="code"))
    assert reason(kept, others=others) == "mixed: nothing to leave out"
    assert kept in routed(kept + GREP, others=others).text


def test_sections_of_a_mixture_are_compressed_one_by_one() -> None:
    """Under one original, which is the whole; small sections, and those of code, stay as they are."""
    text = f"{LOG}\n$ git diff\n{DIFF}\n$ cat main.py\n```python\n{CODE}```\n"
    compressed = routed(text)
    assert compressed.kind == "mixed"
    assert compressed.original == original_of(text).hash
    assert [marker.hash for marker in find_markers(compressed.text)] == [compressed.original]
    assert "log: " in compressed.summary
    assert "diff: " in compressed.summary
    assert CODE in compressed.text
    assert (
        compressed.text.index("$ git diff\n") < compressed.text.index("--- a/x.py") < compressed.text.index("$ cat main.py\n")
    )
    assert len(compressed.text) - len(CODE) < (len(text) - len(CODE)) / 4


def test_tags_do_not_change_what_stands_between_them() -> None:
    """Each piece is what it would be without them."""
    alone = routed(RECORDS + "\n").text.rpartition("; original ")[0]
    between = routed(f"{REMINDER}{RECORDS}\n{REMINDER}")
    assert between.summary.startswith("json: ")
    assert alone in between.text


def test_compressors_of_somebody_else_are_asked_first() -> None:
    """For the kind that was found; one that skips leaves the text to ours, and so does one of another kind."""
    assert routed(LOG, others=(Upper(kind="log"),)).text.startswith("LOG\n")
    assert routed(LOG, others=(Upper(kind="log", skips=True),)).kind == "log"
    assert not routed(LOG, others=(Upper(kind="json"),)).text.startswith("JSON\n")
    assert routed(LOG, others=(Upper(kind="log", skips=True), Upper(kind="log", is_lossy=False))).text == "LOG"
    assert reason(CODE, others=(Upper(kind="code", skips=True),)) == "code: not mine after all"


def test_the_surest_claim_wins() -> None:
    """Above one half and above our own finding; a claim on other texts is none."""
    odd = "ODD\n" + STORY
    settings = Settings(prose=ProseSettings(enabled=False))
    ours = detect(odd).confidence
    others = (
        Claiming(kind="weak", claims=ours + 0.01),
        Claiming(kind="sure", claims=1.0),
        Claiming(kind="never", claims=ours),
    )
    assert 0.5 < ours < 0.9
    assert routed(odd, settings, others=others).kind == "sure"
    assert routed(odd, settings, others=others[::2]).kind == "weak"
    assert reason(odd, settings, others=others[2:]).startswith("prose: ")
    assert reason(STORY, settings, others=others).startswith("prose: ")
    assert routed(LOG.replace("INFO", "ODD INFO"), others=(Claiming(claims=detect(LOG).confidence),)).kind == "log"


def test_where_nothing_may_be_left_out_nothing_is() -> None:
    """By no compressor of ours, nor by one that does not know of it."""
    settings = Settings().lossless()
    for text in (RECORDS, CSV, LOG, GREP, DIFF, f"{LOG}{REMINDER}{CSV}"):
        made = Routed(settings)(text, "")
        assert made.map(lambda compressed: (compressed.original, find_markers(compressed.text))).value_or(("", ())) == ("", ())
    assert reason(STORY, settings, others=(Upper(kind="prose"),)) == "prose: prose would leave something out"
    assert routed(STORY, settings, others=(Upper(kind="prose", is_lossy=False),)).text == "PROSE"


@pytest.mark.parametrize(
    ("text", "field"),
    [(RECORDS, "crush"), (LOG, "logs"), (GREP, "search"), (DIFF, "diffs")],
    ids=["json", "log", "search", "diff"],
)
def test_a_compressor_that_is_off_is_not_asked(text: str, field: str) -> None:
    """And the text stays, as no other is for such texts."""
    off = Settings(folds=TextSettings(enabled=False))
    off = msgspec.structs.replace(off, **{field: msgspec.structs.replace(getattr(off, field), enabled=False)})
    assert reason(text, off).startswith(f"{detect(text).kind}: ")
    assert routed(text).original


def test_the_question_reaches_the_compressor() -> None:
    """What is asked for stays."""
    assert "record 277" not in routed(RECORDS).text
    assert "record 277" in routed(RECORDS, query="What is record 277?").text


@pytest.mark.parametrize(
    "text",
    [
        "\ud800" * 3_000,
        "\x00" * 3_000,
        (LOG + "\ud800").replace("\n", "\r\n"),
        LOG.replace("\n", "\r"),
        "\ufeff" + CSV,
        LOG.replace("\n", "\u2028"),
        "[" * 20_000,
        "<system-reminder>\n" * 3_000,
        "</system-reminder>\n" * 3_000,
        "<system-reminder>\n</system-reminder>\n" * 2_000,
    ],
    ids=["surrogates", "nuls", "crlf", "cr", "bom", "separators", "brackets", "openings", "closings", "empty tags"],
)
def test_odd_texts_pass(text: str) -> None:
    """Whatever becomes of them is no larger, and the same every time."""
    first = Routed()(text, "")
    assert first == Routed()(text, "")
    made = first.map(lambda compressed: compressed.text).value_or(text)
    assert len(made.encode("utf-8", "surrogatepass")) <= len(text.encode("utf-8", "surrogatepass"))


def test_it_is_registered() -> None:
    """With the settings it is made from; it says itself that it is for mixtures."""
    assert Routed.from_settings in REGISTERED
    assert Routed.from_settings(Settings()) == Routed()
    assert Routed().kind == "mixed"


@pytest.mark.parametrize("name", ["page", "ini", "prose", "repeated"])
@pytest.mark.parametrize("settings", [Settings(), Settings().lossless()], ids=["default", "lossless"])
def test_json_before_another_text_is_settled_at_once(name: str, settings: Settings) -> None:
    """With the JSON in a line, what stands behind it may count for what it is: then, not the next time."""
    package = json.dumps({"name": "x", "scripts": {f"step {row}": f"run thing {row} now" for row in range(14)}}, indent=2)
    behind = {"page": PAGE, "ini": SERVERS, "prose": ESSAY, "repeated": "the same line is said here again and again\n" * 30}[
        name
    ]
    text = f"{package}\n{behind}"
    compressed = Routed(settings)(text, "").value_or(Compressed(text=text, summary=""))
    assert (compressed.text == text) == (name == "page" and settings.router.lossless_only)
    assert isinstance(Routed(settings)(compressed.text, ""), Failure)
    assert compressed.original in ("", original_of(text).hash)
    assert {marker.hash for marker in find_markers(compressed.text)} <= {original_of(text).hash}
