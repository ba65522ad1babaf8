"""Fits the weights of the vocabulary-free estimate and prints its errors on texts it was not fitted to.

    python tools/calibrate_tokens.py CORPUS_DIRECTORY
    python tools/calibrate_tokens.py CORPUS_DIRECTORY --against TOKENIZER_JSON

The directory holds one `<kind>.jsonl.gz` a kind, a case with a list of `messages` on each line. To the corpus come texts made
here for what it lacks: other scripts, identifiers, encoded bytes. The fit is least squares of the relative error with no weight
below zero, reweighted towards the median and so that every kind counts the same. The random numbers are seeded: the same corpus
gives the same weights.

The second form prints the measured rows of `calibration.FACTORS`: what a published tokenizer (a file that the `tokenizers`
library reads) makes of the same texts, for one o200k token, by content class.
"""

from __future__ import annotations

import base64
import gzip
import json
import random
import statistics
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from headroom.tokens.calibration import content_class
from headroom.tokens.estimate import FEATURES, features, sample
from headroom.tokens.tiktoken import count_tokens

SHORTEST_CHARS = 200
EXCERPT_CHARS = (300, 600, 1000, 2000)
FLATTEN = 0.03
"""Relative errors below this weigh alike when reweighting."""

FOLDS = 10
FACTOR_CHARS = 20_000
"""Longer texts are cut to this: the published tokenizer is slow."""

LANGUAGES = (
    "Le conseil s'est réuni hier soir pour débattre du budget de l'année prochaine; aucune décision n'a été prise.",
    "L'été dernier, nous avons traversé les Pyrénées à vélo; près du col, un berger nous a offert du fromage et du pain.",
    "Die Bürgermeisterin erklärte, daß die Straßenbahn erst im übernächsten Frühjahr wieder über die Brücke fährt.",
    "Wer die Prüfung nicht besteht, darf sie im Herbst wiederholen; die Gebühr beträgt dann allerdings vierzig Euro.",
    "El informe señala que más de la mitad de los encuestados prefiere el tren al avión para viajes de negocios.",
    "Mañana por la mañana llegarán los técnicos para revisar la calefacción; dejen abierta, por favor, la puerta del sótano.",
    "Вчера вечером совет собрался, чтобы обсудить бюджет на следующий год; решение пока не принято.",
    "Если экзамен не сдан, его можно повторить осенью, но тогда придётся заплатить небольшой взнос.",
    "Το συμβούλιο συνεδρίασε χθες το βράδυ για να συζητήσει τον προϋπολογισμό του επόμενου έτους.",
    "Αύριο το πρωί θα έρθουν οι τεχνικοί για να ελέγξουν τη θέρμανση στο υπόγειο του κτιρίου.",
    "اجتمع المجلس مساء أمس لمناقشة ميزانية العام المقبل ولم يتخذ أي قرار حتى الآن.",
    "سيصل الفنيون صباح الغد لفحص التدفئة، فاتركوا باب القبو مفتوحا من فضلكم.",
    "परिषद कल शाम अगले वर्ष के बजट पर चर्चा करने के लिए मिली, पर कोई निर्णय नहीं हुआ।",
    "कल सुबह तकनीशियन हीटिंग की जाँच करने आएँगे, कृपया तहख़ाने का दरवाज़ा खुला रखें।",
    "理事会昨晚开会讨论明年的预算,但尚未作出任何决定。会议将于下周继续进行,届时将公布结果。",
    "明天早上技术人员会来检查暖气,请不要锁上地下室的门。如果考试没有通过,秋天可以再考一次。",
    "理事会は昨夜、来年の予算について話し合うために集まったが、まだ何も決まっていない。",
    "明日の朝、暖房の点検に技術者が来ますので、地下室のドアを開けておいてください。",
    "이사회는 어젯밤 내년 예산을 논의하기 위해 모였지만 아직 아무런 결정도 내려지지 않았다.",
    "내일 아침에 기술자들이 난방을 점검하러 오니 지하실 문을 열어 두시기 바랍니다.",
    "Shipped 🎉🚀 all green ✅ nothing broke 😅 see you on Monday 👋🏽 — “finally”, as they say…",
    "Re: rollout 🛠️ – paused ⚠️ until Tuesday… “no idea why” 🤷 → ask Ana 🙏 or check the board 📋",
)


