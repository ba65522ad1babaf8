"""Tests of exact counts from the shipped vocabularies."""

from __future__ import annotations

import base64
import hashlib
import itertools
import lzma
import os
import pkgutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import tiktoken
import tiktoken_ext.openai_public as published
from hypothesis import given
from hypothesis import strategies as st

from headroom.errors import TokenizationError
from headroom.tokens.tiktoken import VOCABULARIES, Vocabulary, count_tokens, encoding, encoding_of, pieces

NAMES = sorted(VOCABULARIES)
BLANKS_THAT_PANIC = 1_100_000


def packed(name: str) -> bytes:
    """The shipped file of a vocabulary."""
    data = pkgutil.get_data("headroom.tokens", VOCABULARIES[name].file)
    assert data is not None
    return data


@pytest.mark.parametrize("name", NAMES)
def test_the_encoding_is_the_published_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pattern, special tokens and expected hash are those of tiktoken itself."""
    ranks = encoding(name)._mergeable_ranks  # noqa: SLF001
    asked: list[tuple[str, str]] = []

    def load(url: str, expected_hash: str) -> dict[bytes, int]:
        asked.append((url.rpartition("/")[2], expected_hash))
        return ranks

    monkeypatch.setattr(published, "load_tiktoken_bpe", load)
    theirs = tiktoken.Encoding(**published.ENCODING_CONSTRUCTORS[name]())

    assert asked == [(f"{name}.tiktoken", VOCABULARIES[name].sha256)]
    assert theirs._pat_str == VOCABULARIES[name].pattern  # noqa: SLF001
    assert theirs._special_tokens == dict(VOCABULARIES[name].special_tokens)  # noqa: SLF001


@pytest.mark.parametrize("name", NAMES)
def test_the_ranks_write_back_to_the_published_file(name: str) -> None:
    """Every token has its published rank: the file written from them has the published hash."""
    ranks = encoding(name)._mergeable_ranks  # noqa: SLF001

    written = b"".join(b"%s %d\n" % (base64.b64encode(token), rank) for token, rank in ranks.items())

    assert hashlib.sha256(written).hexdigest() == VOCABULARIES[name].sha256


@pytest.mark.parametrize(
    ("text", "o200k", "cl100k"),
    [
        ("", 0, 0),
        ("hello world", 2, 2),
        ("tiktoken is great!", 6, 6),
        ("antidisestablishmentarianism", 6, 6),
        ("2 + 2 = 4", 7, 7),
        ("お誕生日おめでとう", 8, 9),
    ],
)
def test_known_counts(text: str, o200k: int, cl100k: int) -> None:
    """Counts equal those that OpenAI's cookbook prints."""
    assert (count_tokens(text, "o200k_base"), count_tokens(text, "cl100k_base")) == (o200k, cl100k)


def test_special_tokens_count_as_plain_text() -> None:
    """A text that spells a special token is no special token."""
    assert count_tokens("<|endoftext|>", "o200k_base") == 7


@pytest.mark.parametrize("name", NAMES)
def test_lone_surrogates_count_as_replacement_characters(name: str) -> None:
    """What UTF-8 cannot write does not raise; a pair is the character it stands for."""
    assert count_tokens("a\ud800b", name) == count_tokens("a\ufffdb", name)
    assert count_tokens("\ud83d\ude00", name) == count_tokens("\U0001f600", name)


