"""Tests of texts that say the same in fewer lines."""

from __future__ import annotations

import hashlib

import pytest
from returns.result import Failure, Success

from headroom.compressors.contract import Compressed
from headroom.compressors.folds import Folds, decode
from headroom.config import TextSettings, WorkBudget, settings_from
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from headroom.tokens import count

LOSSLESS = TextSettings(lossless_only=True)
BLOB = "".join(hashlib.sha256(bytes([at])).hexdigest() for at in range(40))


def folded(text: str, settings: TextSettings = LOSSLESS) -> Compressed:
    """What comes of a text that folds."""
    found: Compressed = Folds(settings)(text, "").unwrap()
    return found


def reason(text: str, settings: TextSettings = LOSSLESS) -> str:
    """Why a text stays as it is."""
    return Folds(settings)(text, "").failure().reason


HITS = "".join(f"src/compressors/folds/compressor.py:{at}:    found = {at % 5}\n" for at in range(200))
LOG = "".join(
    f"2026-05-01 10:{at // 60:02}:{at % 60:02},120 INFO {'worker started its job' if at % 7 else 'the broker is gone'}\n"
    for at in range(300)
)
RETRIES = "starting\n" + "connection refused, retrying\n" * 200 + "done\n" * 3 + "the end of it all\n" * 10
COLOURS = "".join(f"\x1b[32mPASS\x1b[0m tests/test_{at}.py \x1b[2m({at} ms)\x1b[0m\n" for at in range(100))
SHORT = "starting\n" + "party\n" * 500 + "done\n"
APART = "".join(f"step {at}\nthe scheduler could not place the job because no node has room for {at % 3}\n" for at in range(60))


@pytest.mark.parametrize("text", [HITS, LOG, RETRIES, COLOURS, SHORT, APART, HITS.replace("\n", "\r\n"), RETRIES.rstrip("\n")])
def test_folded_texts_come_back(text: str) -> None:
    """To the character, from fewer tokens, with a header by which they are known."""
    found = folded(text)
    assert decode(found.text) == text
    assert count(found.text) < 0.95 * count(text)
    assert found.lossless
    assert found.text.startswith("[headroom: folded; ")
    assert reason(found.text + "\n" * 400) == "holds a headroom marker"


def test_every_fold_is_told() -> None:
    """In the words of the report."""
    assert "shared starts" in folded(HITS).summary
    assert "repetitions" in folded(RETRIES).summary
    assert "escape sequences" in folded(COLOURS).summary
    assert "lines by reference" in folded(APART).summary


def test_encoded_bytes_are_put_aside() -> None:
    """With a note where they were and one marker for the whole."""
    text = f"key:\n{BLOB}\nend of file\n"
    found = folded(text, TextSettings())
    assert f"[headroom: {len(BLOB)} characters of hex omitted]\nend of file\n" in found.text
    assert [marker.hash for marker in find_markers(found.text)] == [original_of(text).hash] == [found.original]
    assert found.summary == f"{len(BLOB)} of {len(text)} characters omitted (hex 1)"
    assert "via headroom_retrieve" in folded(text, TextSettings(retrieval="tool")).text


def test_the_rest_is_folded_too() -> None:
    """The marker stays the last line, and what is left comes back."""
    text = f"{HITS}{BLOB}\n"
    found = folded(text, TextSettings())
    assert found.text.startswith("[headroom: folded; ")
    assert decode(found.text).startswith(HITS)
    assert found.text.splitlines()[-1].endswith(f"original {found.original}]")


def test_nothing_is_put_aside_where_nothing_may() -> None:
    """Then encoded bytes are text."""
    assert reason(f"key:\n{BLOB}\nend of file\n") == "nothing to fold"


def test_what_is_left_alone() -> None:
    """Each with its reason."""
    assert reason("short\n" * 9) == "too short to fold"
    assert reason(HITS, TextSettings(budget=WorkBudget(text_bytes=100))) == "over the work budget of 100 bytes"
    assert reason(HITS + "[headroom: 3 lines omitted]\n") == "holds a headroom marker"
    assert (
        reason("".join(f"line {at} says something that no other line says: {at * 7919}\n" for at in range(50)))
        == "nothing to fold"
    )
    assert reason("\n" * 5_000) == "nothing to fold"


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "a\rb", "\u2028", "\ufeff", "[@1]", "§¶"])
def test_odd_characters_come_back(odd: str) -> None:
    """Whatever stands between lines that fold."""
    text = f"{odd}\n{HITS}{odd}{RETRIES}{odd}"
    match Folds(LOSSLESS)(text, ""):
        case Success(found):
            assert decode(found.text) == text
        case Failure(_):
            pytest.fail("did not fold")


def test_settings_are_those_of_folds() -> None:
    """As the pipeline was made with."""
    assert Folds.from_settings(settings_from()).settings == settings_from().folds
    assert Folds().kind == "text"
