"""Logs, builds and search results as tools print them: lines of a seeded pool, cut, repeated, coloured and ended in any way."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from hypothesis import strategies as st

from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.rows import WORDS

__all__ = ["log_texts", "search_texts"]

_LENGTHS = (12, 30, 60, 90, 150)
_LEVELS = ("INFO",) * 12 + ("DEBUG",) * 4 + ("WARN", "ERROR")
_FAULTS = ("connection refused by", "no space left on", "timed out waiting for", "checksum differs in", "permission denied for")
_FRAMES = (
    "Traceback (most recent call last):\n",
    '  File "/srv/app/queue.py", line 12, in take\n',
    "    return self.items.pop()\n",
    '  File "/usr/lib/python3.11/site-packages/redis/client.py", line 901, in pop\n',
    "    raise TimeoutError(key)\n",
    "TimeoutError: orders\n",
)
_ODD = (
    "\n",
    "   \n",
    "==== 3 failed, 210 passed in 4.1s ====\n",
    "FAILED tests/test_queue.py::test_take - TimeoutError\n",
    "\u001b[31mred alert\u001b[0m\n",
    "progress 10%\rprogress 80%\rdone\n",
    "été 日本語 😀\n",
    "[headroom] is no note of ours\n",
    "x" * 700 + "\n",
    "\x00\x00\n",
    "line\u2028separator\n",
)


def _syslog(draw: Random, number: int) -> str:
    word, fault = draw.choice(WORDS), draw.choice(_FAULTS)
    text = f"{fault} {word}" if draw.random() < 0.1 else f"Accepted session {draw.randrange(9_999)} for {word}"
    return f"May  1 10:{number // 60 % 60:02}:{number % 60:02} host1 app[{draw.randrange(99)}]: {text}\n"


def _dated(draw: Random, number: int) -> str:
    level = draw.choice(_LEVELS)
    text = f"{draw.choice(_FAULTS)} {draw.choice(WORDS)}" if level in ("WARN", "ERROR") else f"{draw.choice(WORDS)} done"
    return f"2026-05-01 10:{number // 60 % 60:02}:{number % 60:02},{number % 1000:03} {level} [worker-{number % 7}] {text}\n"


def _access(draw: Random, number: int) -> str:
    status = draw.choice((200,) * 20 + (404, 500))
    path = f"/{draw.choice(WORDS)}/{draw.randrange(99)}"
    return f'10.0.{number % 4}.{number % 250} - - [01/May/2026:10:00:00 +0000] "GET {path} HTTP/1.1" {status} {number * 37}\n'


def _terminal(draw: Random, number: int) -> str:
    return draw.choice((f"Compiling {draw.choice(WORDS)} v0.{number}\n", f"ok {number} - {draw.choice(WORDS)}\n", "...\n"))


_FORMATS: tuple[Callable[[Random, int], str], ...] = (_dated, _syslog, _access, _terminal)


@cache
def _pool() -> tuple[tuple[str, ...], ...]:
    """Logs of every format and length, each a tuple of lines."""
    logs = []
    for place, form in enumerate(_FORMATS):
        for length in _LENGTHS:
            draw = Random(f"{place} {length}")
            lines = [form(draw, number) for number in range(length)]
            for _ in range(length // 30):
                at = draw.randrange(len(lines))
                lines[at:at] = _FRAMES if draw.random() < 0.3 else (draw.choice(_ODD),)
            logs.append(tuple(lines))
    return tuple(logs)


def _hit(draw: Random, path: str, number: int) -> str:
    words = " ".join(draw.choice(WORDS) for _ in range(5))
    return f"{path}:{number}:    {draw.choice(('def ', 'return ', '# ', ''))}{words}\n"


@cache
def _hits() -> tuple[tuple[str, ...], ...]:
    """Search results in every shape, each a tuple of lines."""
    found = []
    for length in _LENGTHS:
        draw = Random(length)
        paths = [f"src/{draw.choice(WORDS)}/{draw.choice(WORDS)}_{number}.py" for number in range(1 + length // 8)]
        lines = [_hit(draw, paths[number * len(paths) // length], 7 * number + 1) for number in range(length)]
        found.append(tuple(lines))
        found.append(tuple(f"{line.partition(':')[0]}\n" for line in lines))
        found.append(
            ("Binary file x.bin matches\n", *(line.replace(":", "-", 2) if at % 3 else line for at, line in enumerate(lines)))
        )
        found.append(tuple(f"C:\\work\\{line}" for line in lines))
        headed = [line.partition(":") for line in lines]
        found.append(tuple(text for path, _, rest in headed for text in (f"{path}\n", rest)))
    return tuple(found)


@st.composite
def _cut(draw: st.DrawFn, pool: tuple[tuple[str, ...], ...]) -> str:
    lines = pick(draw, pool)
    start = draw(below(5)) if draw(FLAGS) else 0
    lines = lines[start:]
    if draw(below(6)) == 0:
        lines = lines[:3] + lines[3:4] * 40 + lines[4:]
    text = "".join(lines)
    change = draw(below(8))
    if change == 0:
        return text.replace("\n", "\r\n")
    if change == 1:
        return text.rstrip("\n")
    return "\ufeff" + text if change == 2 else text


@cache
def log_texts() -> st.SearchStrategy[str]:
    """A log of some format, from a dozen lines to some hundred and fifty."""
    return _cut(_pool())


@cache
def search_texts() -> st.SearchStrategy[str]:
    """Hits or paths, from a dozen to some hundred and fifty."""
    return _cut(_hits())