@pytest.mark.parametrize("blank", [" ", "\t", "\u3000", "\n"])
@pytest.mark.parametrize("name", NAMES)
def test_a_million_blanks_are_counted(name: str, blank: str) -> None:
    """A run of blanks that makes tiktoken panic is counted in pieces."""
    whole = count_tokens("{" + blank * BLANKS_THAT_PANIC + "}", name)

    part = count_tokens(blank * 110_000, name)

    assert whole == pytest.approx(10 * part, rel=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_a_long_text_counts_what_tiktoken_counts(name: str) -> None:
    """Counting in pieces adds up where there are words' ends."""
    line = "2026-03-01T12:00:00Z INFO  worker-7\tdone: {'id': 12345, \"took\": 0.25}  \n\n  次の行 //\n"
    text = line * 20_000

    assert len(list(pieces(text))) > 2
    assert count_tokens(text, name) == len(encoding(name).encode_ordinary(text))


def test_an_unbroken_text_stays_whole() -> None:
    """A long text without a blank is no danger and is not cut."""
    text = "QUJD" * 300_000

    assert [piece for piece in pieces(text) if piece] == [text]


@given(
    words=st.lists(
        st.sampled_from(["word", " ", "  ", "\n", "\r\n", "\t", "!", "//", "'s", "é", "中", "9", "\u3000", "_"]), max_size=12
    )
)
def test_pieces_are_cut_where_counts_add_up(words: list[str]) -> None:
    """Whatever stands round a cut, both sides count as much as the whole."""
    around = "".join(words)
    text = "x" * 300_000 + around + "a b" + around + "y" * 700_000

    cut = list(pieces(text))

    assert "".join(cut) == text
    for left, right in itertools.pairwise(cut):
        if not right:
            continue
        left_end, right_start = left[-60:], right[:60]
        for name in NAMES:
            together = count_tokens(left_end + right_start, name)
            assert count_tokens(left_end, name) + count_tokens(right_start, name) == together


def test_a_vocabulary_is_loaded_once_for_all_threads() -> None:
    """Threads that ask at the same time get one encoding."""
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(encoding, ["cl100k_base"] * 8))

    assert len({id(one) for one in found}) == 1


def test_another_files_ranks_are_refused() -> None:
    """A file that is not the published one is named, with both hashes."""
    ranks = lzma.decompress(packed("cl100k_base"))
    changed = lzma.compress(ranks.replace(b"IQ== 0\n", b"Ig== 0\n", 1), lzma.FORMAT_XZ, preset=0)

    with pytest.raises(TokenizationError) as caught:
        encoding_of(VOCABULARIES["cl100k_base"], changed)

    assert caught.value.details["file"] == "vocabularies/cl100k_base.tiktoken.xz"
    assert caught.value.details["expected"] == VOCABULARIES["cl100k_base"].sha256
    assert caught.value.details["found"] != caught.value.details["expected"]


@pytest.mark.parametrize("damage", [b"", b"not xz at all", packed("cl100k_base")[:1000]])
def test_a_damaged_file_is_refused(damage: bytes) -> None:
    """What does not unpack is named, without a traceback of the unpacker."""
    with pytest.raises(TokenizationError, match=r"cl100k_base\.tiktoken\.xz"):
        encoding_of(VOCABULARIES["cl100k_base"], damage)


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package without its data says which file it lacks."""
    absent = Vocabulary(name="absent", sha256="", pattern="", special_tokens=())
    monkeypatch.setitem(VOCABULARIES, "absent", absent)

    with pytest.raises(TokenizationError, match=r"missing.*absent\.tiktoken\.xz"):
        encoding("absent")


WHILE_LOADING = """
import lzma, os, signal, threading
from headroom.tokens import tiktoken

loading, leave, decompress = threading.Event(), threading.Event(), lzma.decompress

def slow(*arguments):
    loading.set()
    leave.wait(30)
    return decompress(*arguments)

tiktoken.lzma.decompress = slow
thread = threading.Thread(target=tiktoken.count_tokens, args=("a b", "o200k_base"))
thread.start()
loading.wait()
pid = os.fork()
leave.set()
if not pid:
    signal.alarm(30)
    os._exit(0 if tiktoken.count_tokens("a b", "o200k_base") == 2 else 1)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
thread.join()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
def test_a_child_loads_what_its_parent_was_loading() -> None:
    """It would wait for a thread that it does not have."""
    command = [sys.executable, "-W", "ignore", "-c", WHILE_LOADING]
    assert subprocess.run(command, capture_output=True, text=True, check=False, timeout=90).stdout == "0\n"
