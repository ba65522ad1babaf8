"""Tests of what stays of bodies."""

from __future__ import annotations

import pytest

from headroom.compressors.source_code.choice import Choice, choose, no_bodies
from headroom.config import CodeSettings
from headroom.relevance import query_text
from tests.compressors.source_code.samples import call, parsed


def chosen(question: str, text: str = "", settings: CodeSettings | None = None) -> Choice:
    """What stays of a file."""
    reading = parsed("py", text)
    query = query_text(question, call("py"))
    return choose(reading.structure, reading.data, reading.rows, query, settings or CodeSettings())


def test_what_is_named_stays_with_its_comments_and_decorators() -> None:
    """From the first of them on."""
    text = "x = 1\n\n# About f,\n# in two lines.\n@cached\ndef f():\n    a = 1\n    b = 2\n    c = 3\n    return 4\n\n\ny = 2\n"
    assert chosen("Show me f()", text).wanted.whole == [(2, 9)]


def test_without_a_question_exits_share_the_rows() -> None:
    """Those by failure come first."""
    choice = chosen("")
    assert choice.is_careful
    rows = parsed("py").rows
    assert any("raise TypeError" in rows[row] for row in choice.wanted.rows)
    assert choice.wanted.whole == []


def test_words_that_stand_nowhere_are_no_question() -> None:
    """Then everything is of the same worth."""
    assert chosen("what about zebras and elephants?").is_careful


def test_rows_are_shared_by_importance() -> None:
    """What others name often has more of them."""
    body = "".join(f"    if a{row}:\n        return value_{row}\n" for row in range(8))
    text = f"def _seldom():\n{body}\n\ndef often():\n{body}\n\ndef asked():\n{body}    often(often(often(often())))\n"
    rows = chosen("Show me asked()", text, CodeSettings(max_body_lines=3, target_compression_rate=0.8)).wanted.rows
    seldom, often = (sum(first < row < first + 17 for row in rows) for first in (0, 19))
    assert seldom < often


def test_statements_with_rare_words_of_the_question_stay() -> None:
    """Beside what it names."""
    reading = parsed("py")
    rows = chosen("Show me normal(): why is there no separator?").wanted.rows
    assert any("no separator in" in reading.rows[row] for row in rows)
    assert not any("no separator in" in reading.rows[row] for row in chosen("Show me normal()").wanted.rows)


def test_members_are_found_by_the_name_of_their_class() -> None:
    """In questions of words."""
    body = "".join(f"        step_{row} = work()\n" for row in range(6))
    text = f"class LostBooks:\n    def cleanup(self):\n{body}\n\nclass Readers:\n    def cleanup(self):\n{body}"
    assert chosen("How are lost books cleaned up?", text).wanted.whole == [(1, 7)]


def test_an_outline_wants_nothing() -> None:
    """Of any body."""
    assert no_bodies() == Choice(no_bodies().wanted)
    assert not no_bodies().wanted.has_row(0, 1 << 30)


def test_other_bodies_have_less_where_one_is_named() -> None:
    """Nobody asked for them; a question that names none leaves them their share."""
    other = "def other():\n" + "    if a:\n        return compute(a)\n" * 12
    text = f"def asked():\n    first = 1\n    return first\n\n\n{other}\n\ndef short():\n    value = 1\n    return value\n"
    named, unnamed = chosen("Show me asked()", text), chosen("", text)
    assert named.wanted.whole == [(0, 2)]
    assert {31, 32}.isdisjoint(named.wanted.rows)
    assert sum(5 < row < 30 for row in named.wanted.rows) < sum(5 < row < 30 for row in unnamed.wanted.rows)


@pytest.mark.parametrize("question", ["", "Show me asked()"])
def test_the_rate_decides_how_much_of_bodies_stays(question: str) -> None:
    """From nothing to all, asked or not."""
    body = "".join(f"    step_{row} = work()\n" for row in range(20))
    text = (
        "".join(f"def part_{number}():\n{body}    return step_{number}\n\n" for number in range(4))
        + "def asked():\n    return 1\n"
    )
    kept = [
        len(set(chosen(question, text, CodeSettings(target_compression_rate=rate, max_body_lines=100)).wanted.rows))
        for rate in (0.0, 0.2, 0.4, 0.7, 1.0)
    ]
    assert kept == sorted(kept)
    assert kept[0] < 4
    assert kept[-1] >= 80
    assert kept[3] < kept[-1]


def test_a_comment_is_no_last_expression() -> None:
    """What a body without a return gives stands before it."""
    text = "def f():\n" + "".join(f"    step_{row} = work()\n" for row in range(8)) + "    # and the caller must not retry\n"
    rows = chosen("", text + "\n\ndef g():\n    return 1\n").wanted.rows
    assert 8 in rows
    assert 9 not in rows
