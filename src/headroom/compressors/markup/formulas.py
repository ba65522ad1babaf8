"""Formulas of MathML in one line: `1/2` for a fraction, `x^2` and `x_1` for what is raised and lowered."""

from __future__ import annotations

import re

import msgspec

from headroom.compressors.markup.hints import attribute

__all__ = ["formula_text"]

_ANNOTATION = re.compile(r"<annotation\b[^>]*+>([^<]*+)<", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(?:[a-zA-Z]+:)?([a-zA-Z-]++)[^>]*+>")
_ATOM = re.compile(r"\s*+(?:\d[\d.,]*+|&#?\w{1,30}+;|\S)\s*+\Z")
"""What needs no brackets as part of something: a number, one letter, one sign."""
_BRACKETED = re.compile(r"\s*+\([^()]*+\)\s*+\Z")
_BUILT = frozenset(("mfrac", "msup", "msub", "msubsup", "msqrt", "mroot", "mover", "munder", "munderover"))
_SEPARATED = {"mtable": "; ", "mtr": ", ", "mlabeledtr": ", "}
_LEFT_OUT = frozenset(("annotation", "annotation-xml"))
_MOST_OPEN = 60
"""Elements that may be open at a time. Chosen: what lies deeper is written as it comes."""


class _Open(msgspec.Struct):
    """An element that is open, and what its parts say."""

    name: str
    parts: list[str]
    built: list[bool]
    """Of each part, whether it was built of others, so that no digit may stand right beside it."""

    def add(self, part: str, *, is_built: bool) -> None:
        """One more part, where it says anything."""
        self.parts.append(part)
        self.built.append(is_built)


def formula_text(opening: str, inside: str) -> str:
    """What a formula is in one line: as it was written, or else by its elements.

    Cost: linear in its length, for up to so many open elements.
    """
    told = attribute(opening, "alttext")
    if told:
        return told.replace("<", "&lt;")
    annotation = _ANNOTATION.search(inside)
    if annotation is not None and annotation[1].strip():
        return annotation[1]
    return _by_elements(inside)


def _by_elements(inside: str) -> str:
    """A formula by its elements; ends that fit nothing are passed over."""
    stack = [_Open("", [], [])]
    at = 0
    for tag in _TAG.finditer(inside):
        _add_text(stack[-1], inside[at : tag.start()])
        at = tag.end()
        name = tag[2].lower()
        if tag[1]:
            _close(stack, name)
        elif tag[0][-2:] == "/>":
            stack[-1].add("", is_built=False)
        elif len(stack) < _MOST_OPEN:
            stack.append(_Open(name, [], []))
    _add_text(stack[-1], inside[at:])
    while len(stack) > 1:
        _close(stack, stack[-1].name)
    return _joined(stack[0]).replace("<", "&lt;")


def _add_text(inner: _Open, text: str) -> None:
    if text.strip():
        inner.add(text, is_built=False)


def _close(stack: list[_Open], name: str) -> None:
    """End the innermost element of this name and those that are open inside."""
    if not any(inner.name == name for inner in stack[1:]):
        return
    while len(stack) > 1:
        inner = stack.pop()
        if inner.name not in _LEFT_OUT:
            stack[-1].add(_written(inner), is_built=inner.name in _BUILT or (len(inner.built) == 1 and inner.built[0]))
        if inner.name == name:
            return


def _written(inner: _Open) -> str:
    """What an element says."""
    name, parts = inner.name, inner.parts
    if name == "mfrac" and len(parts) == 2:
        return f"{_whole(parts[0])}/{_whole(parts[1])}"
    if name in ("msup", "mover") and len(parts) == 2:
        return f"{_whole(parts[0])}^{_whole(parts[1])}"
    if name in ("msub", "munder") and len(parts) == 2:
        return f"{_whole(parts[0])}_{_whole(parts[1])}"
    if name in ("msubsup", "munderover") and len(parts) == 3:
        return f"{_whole(parts[0])}_{_whole(parts[1])}^{_whole(parts[2])}"
    if name == "mroot" and len(parts) == 2:
        return f"root_{_whole(parts[1])}({parts[0]})"
    if name == "msqrt":
        return f"√({_joined(inner)})"
    return _SEPARATED[name].join(parts) if name in _SEPARATED else _joined(inner)


def _whole(part: str) -> str:
    """A part with brackets, if it is more than one thing."""
    return part.strip() if _ATOM.match(part) or _BRACKETED.match(part) or not part.strip() else f"({part.strip()})"


def _joined(inner: _Open) -> str:
    """The parts one behind the other, apart where a digit or a letter would meet what was built."""
    pieces: list[str] = []
    last, was_built = "", False
    for part, is_built in zip(inner.parts, inner.built, strict=True):
        if last.isalnum() and part[:1].isalnum() and (is_built or was_built):
            pieces.append(" ")
        pieces.append(part)
        last, was_built = part[-1:] or last, is_built
    return "".join(pieces)
