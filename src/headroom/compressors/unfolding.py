"""How much text a decoder may make of what it is given: a few characters can stand for any number."""

from __future__ import annotations

__all__ = ["Room"]

_MOST_CHARS = 256 * 1024 * 1024
"""Chosen: eight times the text that a compressor takes by default."""


class Room:
    """The characters that may still come of a form: whoever is about to make some takes them from here before."""

    def __init__(self, chars: int = _MOST_CHARS) -> None:
        self.left = chars

    def take(self, chars: int) -> None:
        """Fewer are left.

        Raises: ValueError where there are not so many.
        """
        self.left -= chars
        if self.left < 0:
            raise ValueError("it stands for more than any text of ours")
