"""Texts of sentences for the tests of the prose compressor."""

from __future__ import annotations

from headroom.compressors.prose.units import Units, units_of

__all__ = ["article", "lease", "spelled", "units"]

_DUTIES = (
    "The tenant shall keep the rooms of part {n} clean and tidy at all times.",
    "The landlord shall see to it that the heating of part {n} works in winter.",
    "Both sides agree that part {n} of the house is in good order today.",
    "Visitors are welcome in part {n} as long as they leave before the evening.",
)


def lease(sections: int = 12, **put: str) -> str:
    """A lease in sections of a heading and two paragraphs; `put` names a section (`s3`) and a sentence to add to it."""
    pieces = ["Lease of a house\n================\n\nThis lease is made by two people who trust each other.\n\n"]
    for section in range(sections):
        letter = chr(97 + section % 26)
        first, second, third, fourth = (duty.format(n=letter * 2) for duty in _DUTIES)
        added = put.get(f"s{section}", "")
        pieces.append(f"Part {letter * 2}\n-------\n\n{first} {second}\n\n{third} {added + ' ' if added else ''}{fourth}\n\n")
    return "".join(pieces)


def article(paragraphs: int = 10) -> str:
    """Paragraphs of prose without headings or numbers, no two sentences alike."""
    words = "river mountain village harbour forest castle bridge meadow island tower market garden".split()
    pieces: list[str] = []
    for at in range(paragraphs):
        one, two, three = (words[(at * step + step) % len(words)] for step in (1, 5, 7))
        pieces.append(
            f"Beyond the {one} there was a {two} that nobody had ever seen from the side of the {three} before. "
            f"People used to say that the {three} was older than the {one} and wiser than every other {two} around. "
            f"In the evening a light moved slowly along the {two}, past the {three}, and then down towards the {one} again."
        )
    return "\n\n".join(pieces) + "\n"


def units(text: str) -> Units:
    """The units of a text."""
    return units_of(text)


def spelled(text: str) -> list[str]:
    """Each unit without the blanks round it."""
    made = units_of(text)
    return [made.words(unit) for unit in range(len(made))]
