"""Texts of sentences in several scripts, of which each can be told from the others by its first and its last word."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from property_tests.strategies.choices import below, pick

__all__ = ["ProseText", "prose_texts"]

ProseText = tuple[str, tuple[str, ...]]
"""A text, and its sentences in order; the numbers at both ends of a sentence are its own."""

_SCRIPTS = (
    (
        "Clause {n} says that the tenant of the house shall pay rent on time and shall not keep animals as agreed under k{n}. ",
        "However {n} does not apply where the landlord, e.g. Mr. Smith of No. 5, waived it in version 2.4 of the lease k{n}. ",
        "Section {n} is about “the premises. They are large” and the garden, with a note (see the plan. It is old) for k{n}. ",
        'Who {n} may enter the house without asking the people who live in it at 5.30 p.m. or "later on. Much later" k{n}? ',
        "This {n} follows from what stands before it and from https://example.org/a.b?c=d and file.name.txt as well k{n}! ",
    ),
    (
        "第{n}條規定租客應在每月第一天向房東支付租金並且不得在房屋內飼養任何動物除非另有約定k{n}。",
        "但是{n}不適用於花園和車庫等其他地方的使用情況以及費用k{n}！",
    ),
    (
        "Пункт {n} говорит, что арендатор обязан платить вовремя и не держать животных в доме k{n}. ",
        "Однако {n} не применяется к саду и к гаражу, т.е. к другим местам k{n}. ",
    ),
    (
        "المادة {n} تنص على أن المستأجر يدفع الإيجار في أول كل شهر ولا يجوز له أن يربي الحيوانات k{n}. ",
        "هل {n} يجوز للمالك أن يدخل البيت دون أن يسأل من يسكن فيه k{n}؟ ",
    ),
    ("धारा {n} कहती है कि किरायेदार हर महीने की पहली तारीख को किराया देगा और जानवर नहीं रखेगा k{n}। ",),
)
_HEADINGS = (
    "# Rent and other duties\n\n",
    "Duties of both sides\n====================\n\n",
    "3.2 Rent\n\n",
    "GENERAL PROVISIONS\n\n",
)
_BLOCKS = (
    "- first thing\n- second thing\n- third thing\n\n",
    "```python\nprint('rent. Not this')\n\nprint('that. Or this')\n```\n\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n",
    "   -k FILE\n      Keep it. Or not.\n\n      It is rare. It is old.\n\n",
    "> Somebody said this. It was long ago.\n> And more of it. Much more.\n\n",
    "\x00 odd. \ud83d Odd\x85 here.\u2028 Odder.\n\n",
)
_WIDTH = 60


@cache
@st.composite
def prose_texts(draw: st.DrawFn) -> ProseText:
    """Paragraphs of one script, wrapped or not, some with headings, lists, code, tables and quotations between them."""
    forms = pick(draw, _SCRIPTS)
    is_plain = draw(below(2)) == 0
    is_wrapped = draw(below(3)) == 0 and " " in forms[0]
    sentences: list[str] = []
    pieces: list[str] = []
    for _ in range(2 + draw(below(12))):
        if not is_plain and draw(below(3)) == 0:
            pieces.append(pick(draw, _HEADINGS))
        paragraph = ""
        for _ in range(1 + draw(below(7))):
            sentence = pick(draw, forms).format(n=100_000 + 7 * len(sentences))
            sentences.append(sentence.strip())
            paragraph += sentence
        pieces.append((_wrapped(paragraph) if is_wrapped else paragraph.rstrip()) + "\n\n")
        if not is_plain and draw(below(4)) == 0:
            pieces.append(pick(draw, _BLOCKS))
    text = "".join(pieces)
    change = draw(below(6))
    if change == 0:
        text = text.replace("\n", "\r\n")
    return (text.rstrip() if change == 1 else text), tuple(sentences)


def _wrapped(paragraph: str) -> str:
    """A paragraph in lines of about `_WIDTH` characters."""
    lines: list[str] = [""]
    for word in paragraph.split(" "):
        if len(lines[-1]) + len(word) > _WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines).rstrip()
