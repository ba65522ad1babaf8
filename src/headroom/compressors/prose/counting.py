"""Numbers that say which part of a text is meant, and numbers that say how much."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Number", "number_at"]

_COUNTING = frozenset(
    """section sections sec secs clause clauses article articles art arts chapter chapters ch item items figure figures fig
    figs table tables exhibit part parts rule rules paragraph paragraphs para paras appendix annex schedule page pages step
    steps lesson unit question point points subsection § §§ no nos nr number
    abschnitt artikel kapitel ziffer absatz abs anlage seite schritt punkt satz tabelle abbildung paragraf
    chapitre alinéa annexe étape numéro titre artículo sección cláusula capítulo apartado página anexo paso número
    articolo sezione capitolo comma allegato pagina passo punto artigo seção cláusulas capitulo parágrafo etapa lid hoofdstuk
    bijlage stap artykuł art rozdział ust pkt
    пункт пункта пункту пункте пунктом статья статьи статье статью раздел раздела разделе глава главы главе часть шаг п ст №
    номер المادة مادة البند بند الفصل الفقرة الخطوة धारा अनुच्छेद खंड अध्याय चरण ข้อ มาตรา บท
    điều mục bước סעיף madde bölüm adım""".split()
)
"""Chosen: words behind which a number says which one, in common languages."""
_WIDE = ("第", "제")
"""Signs right before such a number."""
_BEFORE = 16
"""Characters in which the word before a number is looked for."""
_FIGURES = re.compile(r"([0-9]++(?:[.,'’][0-9]++)*+)[ \-–]?+([%‰$€£¥₹₽₩]|[^\W\d_]++)?")
"""A number, and the word or sign behind it."""
_UNITS = frozenset(
    """day days week weeks month months year years hour hours minute minutes second seconds business working calendar percent
    per percentage pct million billion thousand eur usd gbp chf jpy euro euros dollars dollar pounds pence cents crowns rupees
    times kg g km m cm mm mb gb tb kb ms mhz ghz tons tonnes miles feet people persons
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep oct
    nov dec
    tage tagen tag wochen monate monaten monat jahre jahren jahr stunden prozent januar februar märz mai juni juli oktober
    dezember jours jour semaines mois ans heures pour janvier février mars avril juin juillet août septembre octobre novembre
    décembre días día semanas meses mes años año horas por enero febrero marzo abril mayo junio julio agosto septiembre octubre
    noviembre diciembre giorni giorno settimane mesi mese anni anno ore dias semanas ano anos dagen weken maanden jaar
    дней дня день недель месяцев месяца лет года год часов рублей руб процентов января февраля марта апреля мая июня июля
    августа сентября октября ноября декабря يوما يوم أيام شهرا أشهر سنة سنوات بالمئة दिन दिनों महीने वर्ष रुपये प्रतिशत วัน เดือน ปี
    บาท""".split()
)
"""Chosen: what is counted where a number is an amount, a limit, a date or a time allowed, in common languages."""
_WIDE_UNITS = frozenset("元円年月日天周週个個小时時分秒％%‰€$£¥₹₽₩원일개월시간명人名台件")
"""Signs right behind such a number."""
_CLOSING = (".", ")", "]", ":")
_BULLETS = " \t\r\u3000#*-([>"
_MONEY = frozenset("$€£¥₹₽₩")
_CURRENCIES = frozenset(("eur", "usd", "gbp", "chf", "jpy", "rs", "us$", "nok", "sek", "dkk", "pln", "inr", "cny", "rmb"))

Number = Literal["label", "number", "amount"]


def number_at(text: str, start: int, at: int) -> tuple[Number, int]:
    """What the number at a place is, and where it ends; nothing before `start` is looked at.

    A label says which clause, chapter or item is meant, or numbers what follows; an amount is of money, time or the like.
    """
    found = _FIGURES.match(text, at)
    if found is None:
        return "number", at + 1
    after = found.end(1)
    unit = found[2] or ""
    is_counted = unit.lower() in _UNITS and unit != "may"
    if _is_measured(unit, is_counted=is_counted) and not text.startswith(_WIDE, max(start, at - 1)):
        return "amount", after
    begin = max(start, at - _BEFORE)
    _, broken, line = text[begin:at].rpartition("\n")
    if not line.strip(_BULLETS).strip():
        is_head = bool(broken) or begin == start
        return ("label" if is_head and _opens(text[after : after + 1], unit) else "number"), after
    return _by_word(line, is_counted=is_counted), after


def _by_word(line: str, *, is_counted: bool) -> Number:
    """What a number is by what stands before it in its line."""
    word = line.rsplit(maxsplit=1)[-1].lower()
    if line[-1] in _WIDE or word.strip("([.:#") in _COUNTING:
        return "label"
    return "amount" if is_counted or word[-1] in _MONEY or word in _CURRENCIES else "number"


def _is_measured(unit: str, *, is_counted: bool) -> bool:
    """Whether what stands behind a number is a unit, whatever stands before it."""
    return (is_counted and unit[0].islower()) or unit[:1] in _WIDE_UNITS


def _opens(closing: str, unit: str) -> bool:
    """Whether a number at the head of a line counts what follows it, which then does not go on in lower case."""
    return closing in _CLOSING or (closing.isspace() and not unit.islower())
