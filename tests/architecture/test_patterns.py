"""No compiled pattern takes more than in proportion to the text it is held against."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import pytest

from tests.architecture.source_tree import Module, modules
from tests.detection.growth import grows_too_fast, seconds

Pattern = re.Pattern[str] | re.Pattern[bytes]

GENERIC = (
    *(" a1A_\n\t-:./\\\"'[{(<=|#*+,;@"),
    *("a ", "a:", "a=", "a.", "a/", "1:", "1.", " \n", "a\n", "()", "[]", "{}", '""', "<a>", "\x1b[", "\r\n", "é", "\u2028"),
)
"""Pieces that most patterns have something for."""
_ATOM = re.compile(r"\\[sdwnrtSDW.]|\\.|[A-Za-z0-9 _:;,=<>/\"'@#%&!~`-]+")
_CLASSES = {"s": " ", "d": "1", "w": "a", "n": "\n", "r": "\r", "t": "\t", "S": "a", "D": "a", "W": " "}
_END = "\x01"
"""What stands behind the repeated pieces: hardly any pattern takes it, so that it has to give up."""
_AT_ONE_PLACE = {"match", "fullmatch"}
_MOST_PIECES = 10
_FIRST = 12
"""Characters that are tried first: what explodes does so here, and soon enough not to hang."""
_LAST = 6_000
_TOO_LONG = 0.02
"""Seconds at which sizes rise no more: whether that is too long is told from smaller ones."""
_TRIES = 4
_STEPS = ((0.000_1, 2.0), (0.001, 1.5), (_TOO_LONG, 1.25))
"""By what a size rises while work on it takes less: what explodes takes the square of its time for twice the size."""


def patterns_in(value: object) -> Iterator[Pattern]:
    """The patterns that a value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from patterns_in(inner)
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from patterns_in(inner)


def is_anchored(sites: Iterable[tuple[Module, str]]) -> bool:
    """Whether a pattern is held against one place of a text, and never searched with, where modules know it by their names."""
    loads = 0
    at_one_place: list[bool] = []
    for module, name in sites:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name):
                loads += node.id == name and isinstance(node.ctx, ast.Load)
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name:
                at_one_place.append(node.attr in _AT_ONE_PLACE)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _AT_ONE_PLACE:
                # A scanner of somebody's own, that is handed the pattern.
                at_one_place += [True for given in node.args if isinstance(given, ast.Name) and given.id == name]
    return bool(at_one_place) and all(at_one_place) and len(at_one_place) == loads


