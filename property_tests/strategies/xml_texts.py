"""XML of every habit: feeds, reports, projects, in one line or many, whole, torn or spoiled."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import strategies as st

from property_tests.strategies.choices import below, pick
from property_tests.strategies.rows import STATUSES, WORDS

__all__ = ["whole_xml_texts", "xml_texts"]

_ODD_PIECES = (
    "<!-- a remark -->",
    "<!-- " + "long remark, " * 30 + "-->",
    "<![CDATA[ a < b && c > d ]]>",
    "<![CDATA[" + "text with <b>tags</b> " * 20 + "]]>",
    "<![CDATA[ x ]]> y " * 90,
    "<?target some data?>",
    "<empty/>",
    '<a:odd xmlns:a="urn:x" a:b="1 &gt; 0"/>',
    "<p>mixed <b>text</b> with <i>marks</i> in it</p>",
    '<q a=\'single " quote\' b="x > y">z</q>',
    '<failure message="it broke">at line 3\nat line 4</failure>',
    "<blob>" + "QUJD" * 200 + "</blob>",
    "<deep>" * 12 + "x" + "</deep>" * 12,
)
_SPOILT = ("<", ">", "&", "</x>", "<a", '<a b="', "<!--", "<![CDATA[", "<?", "\x00", "]]>", "<!DOCTYPE x [", "\ud800", "<a/>")
_PROLOGS = (
    "",
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '\ufeff<?xml version="1.0"?>\n<!-- made by a tool,\n     ' + "which says so at length " * 12 + "-->\n",
    '<!DOCTYPE root [\n<!ELEMENT root ANY>\n<!ENTITY e "x > y">\n]>\n',
)


def _record(draw: Random, number: int, shape: int) -> str:
    word, status = draw.choice(WORDS), draw.choice(STATUSES)
    if shape == 0:
        return f'<case name="{word}-{number}" status="{status}" time="{draw.random():.3f}"/>'
    if shape == 1:
        return f"<item><title>{word} {number}</title><link>https://example.com/{number}</link><state>{status}</state></item>"
    if shape == 2:
        inner = "".join(f"<v k='{key}'>{draw.randrange(99)}</v>" for key in range(draw.randrange(6)))
        return f"<node id='{number}'><name>{word}</name><values>{inner}</values></node>"
    if shape == 4:
        word += "---x"
    return f"<{word}>{status} {number}</{word}>"


def _spread(text: str) -> str:
    """With each tag on a line of its own."""
    return text.replace("><", ">\n  <")


@cache
@st.composite
def whole_xml_texts(draw: st.DrawFn) -> str:
    """Well-formed XML, some of whose elements are odd."""
    seed = Random(draw(below(1_000)))
    groups: list[str] = []
    for group in range(1 + draw(below(3))):
        shape = draw(below(5))
        pieces = [_record(seed, number, shape) for number in range(pick(draw, (40, 8, 3, 120)))]
        for _ in range(draw(below(4))):
            pieces.insert(draw(below(len(pieces))), pick(draw, _ODD_PIECES))
        groups.append(f"<group{group} kind='x'>{''.join(pieces)}</group{group}>")
    text = f"<root>{''.join(groups)}</root>"
    if draw(below(3)):
        text = _spread(text)
    text = pick(draw, _PROLOGS) + text + pick(draw, ("\n", "", "\n<!-- end -->\n"))
    return text.replace("\n", "\r\n") if draw(below(6)) == 0 else text


@cache
@st.composite
def xml_texts(draw: st.DrawFn) -> str:
    """XML, whole or torn, or with something in it that does not belong there."""
    text = draw(whole_xml_texts())
    change = draw(below(4))
    if change == 1:
        return text[: len(text) * (1 + draw(below(9))) // 10]
    for _ in range(change):
        place = len(text) * draw(below(20)) // 20
        text = text[:place] + pick(draw, _SPOILT) + text[place:]
    return text
