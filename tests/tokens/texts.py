"""Texts of several kinds to estimate, made here or written for it."""

from __future__ import annotations

import json
import random
import uuid

__all__ = ["TEXTS"]

PROSE = """The harbour had been quiet since the ferries stopped running in October. On most mornings the only sound came from
the gulls and, now and then, from the small crane that an old man still worked at the end of the pier. He told
visitors that he was loading stone for a sea wall which nobody had ordered; the council knew about it, he said, and
had decided to wait and see. When the storm finally came in February, the wall held for eleven hours, which was
longer than anyone in the town had expected it to. Afterwards there was a meeting, and a vote, and in spring two
engineers arrived from the city to ask him how he had done it."""

CODE = '''
class Ledger:
    """Keeps entries in the order they were booked."""

    def __init__(self, opening_balance: int = 0) -> None:
        self._entries: list[Entry] = []
        self._balance = opening_balance

    def book(self, amount: int, *, note: str = "") -> Entry:
        if amount == 0:
            raise ValueError("an entry needs an amount")
        entry = Entry(number=len(self._entries) + 1, amount=amount, note=note)
        self._entries.append(entry)
        self._balance += entry.amount
        return entry

    def since(self, number: int) -> Iterator[Entry]:
        for entry in self._entries:
            if entry.number >= number and not entry.is_void:
                yield entry
'''

DIFF = """diff --git a/src/ledger.py b/src/ledger.py
index 3f1c2ab..9d04e77 100644
--- a/src/ledger.py
+++ b/src/ledger.py
@@ -10,9 +10,11 @@ class Ledger:
     def book(self, amount: int, *, note: str = "") -> Entry:
-        if amount == 0:
+        if amount == 0 or amount > self.limit:
             raise ValueError("an entry needs an amount")
         entry = Entry(number=len(self._entries) + 1, amount=amount, note=note)
+        if note.startswith("void:"):
+            entry = entry.voided()
         self._entries.append(entry)
-        return entry
+        return self.saved(entry)
"""

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Opening hours</title>
<link rel="stylesheet" href="/static/site.css"></head><body class="page page--info">
<nav id="top"><ul><li><a href="/">Home</a></li><li><a href="/hours" aria-current="page">Hours</a></li></ul></nav>
<main><h1>Opening hours</h1><p>The reading room is open on <strong>weekdays</strong> from nine to six, and on Saturdays until
noon. Groups are asked to <a href="/contact">write to us</a> two weeks ahead.</p><table><tr><th>Day</th><th>From</th><th>To</th>
</tr><tr><td>Monday</td><td>9:00</td><td>18:00</td></tr></table></main></body></html>"""

RUSSIAN = """Зимой гавань почти пустовала: паромы перестали ходить ещё в октябре, и по утрам слышны были только чайки да
небольшой кран на краю причала. Старик рассказывал приезжим, что грузит камень для стены, которую никто не заказывал."""

CHINESE = (
    "从十月渡轮停运以后,港口一直很安静。早晨只能听见海鸥的叫声,"
    "偶尔还有码头尽头那台小吊车的声音。老人告诉游客,他在为一道没有人订购的海堤装石头。"
)

JAPANESE = (
    "十月にフェリーが止まってから、港はずっと静かだった。"
    "朝に聞こえるのはカモメの声と、桟橋の端で老人が動かす小さなクレーンの音だけだ。"
)

FRENCH = """Le port était resté désert depuis que les traversiers ne passaient plus, au mois d'octobre. Le matin, on n'entendait
que les mouettes et, de temps à autre, la petite grue qu'un vieil homme manœuvrait encore au bout de la jetée."""


def records(chance: random.Random, number: int, indent: int | None = None) -> str:
    """JSON as a service answers it."""
    rows = [
        {
            "id": 10_000 + index,
            "name": chance.choice(["billing", "search", "login", "upload"]) + f"-worker-{index % 7}",
            "status": chance.choice(["ok", "ok", "ok", "failed"]),
            "created_at": f"2026-0{chance.randint(1, 9)}-{chance.randint(10, 28)}T{chance.randint(10, 23)}:14:05Z",
            "duration_ms": round(chance.random() * 900, 2),
            "tags": ["eu-west", "retry"] if index % 3 else [],
        }
        for index in range(number)
    ]
    return json.dumps(rows, indent=indent)


def log(chance: random.Random, number: int) -> str:
    """Lines of a service's log."""
    lines = [
        f"2026-03-{chance.randint(10, 28)} {chance.randint(10, 23)}:{chance.randint(10, 59)}:07,{chance.randint(100, 999)} "
        f"{chance.choice(['INFO', 'DEBUG', 'WARN'])} [http-nio-{chance.randint(1, 40)}] c.example.api.Orders - "
        f"order {chance.randint(10_000, 99_999)} accepted for customer {chance.randint(100, 999)} in {chance.randint(3, 90)} ms"
        for _ in range(number)
    ]
    return "\n".join(lines)


def matches(chance: random.Random, number: int) -> str:
    """Lines of a search through source code."""
    files = ["period.py", "entry.py", "report.py"]
    names = ["read_ledger", "close_period", "book_entry", "voided"]
    return "\n".join(
        f"src/ledger/{chance.choice(files)}:{chance.randint(1, 400)}:        return {chance.choice(names)}(self)"
        for _ in range(number)
    )


_CHANCE = random.Random(7)

TEXTS: tuple[tuple[str, str], ...] = (
    ("text", PROSE),
    ("text", (PROSE + "\n\n") * 12),
    ("code", CODE),
    ("code", CODE * 10),
    ("diff", DIFF),
    ("html", PAGE),
    ("json", records(_CHANCE, 3)),
    ("json", records(_CHANCE, 120)),
    ("json", records(_CHANCE, 40, indent=2)),
    ("log", log(_CHANCE, 6)),
    ("log", log(_CHANCE, 300)),
    ("search", matches(_CHANCE, 10)),
    ("search", matches(_CHANCE, 200)),
    ("languages", RUSSIAN),
    ("languages", CHINESE * 3),
    ("languages", JAPANESE),
    ("languages", FRENCH),
    ("encoded", _CHANCE.randbytes(400).hex()),
    ("encoded", "\n".join(str(uuid.UUID(bytes=_CHANCE.randbytes(16), version=4)) for _ in range(30))),
    ("encoded", ", ".join(str(_CHANCE.randrange(10**9)) for _ in range(100))),
)
"""Kind and text; the kinds are those of `MEASURED_ERRORS`."""
