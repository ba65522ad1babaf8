"""XML comes out shorter and well-formed, with what was asked for and what failed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from returns.result import Failure, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.markup.elements import reduce_elements
from headroom.config import MarkupSettings, WorkBudget
from headroom.messages import original_of
from headroom.retrieval.marker import holds_marker
from headroom.tokens import count

_CASES = [f'    <testcase classname="tests.api" name="test_{number}" time="0.0{number % 7}"/>\n' for number in range(80)]
_CASES[41] = (
    '    <testcase classname="tests.api" name="test_41" time="0.03">\n'
    '      <failure message="expected 200, got 503">assert response.status == 200</failure>\n    </testcase>\n'
)
_REPORT = (
    f'<?xml version="1.0"?>\n<testsuites>\n  <testsuite name="api" tests="80" failures="1">\n'
    f"{''.join(_CASES)}  </testsuite>\n</testsuites>\n"
)
_FEED = (
    "<rss><channel><title>News</title>"
    + "".join(
        f"<item><title>Story {number}</title><link>https://example.com/{number}</link>"
        f"<description><![CDATA[{'Words of <b>story</b> and more. ' * 12}]]></description></item>"
        for number in range(40)
    )
    + "</channel></rss>"
)
_POM = (
    "<project>\n  <artifactId>shop</artifactId>\n  <dependencies>\n"
    + "".join(
        f"    <dependency>\n      <groupId>org.example</groupId>\n      <artifactId>library-{number}</artifactId>\n"
        f"      <version>{number}.4.1</version>\n    </dependency>\n"
        for number in range(50)
    )
    + "  </dependencies>\n</project>\n"
)


def _reduced(text: str, query: str = "") -> Compressed:
    compressed = reduce_elements(text, query, MarkupSettings()).unwrap()
    assert count(compressed.text) < 0.6 * count(text)
    assert holds_marker(compressed.text)
    ET.fromstring(compressed.text)  # noqa: S314  our own text
    return compressed


def test_failures_stay_whatever_was_asked() -> None:
    """Of a report the failing case is whole, and some of the others."""
    text = _reduced(_REPORT).text
    assert _CASES[41] in text
    assert _CASES[0] in text
    assert _CASES[-1] in text


def test_asked_records_stay_whole() -> None:
    """The dependency that the question names, with its version."""
    text = _reduced(_POM, "Which version of library-33 do we use?").text
    assert "<artifactId>library-33</artifactId>\n      <version>33.4.1</version>\n    </dependency>" in text


def test_gaps_are_comments_and_the_marker_is_the_last() -> None:
    """On one line, too; counts are of elements."""
    compressed = _reduced(_FEED, 'What does "Story 17" link to?')
    assert "<link>https://example.com/17</link>" in compressed.text
    assert "<!-- [headroom: " in compressed.text
    last = compressed.text.rstrip().rpartition("\n")[2]
    assert last.startswith("<!-- [headroom: ")
    assert " of 163 elements omitted (" in last
    assert last.endswith(f"; original {original_of(_FEED).hash}] -->")


def test_long_texts_nobody_asked_about_are_cut() -> None:
    """The element stays, and a note says how long its text was."""
    blob = "QUJD" * 700
    text = f"<plist><name>icon</name><data>{blob}</data><size>3</size></plist>"
    assert f"<data><!-- [headroom: {len(blob)} characters omitted] --></data><size>3</size>" in _reduced(text).text


def test_names_do_not_end_the_comments_that_tell_of_them() -> None:
    """However many hyphens a name holds."""
    text = "".join(f"<part---a{number}><v>some value number {number}</v></part---a{number}>\n" for number in range(60))
    assert "<!-- [headroom: " in _reduced(f"<root>\n{text}</root>\n").text


def test_torn_texts_lose_nothing_behind_the_tear() -> None:
    """What a tool cut off is reduced up to there."""
    torn = _REPORT[: _REPORT.index("test_70")]
    match reduce_elements(torn, "", MarkupSettings()):
        case Success(compressed):
            assert '    <testcase classname="tests.api" name="\n<!-- [headroom: ' in compressed.text
        case other:
            pytest.fail(str(other))


@pytest.mark.parametrize(
    ("settings", "text", "reason"),
    [
        (MarkupSettings(lossless_only=True), _REPORT, "lossless"),
        (MarkupSettings(budget=WorkBudget(text_bytes=100)), _REPORT, "work budget"),
        (MarkupSettings(), "<a/>", "below 600 characters"),
        (MarkupSettings(), _REPORT + "<!-- [headroom: 1 element omitted] -->", "holds a headroom marker"),
        (MarkupSettings(), "<a></b>" + _REPORT, "not XML enough"),
        (MarkupSettings(), "words and words " * 100, "not XML enough"),
    ],
)
def test_why_a_text_stays(settings: MarkupSettings, text: str, reason: str) -> None:
    """Each refusal says why."""
    match reduce_elements(text, "", settings):
        case Failure(Skip(said)):
            assert reason in said
        case other:
            pytest.fail(str(other))


def test_markers_name_the_tool_where_it_is_offered() -> None:
    """`retrieval` reaches the marker."""
    match reduce_elements(_REPORT, "", MarkupSettings(retrieval="tool")):
        case Success(compressed):
            assert " via headroom_retrieve] -->" in compressed.text
        case other:
            pytest.fail(str(other))
