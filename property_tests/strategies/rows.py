r"""A pool of arrays, each a tuple of JSON texts, built once in a process by a seeded generator.

Every value is JSON as it is spelled, never a Python object: `1.50`, `\u00e9` and a key that stands twice are what the laws
are about.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from random import Random

__all__ = ["FAMILIES", "Rows", "row_pool", "strings_of"]

Rows = tuple[str, ...]

_LENGTHS = (16, 0, 1, 5, 9, 18, 24, 40, 40, 60, 90, 150)

WORDS = (
    "queue worker shard index retry payment region upload session cursor batch token broker replica gateway invoice ledger "
    "parcel sensor cluster vector tenant signal packet driver kernel module buffer socket thread"
).split()
STATUSES = ("ok",) * 24 + ("pending", "pending", "error", "FAILED", "timeout")
BOOLEANS = ("true", "false")
MARKER_LOOKALIKES = (
    '"[headroom: 3 of 9 rows omitted; original 0123456789abcdef01234567]"',
    '{"_headroom":"985 of 1000 items omitted; original 0123456789abcdef01234567"}',
    '"original 0123456789abcdef01234567 via headroom_retrieve"',
    '"@1"',
    '"@1 3 rows {id,name}"',
)
SPELLED_STRINGS = (
    '""',
    '" "',
    '"a,b"',
    '"say \\"hi\\""',
    '"line\\nline"',
    '"tab\\there"',
    '"back\\\\slash"',
    '"\\/slash"',
    '"\\u00e9t\\u00e9"',
    '"\\ud83d\\ude00"',
    '"été 😀 日本語"',
    '"\\u0000"',
    '"\\u2028"',
    '"a\u2028b"',
    '"null"',
    '"true"',
    '"-1.50"',
    '"007"',
    '"[1,2"',
    '"{x}"',
    '"<a>"',
    '"k=v"',
    '"a|b\\tc"',
    '" lead"',
    '"trail "',
    '"@3"',
    '"#"',
    '"0"',
    '"..."',
    '"\\u007f\u0085"',
    '"\ufeff"',
)
SPELLED_NUMBERS = (
    "0",
    "-0",
    "-0.0",
    "1.50",
    "1e5",
    "1E+5",
    "1.0e-7",
    "123456789012345678901234567890",
    "0.1000000000000000055511151231257827",
    "-1",
    "1e308",
    "3.14",
)
SPELLED_KEYS = (
    '"a<b"',
    '"a>b"',
    '"a}b"',
    '"ключ"',
    '"trail "',
    '"@"',
    '"a:b"',
    '"[0]"',
    '"\\u00e9"',
    '"\\/"',
    '""',
    '" "',
    '"a.b"',
    '"a,b"',
    '"a=b"',
    '"\\u0061"',
    '"é"',
    '"_headroom"',
    '"@1"',
    '"a\\"b"',
    '"{"',
    '"1"',
    '"a\\nb"',
)


@cache
def row_pool() -> tuple[tuple[str, Rows], ...]:
    """Every (family, rows) of the pool, the same in every process."""
    return tuple(
        (family, build(Random(f"{family} {number}"), length))
        for family, build in FAMILIES.items()
        for number, length in enumerate(_LENGTHS)
    )


def strings_of(chooser: Random, words: int) -> str:
    """A JSON string of plain words."""
    return json.dumps(" ".join(chooser.choices(WORDS, k=words)))


def _flat(chooser: Random, length: int) -> Rows:
    service = strings_of(chooser, 1)
    return tuple(
        f'{{"id":{1000 + index},"service":{service},"name":{strings_of(chooser, 2)},"status":"{chooser.choice(STATUSES)}",'
        f'"latency_ms":{chooser.gauss(120, 9):.2f},"enabled":{chooser.choice(BOOLEANS)},"owner":null}}'
        for index in range(length)
    )


def _errors(chooser: Random, length: int) -> Rows:
    return tuple(
        f'{{"ts":"2024-05-01T10:{index % 60:02}:00Z","level":"{level}","message":{strings_of(chooser, 5)}'
        + (f',"traceback":{strings_of(chooser, 12)}' if level == "ERROR" else "")
        + "}"
        for index in range(length)
        for level in (chooser.choice(("INFO",) * 12 + ("ERROR", "WARNING", "DEBUG")),)
    )


def _metrics(chooser: Random, length: int) -> Rows:
    shift = chooser.randrange(1, length + 1) if length else 0
    return tuple(
        f'{{"minute":{index},"cpu":{(20 if index < shift else 80) + chooser.random():.3f},'
        f'"memory":{9000 if index == length // 2 else 512 + chooser.randrange(4)},"host":"node-{index % 3}"}}'
        for index in range(length)
    )


def _scored(chooser: Random, length: int) -> Rows:
    return tuple(
        f'{{"doc":"{chooser.getrandbits(48):012x}","score":{chooser.random():.4f},"text":{strings_of(chooser, 14)}}}'
        for _ in range(length)
    )


def _nested(chooser: Random, length: int) -> Rows:
    def inner(open_: str, close: str, most: int, make: Callable[[int], str]) -> str:
        return open_ + ",".join(make(index) for index in range(chooser.randrange(most))) + close

    return tuple(
        f'{{"id":"item-{index}","user":{{"login":{strings_of(chooser, 1)},"site":{{"admin":false,"plan":"pro"}}}},'
        '"labels":'
        + inner("[", "]", 4, lambda _: strings_of(chooser, 1))
        + ',"children":'
        + inner("[", "]", 8, lambda child: f'{{"n":{child},"v":{chooser.randrange(9)}}}')
        + "}"
        for index in range(length)
    )


def _heterogeneous(chooser: Random, length: int) -> Rows:
    kinds = (
        lambda: f'{{"type":"push","size":{chooser.randrange(9)},"ref":{strings_of(chooser, 2)}}}',
        lambda: f'{{"type":"fork","to":{{"name":{strings_of(chooser, 1)}}}}}',
        lambda: f'{{"type":"watch","at":null,"by":{strings_of(chooser, 1)},"note":{strings_of(chooser, 6)}}}',
        lambda: "{}",
    )
    return tuple(chooser.choice(kinds)() for _ in range(length))


def _missing_keys(chooser: Random, length: int) -> Rows:
    keys = ("id", "name", "state", "detail", "count", "tags")
    return tuple(
        "{" + ",".join(f'"{key}":{_scalar(chooser)}' for key in keys if chooser.random() < 0.7) + "}" for _ in range(length)
    )


def _spelled(chooser: Random, length: int) -> Rows:
    return tuple(
        f'{{"id":{index},"label":{chooser.choice(SPELLED_STRINGS)},"amount":{chooser.choice(SPELLED_NUMBERS)},'
        f'"note":{strings_of(chooser, 3)},"flag":{_scalar(chooser)}}}'
        for index in range(length)
    )


def _odd_keys(chooser: Random, length: int) -> Rows:
    first, second = chooser.sample(SPELLED_KEYS, 2)
    return tuple(f'{{{first}:{_scalar(chooser)},"b":{strings_of(chooser, 2)},{second}:{index}}}' for index in range(length))


def _key_orders(chooser: Random, length: int) -> Rows:
    def row(index: int) -> str:
        members = [
            f'"id":{index}',
            f'"name":{strings_of(chooser, 2)}',
            f'"state":"{chooser.choice(STATUSES)}"',
            '"kind":"order"',
        ]
        if chooser.random() < 0.2:
            chooser.shuffle(members)
        return "{" + ",".join(members) + "}"

    return tuple(map(row, range(length)))


def _optional_objects(chooser: Random, length: int) -> Rows:
    def inner() -> str:
        return chooser.choice(
            (
                f'{{"city":{strings_of(chooser, 1)},"geo":{{"lat":{chooser.random():.4f},"lon":-0.50}}}}',
                f'{{"city":{strings_of(chooser, 1)},"geo":{{"lat":{chooser.random():.4f},"lon":0.25}}}}',
                f'{{"city":{strings_of(chooser, 1)}}}',
                '{"geo":{}}',
                "{}",
                "null",
                '""',
                "[]",
            )
        )

    kind = chooser.randrange(2, 9)
    return tuple(
        f'{{"id":{index},"address":{inner()},"note":"","count":0}}'
        if index % kind == 0
        else f'{{"id":{index},"note":"none","count":0}}'
        for index in range(length)
    )


def _repeated_objects(chooser: Random, length: int) -> Rows:
    users = [
        f'{{"login":{strings_of(chooser, 2)},"url":"https://example.org/users/{number}?a=1&b=@1","site_admin":false,"plan":{{"n":{number}}}}}'
        for number in range(3)
    ]
    return tuple(
        f'{{"number":{index},"user":{chooser.choice(users)},"assignee":{chooser.choice((*users, "null"))},'
        f'"reviewers":[{",".join(chooser.choices(users, k=chooser.randrange(3)))}]}}'
        for index in range(length)
    )


def _long_texts(chooser: Random, length: int) -> Rows:
    return tuple(
        f'{{"page":{index},"title":{strings_of(chooser, 3)},"body":{json.dumps(". ".join(chooser.choices(WORDS, k=60)))}}}'
        for index in range(min(length, 24))
    )


def _wide(chooser: Random, length: int) -> Rows:
    return tuple(
        "{" + ",".join(f'"field_{column}":{_scalar(chooser) if column % 5 else index}' for column in range(40)) + "}"
        for index in range(min(length, 24))
    )


def _duplicate_keys(chooser: Random, length: int) -> Rows:
    return tuple(
        f'{{"id":{index},"name":{strings_of(chooser, 2)},"id":{chooser.randrange(99)}}}'
        if chooser.random() < 0.4
        else f'{{"id":{index},"name":{strings_of(chooser, 2)}}}'
        for index in range(length)
    )


def _lookalikes(chooser: Random, length: int) -> Rows:
    return tuple(
        f'{{"id":{index},"text":{strings_of(chooser, 4)},"seen":{chooser.choice(MARKER_LOOKALIKES)}}}'
        if chooser.random() < 0.1
        else f'{{"id":{index},"text":{strings_of(chooser, 4)},"seen":"no"}}'
        for index in range(length)
    )


def _identical(chooser: Random, length: int) -> Rows:
    row = f'{{"check":{strings_of(chooser, 2)},"result":"{chooser.choice(STATUSES)}","took":{chooser.randrange(5)}}}'
    other = f'{{"check":{strings_of(chooser, 2)},"result":"error","took":9}}'
    return tuple(other if chooser.random() < 0.08 else row for _ in range(length))


def _encoded_inside(chooser: Random, length: int) -> Rows:
    def inner() -> str:
        return json.dumps(f'{{"a": {chooser.randrange(99)}, "b": [{", ".join(_scalar(chooser) for _ in range(6))}]}}')

    return tuple(f'{{"id":{index},"payload":{inner()},"ok":true}}' for index in range(length))


def _numbers(chooser: Random, length: int) -> Rows:
    return tuple(
        chooser.choice(SPELLED_NUMBERS) if chooser.random() < 0.2 else f"{chooser.gauss(50, 3):.{chooser.randrange(4)}f}"
        for _ in range(length)
    )


def _strings(chooser: Random, length: int) -> Rows:
    return tuple(
        chooser.choice(SPELLED_STRINGS) if chooser.random() < 0.2 else strings_of(chooser, chooser.randrange(1, 12))
        for _ in range(length)
    )


def _mixed(chooser: Random, length: int) -> Rows:
    return tuple(chooser.choice((_scalar, _array, _object))(chooser) for _ in range(length))


def _arrays(chooser: Random, length: int) -> Rows:
    width = chooser.randrange(5)
    return tuple("[" + ",".join(_scalar(chooser) for _ in range(width)) + "]" for _ in range(length))


def _scalar(chooser: Random) -> str:
    return chooser.choice(
        (
            chooser.choice(SPELLED_STRINGS),
            chooser.choice(SPELLED_NUMBERS),
            strings_of(chooser, 1),
            str(chooser.randrange(1000)),
            "null",
            "true",
            "false",
        )
    )


def _array(chooser: Random) -> str:
    return "[" + ",".join(_scalar(chooser) for _ in range(chooser.randrange(4))) + "]"


def _object(chooser: Random) -> str:
    return "{" + ",".join(f'"{key}":{_scalar(chooser)}' for key in ("id", "name", "value")) + "}"


FAMILIES: dict[str, Callable[[Random, int], Rows]] = {
    "flat": _flat,
    "errors": _errors,
    "metrics": _metrics,
    "scored": _scored,
    "nested": _nested,
    "heterogeneous": _heterogeneous,
    "missing keys": _missing_keys,
    "spelled": _spelled,
    "odd keys": _odd_keys,
    "key orders": _key_orders,
    "optional objects": _optional_objects,
    "repeated objects": _repeated_objects,
    "long texts": _long_texts,
    "wide": _wide,
    "duplicate keys": _duplicate_keys,
    "marker look-alikes": _lookalikes,
    "identical": _identical,
    "encoded inside": _encoded_inside,
    "numbers": _numbers,
    "strings": _strings,
    "mixed": _mixed,
    "arrays": _arrays,
}
"""Builders of arrays by the kind of trouble they hold."""