def texts_of(value: object) -> Iterator[str]:
    """The texts in a message's content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, dict):
        for key in ("content", "text"):
            if key in value:
                yield from texts_of(value[key])


def corpus_texts(directory: Path) -> Iterator[tuple[str, str]]:
    """Kind and text of everything long enough, without repeats."""
    seen: set[str] = set()
    for path in sorted(directory.glob("*.jsonl.gz")):
        kind = path.name.removesuffix(".jsonl.gz")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                for message in json.loads(line)["messages"]:
                    for text in texts_of(message.get("content")):
                        if len(text) >= SHORTEST_CHARS and text not in seen:
                            seen.add(text)
                            yield kind, text


def made_texts(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Kind and text of what corpora of tool output rarely hold."""
    for language in LANGUAGES:
        yield "languages", " ".join([language] * 3)
    for size in (300, 900):
        octets = chance.randbytes(size)
        yield "encoded", base64.b64encode(octets).decode()
        yield "encoded", octets.hex()
        identifiers = [str(uuid.UUID(bytes=chance.randbytes(16), version=4)) for _ in range(size // 30)]
        yield "encoded", "\n".join(identifiers)
        yield "encoded", ", ".join(str(chance.randrange(10 ** chance.randint(2, 9))) for _ in range(size // 4))
        rows = [f"{chance.random() * 1000:.{chance.randint(2, 8)}f}\t{chance.gauss(0, 1):.6f}" for _ in range(size // 12)]
        yield "encoded", "\n".join(rows)


def excerpts(texts: list[tuple[str, str]], chance: random.Random) -> list[tuple[str, str]]:
    """Stretches of each text, short enough to be looked at whole."""
    found = []
    for kind, text in texts:
        for _ in range(min(4, 1 + len(text) // 4000)):
            length = chance.choice(EXCERPT_CHARS)
            start = chance.randrange(max(1, len(text) - length))
            found.append((kind, text[start : start + length]))
    return found


def fitted(rows: list[tuple[float, ...]], row_weights: list[float], rounds: int = 30) -> list[float]:
    """Non-negative weights under which every row comes closest to 1."""
    weights = [0.3] * len(rows[0])
    current = list(row_weights)
    for _ in range(rounds):
        weights = descended(rows, current, weights)
        misses = [abs(dot(row, weights) - 1) for row in rows]
        current = [base / max(miss, FLATTEN) for base, miss in zip(row_weights, misses, strict=True)]
    return weights


def descended(rows: list[tuple[float, ...]], row_weights: list[float], weights: list[float]) -> list[float]:
    """The minimum of the weighted squares, one coordinate at a time."""
    width = range(len(weights))
    gram = [[sum(w * row[i] * row[j] for row, w in zip(rows, row_weights, strict=True)) for j in width] for i in width]
    target = [sum(w * row[i] for row, w in zip(rows, row_weights, strict=True)) for i in width]
    found = list(weights)
    for _ in range(400):
        for i in width:
            if gram[i][i] > 0:
                rest = target[i] - dot(gram[i], found) + gram[i][i] * found[i]
                found[i] = max(0.0, rest / gram[i][i])
    return found


def dot(left: tuple[float, ...] | list[float], right: list[float]) -> float:
    """The sum of products."""
    return sum(a * b for a, b in zip(left, right, strict=True))


def weights_for(texts: list[tuple[str, str]]) -> list[float]:
    """The weights that fit the texts best, every kind counting the same."""
    shares = Counter(kind for kind, _ in texts)
    rows = []
    for _, text in texts:
        exact = count_tokens(text, "o200k_base")
        rows.append(tuple(number / exact for number in features(text)))
    return fitted(rows, [1 / shares[kind] for kind, _ in texts])


def held_out_errors(texts: list[tuple[str, str]], chance: random.Random) -> dict[str, list[float]]:
    """By kind, the signed errors on whole texts and excerpts, each estimated with weights fitted without it."""
    shuffled = list(texts)
    chance.shuffle(shuffled)
    by_kind: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        unseen = shuffled[fold::FOLDS]
        seen = [pair for index, pair in enumerate(shuffled) if index % FOLDS != fold]
        weights = weights_for(excerpts(seen, chance))
        for kind, text in [*unseen, *excerpts(unseen, chance)]:
            looked_at = sample(text)
            estimate = dot(features(looked_at), weights) * len(text) / len(looked_at)
            by_kind.setdefault(kind, []).append(estimate / count_tokens(text, "o200k_base") - 1)
    return by_kind


def print_factors(texts: list[tuple[str, str]], tokenizer_file: str) -> None:
    """Print, by content class, how many tokens another tokenizer makes for one o200k token."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - only this form needs it, and the project does not depend on it.

    tokenizer = Tokenizer.from_file(tokenizer_file)
    ratios: dict[str, list[float]] = {}
    for _, text in texts:
        theirs = len(tokenizer.encode(text[:FACTOR_CHARS], add_special_tokens=False).ids)
        ours = count_tokens(text[:FACTOR_CHARS], "o200k_base")
        ratios.setdefault(content_class(text[:FACTOR_CHARS]), []).append(theirs / ours)
    for name, found in sorted(ratios.items()):
        median = statistics.median(found)
        misses = sorted(abs(ratio / median - 1) for ratio in found)
        print(f"    {name:14} {median:.3f}  within {misses[int(0.9 * (len(misses) - 1))]:.1%}  {len(found):5} texts")


def main(arguments: list[str]) -> None:
    """Print the weights that fit best and the errors on held-out texts, or another tokenizer's factors."""
    chance = random.Random(20)
    whole = [*corpus_texts(Path(arguments[0])), *made_texts(chance)]
    if len(arguments) > 1:
        print_factors(whole, arguments[2])
        return
    for name, weight in zip(FEATURES, weights_for(excerpts(whole, chance)), strict=True):
        print(f"    {weight:.3f},  # {name}")
    print("held-out texts: median error, 90th percentile, mean signed error")
    for kind, signed in sorted(held_out_errors(whole, chance).items()):
        sizes = sorted(map(abs, signed))
        high = sizes[int(0.9 * (len(sizes) - 1))]
        print(f"    {kind:14} {statistics.median(sizes):6.1%} {high:6.1%} {statistics.fmean(signed):+6.1%}  {len(sizes):5}")


if __name__ == "__main__":
    if len(sys.argv) != 2 and sys.argv[2:3] != ["--against"]:
        raise SystemExit(__doc__)
    main(sys.argv[1:])
