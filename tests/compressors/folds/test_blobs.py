"""Tests of encoded bytes."""

from __future__ import annotations

import base64
import hashlib

import pytest

from headroom.compressors.folds.blobs import find_blobs, without_blobs

BYTES = b"".join(hashlib.sha256(bytes([at])).digest() for at in range(16))
BASE64 = base64.b64encode(BYTES).decode()
LINES = base64.encodebytes(BYTES * 3).decode()


@pytest.mark.parametrize(
    ("blob", "kind"), [(BASE64, "base64"), (base64.urlsafe_b64encode(BYTES).decode(), "base64"), (BYTES.hex(), "hex")]
)
def test_long_runs_are_found(blob: str, kind: str) -> None:
    """Wherever they stand in a line."""
    text = f'{{"name": "x", "data": "{blob}", "next": 1}}\n'
    (found,) = find_blobs(text)
    assert (text[found.start : found.stop], found.kind) == (blob, kind)
    assert f'"data": "[headroom: {len(blob)} characters of {kind} omitted]", "next"' in without_blobs(text, [found])


def test_data_urls_keep_what_they_are_of() -> None:
    """Only the payload goes, whatever it is written in."""
    text = f'<img src="data:image/svg+xml;charset=utf-8,%3Csvg{"%20path" * 60}">'
    assert without_blobs(text, find_blobs(text)) == (
        '<img src="data:image/svg+xml;charset=utf-8,[headroom: 426 characters of data omitted]">'
    )


def test_lines_of_base64_are_one_blob() -> None:
    """As in certificates and mail."""
    text = f"-----BEGIN CERTIFICATE-----\n{LINES}-----END CERTIFICATE-----\n"
    written = without_blobs(text, find_blobs(text))
    assert written.split("\n") == [
        "-----BEGIN CERTIFICATE-----",
        f"[headroom: {len(LINES) - 1} characters of base64 omitted]",
        "-----END CERTIFICATE-----",
        "",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        BASE64[:200],
        "=" * 400,
        "A" * 400,
        "ACGT" * 200,
        "1234567890" * 60,
        "/usr/lib/python3/dist-packages" * 20,
        "averylongwordinlowerletters" * 20,
        "ThisIsSomeIdentifierThatNobodyWouldWrite" * 20,
        ("x" * 64 + "\n") * 9,
    ],
)
def test_what_may_be_read_stays(text: str) -> None:
    """Short ones, words, paths, sequences and lines across a page."""
    assert find_blobs(text) == []


@pytest.mark.parametrize("before", range(0, 240, 7))
def test_the_shortest_are_found_wherever_they_stand(before: int) -> None:
    """A run on a line, and four short lines of one."""
    run = BASE64[:256]
    words = ("ab " * 80)[:before]
    assert [text[blob.start : blob.stop] for text in [f"{words} {run} and"] for blob in find_blobs(text)] == [run]
    lines = "".join(f"{BASE64[at : at + 60]}\n" for at in range(0, 240, 60))
    assert [blob.kind for blob in find_blobs(f"{words}\n{lines}end\n")] == ["base64"]
