"""Texts that tools wrap in JSON."""

from __future__ import annotations

import json

import pytest

from headroom.compressors.embedded import embedded_texts, with_texts
from headroom.compressors.routed import Routed
from headroom.config import RouterSettings, Settings
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from headroom.tokens import count

LINES = [f"2025-11-20 10:{at // 60:02}:{at % 60:02} INFO worker.{at % 7} did batch {at}" for at in range(300)]
LINES[101] = "2025-11-20 10:01:41 ERROR worker.3 cannot reach the database: timeout"
LINES[205] = "2025-11-20 10:03:25 ERROR worker.2 disk quota exceeded on /data"
LOG = "\n".join(LINES) + "\n"
WRAPPINGS = {
    "command": {"stdout": LOG, "stderr": "", "exit_code": 1},
    "blocks": [{"type": "text", "text": LOG}],
    "nested": {"result": {"output": LOG, "cwd": "/srv"}, "ok": False},
    "two": {"stdout": LOG, "stderr": LOG.replace("worker", "queue")},
}


@pytest.mark.parametrize("name", WRAPPINGS)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_wrapped_log_is_shortened_as_a_log(name: str, indent: int | None) -> None:
    """Every error stays, the rest of the document is what it was, and one note names the whole of it."""
    text = json.dumps(WRAPPINGS[name], indent=indent) + "\n"
    compressed = Routed()(text, "What failed?").unwrap()
    assert count(compressed.text) < count(text) / 4
    assert "cannot reach the database" in compressed.text
    assert "disk quota exceeded" in compressed.text
    assert [marker.hash for marker in find_markers(compressed.text)] == [original_of(text).hash] == [compressed.original]
    read = json.loads(compressed.text)
    noted = read.pop() if isinstance(read, list) else {"_headroom": read.pop("_headroom")}
    assert list(noted) == ["_headroom"]
    assert "shortened" in noted["_headroom"]
    given = json.loads(text)
    assert len(read) == len(given)
    if isinstance(read, dict):
        assert {key: value for key, value in read.items() if value in ("", 1, False)} == {
            key: value for key, value in given.items() if value in ("", 1, False)
        }


def test_kept_lines_are_spelled_as_they_were() -> None:
    """Characters that the document escapes stay escaped, and the others do not become so."""
    log = LOG.replace("cannot reach", "kann nicht erreichen: Größe")
    for is_escaped in (True, False):
        text = json.dumps({"stdout": log}, ensure_ascii=is_escaped)
        compressed = Routed()(text, "What failed?").unwrap()
        assert compressed.text.isascii() is is_escaped
        assert "Größe" in json.loads(compressed.text)["stdout"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        json.dumps({"stdout": "short\n" * 9}),
        json.dumps({"note": "x" * 2000}),
        json.dumps({"stdout": LOG, "rows": [{"id": at, "name": f"row {at} of many that matter"} for at in range(900)]}),
        json.dumps([{"text": LOG[:1500]} for _ in range(20)]),
        json.dumps({"stdout": LOG})[:-5],
        json.dumps({LOG: 1}),
    ],
    ids=["nothing", "empty", "short", "one line", "mostly rows", "records", "cut", "a key"],
)
def test_other_documents_wrap_nothing(text: str) -> None:
    """Records, rows, keys, and what is no document."""
    assert embedded_texts(text) == ()


def test_a_text_is_put_where_it_was() -> None:
    """Only the string differs, and a note is added."""
    text = '{ "a": [1, 2],  "stdout": ' + json.dumps(LOG) + ' , "b":null }\n'
    (place,) = embedded_texts(text)
    assert place.text == LOG
    assert with_texts(text, [(place, 'say "so"\n')], "0" * 24, is_offered=True) == (
        '{ "a": [1, 2],  "stdout": "say \\"so\\"\\n" , "b":null ,'
        f'"_headroom":"1 text shortened; original {"0" * 24} via headroom_retrieve"}}\n'
    )


def test_nothing_is_left_out_where_nothing_may() -> None:
    """Lossless is lossless inside strings, too."""
    compressed = Routed(Settings().lossless())(json.dumps({"stdout": LOG}, indent=2), "").value_or(None)
    assert compressed is None or compressed.lossless


def test_short_errors_are_read_whole_inside_strings() -> None:
    """The rule for error outputs holds for what a wrapping holds."""
    text = json.dumps({"stderr": "\n".join(LINES[95:130]) + "\nException: failed\n"})
    protected = Settings(router=RouterSettings(error_protection_max_chars=8_000))
    assert "shortened" not in str(Routed(protected)(text, "").value_or(""))