def compiled() -> list[tuple[str, Pattern, bool]]:
    """Every pattern of the package once: where it stands, itself, and whether it is anchored."""
    places: dict[Pattern, str] = {}
    sites: dict[Pattern, list[tuple[Module, str]]] = {}
    inside: set[Pattern] = set()
    for module in modules():
        if module.place.endswith("__main__.py"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in patterns_in(value):
                places.setdefault(pattern, f"{module.place}:{name}")
                sites.setdefault(pattern, []).append((module, name))
                if not isinstance(value, re.Pattern):
                    inside.add(pattern)
    return [(place, pattern, pattern not in inside and is_anchored(sites[pattern])) for pattern, place in places.items()]


def pieces_of(source: str) -> Iterator[tuple[str, str]]:
    """What a pattern itself names: what could stand before, and what could be repeated behind it."""
    named = [_CLASSES.get(atom[1], atom[1]) if atom[0] == "\\" else atom for atom in _ATOM.findall(source)]
    words = list(dict.fromkeys(word for word in named if len(word) > 1))[:_MOST_PIECES]
    marks = list(dict.fromkeys(word for word in named if len(word) == 1))[:_MOST_PIECES]
    for piece in (*words, *(f"{word}\n" for word in words[:4]), *marks, "".join(words), "".join(marks)):
        yield "", piece[:80]
    for place in range(1, min(len(named), _MOST_PIECES)):
        before = "".join(named[:place])
        yield before, named[place]
        yield "", before[-40:]


def is_slow(pattern: Pattern, *, anchored: bool = False) -> str:
    """The piece whose repetition a pattern is slow on; empty where there is none."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tried = dict.fromkeys([*(("", piece) for piece in GENERIC), *pieces_of(source)])
    return next(
        (before + piece for before, piece in tried if piece and is_slow_on(pattern, before, piece, anchored=anchored)), ""
    )


def is_caught(source: str | bytes) -> bool:
    """Whether a pattern is told to be slow, if not at once: a busy machine can hide it, which is a fault of no pattern."""
    return any(is_slow(re.compile(source)) for _ in range(_TRIES))


def is_slow_on(pattern: Pattern, before: str, piece: str, *, anchored: bool) -> bool:
    """Whether a pattern is slow on repetitions of a piece.

    Sizes rise in steps and stop at the first that takes long, so that what explodes is seen before it hangs.
    """

    def work(size: int) -> Callable[[], object]:
        text = f"{before}{(piece * (size // len(piece) + 1))[:size]}{_END}"
        return held_against(pattern, text, anchored=anchored)

    size = _FIRST
    taken = 0.0
    while size < _LAST and (taken := _taken(work(size))) < _TOO_LONG:
        size = int(size * next(step for most, step in _STEPS if taken < most))
    # Judged at no less than the size that took long: three characters fewer take an eighth where each doubles the work.
    return taken > _TOO_LONG / 10 and grows_too_fast(work, -(-size // 4))


def _taken(work: Callable[[], object]) -> float:
    """The time that work takes; what takes too long does so more than once, and not in a slow spell of the machine alone."""
    taken = seconds(work)
    return taken if taken < _TOO_LONG else min(taken, seconds(work), seconds(work))


def held_against(pattern: Pattern, text: str, *, anchored: bool) -> Callable[[], object]:
    """The work of a pattern on a text, or on its bytes: all it finds, or what it finds at the start."""
    if isinstance(pattern.pattern, bytes):
        data = text.encode("utf-8", "surrogatepass")
        return (lambda: pattern.match(data)) if anchored else (lambda: sum(1 for _ in pattern.finditer(data)))
    return (lambda: pattern.match(text)) if anchored else (lambda: sum(1 for _ in pattern.finditer(text)))


def test_patterns_are_found() -> None:
    """Those of the package, and those that stand in tuples and mappings."""
    places = {place for place, _, _ in compiled()}
    assert "retrieval/marker.py:_NOTE" in places
    assert len(places) > 20
    assert len(list(patterns_in(({"a": (re.compile("a"), 1)}, [re.compile("b")])))) == 2


def test_no_pattern_is_slow() -> None:
    """On any repetition of common pieces, and of pieces of its own."""
    slow = [
        f"{place} on {piece!r}: {pattern.pattern!r}"
        for place, pattern, anchored in compiled()
        if (piece := is_slow(pattern, anchored=anchored))
    ]
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize(
    "source",
    [
        *(r"(\s+)+$", r"(a|a)*b", r"(\w+\s?)+:", r"error: (\s+)+$", r"(?:a|ab?)*x", r"(\d+,?){2,}z"),
        *(r"\s+$", r"<[^>]*>", r"^\s*\n\s*x", r"x[^\n]*y[^\n]*z", r"\s*\s*\s*x"),
    ],
)
def test_slow_patterns_are_caught(source: str) -> None:
    """Those that explode, and those that only start again at every place."""
    assert is_caught(source)


@pytest.mark.parametrize("source", [r"\s{0,40}$", r"a+", r"<[^<>]*>", r"\[headroom: [^\n]{0,200}\]", r"(?:ab)+c|[0-9]{1,7}"])
def test_fast_patterns_pass(source: str) -> None:
    """Bounded ones, and those whose repetitions cannot overlap."""
    assert not is_slow(re.compile(source))


@pytest.mark.parametrize("enough", range(_FIRST, 40))
def test_what_takes_long_is_judged_at_no_less(monkeypatch: pytest.MonkeyPatch, enough: int) -> None:
    """At whatever size something starts to take long, it is judged there or above."""
    judged: list[int] = []

    def judge(_work: object, size: int) -> bool:
        judged.append(4 * size)
        return True

    def taken(work: Callable[[], object]) -> float:
        return _TOO_LONG * 2.0 ** (len(str(work())) - enough)

    monkeypatch.setattr(f"{__name__}.held_against", lambda _pattern, text, *, anchored: lambda: text[anchored:-1])
    monkeypatch.setattr(f"{__name__}.seconds", taken)
    monkeypatch.setattr(f"{__name__}.grows_too_fast", judge)
    assert is_slow_on(re.compile(""), "", "a", anchored=False)
    assert judged[0] >= enough


def test_bytes_are_tried_too() -> None:
    """As the bytes of the same texts."""
    assert is_caught(rb"\s+$")
    assert not is_slow(re.compile(rb"\s+"))


def test_what_is_only_matched_is_not_searched_with() -> None:
    """A pattern that is slow to search with may be fast at one place."""
    assert is_caught(r"\s+$")
    assert not is_slow(re.compile(r"\s+$"), anchored=True)
