"""Law 7 for XML: what stays is the source's own and still well-formed, and the notes account for the rest."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from headroom.compressors.markup.elements import reduce_elements
from headroom.config import MarkupSettings
from headroom.messages import original_of
from headroom.tokens import count
from property_tests.strategies.xml_texts import whole_xml_texts, xml_texts

_NOTE = re.compile(
    r"<!-- \[headroom: (?:(\d+) (element|character|comment)s? omitted|(\d+) of (\d+) (\w+)s omitted)[^\n]*?\] -->"
)
_QUERIES = st.sampled_from(("", "which case failed?", "worker queue 7", 'the "title" of item 12'))


def _names(text: str) -> list[str]:
    """The elements of XML in order, each with its attributes."""
    return [f"{element.tag} {element.attrib}" for element in ET.fromstring(text).iter()]  # noqa: S314  our own text


@given(whole_xml_texts(), _QUERIES)
def test_well_formed_stays_well_formed(text: str, query: str) -> None:
    """A parser finds elements of the original, in order, and as many fewer as the notes say."""
    before = _names(text.removeprefix("\ufeff"))
    match reduce_elements(text, query, MarkupSettings()):
        case Success(compressed):
            after = _names(compressed.text.removeprefix("\ufeff"))
            places = iter(before)
            assert all(name in places for name in after)
            notes = list(_NOTE.finditer(compressed.text))
            told = sum(int(note[1]) for note in notes if note[2] == "element")
            assert told == len(before) - len(after)
            marker = notes[-1]
            assert marker[5] == ("element" if told else "character")
            if told:
                assert (int(marker[3]), int(marker[4])) == (told, len(before))


@given(xml_texts(), _QUERIES)
def test_pieces_between_notes_are_the_originals(text: str, query: str) -> None:
    """Whatever came: what stands between notes stood there, in order; fewer tokens and bytes; again changes nothing."""
    match reduce_elements(text, query, MarkupSettings()):
        case Success(compressed):
            assert count(compressed.text) < count(text)
            assert len(compressed.text.encode("utf-8", "surrogatepass")) < len(text.encode("utf-8", "surrogatepass"))
            assert compressed.original == original_of(text).hash
            assert compressed.text.rstrip().endswith(f"; original {compressed.original}] -->")
            *pieces, last = _pieces(compressed.text)
            at = 0
            for piece in pieces:
                found = text.find(piece, at)
                assert found >= 0, piece
                at = found + len(piece)
            assert text.rstrip("\r\n").endswith(last, at) or not last
            assert not isinstance(reduce_elements(compressed.text, query, MarkupSettings()), Success)


def _pieces(text: str) -> list[str]:
    """What stands between notes; behind the last one, which is the marker, nothing does but a line end."""
    ends = [0, *(end for note in _NOTE.finditer(text) for end in note.span()), len(text)]
    *pieces, last, _ = [text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)] + [""]
    assert last.strip() == ""
    # The marker has a line of its own, whose end may not have been there.
    return [*pieces[:-1], pieces[-1].rstrip("\r\n")]
