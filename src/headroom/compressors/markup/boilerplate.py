"""Which blocks of a page stand beside what it says: navigation, footers, teasers, and lists of links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from headroom.compressors.markup.page import Block, Box, Page

__all__ = ["verdicts"]

_PROSE = 80
"""Characters outside links from which a block is a piece of text. Chosen: two lines; teasers and labels are shorter."""
_MOST_SHARE = 0.4
"""Share of a page's prose that nothing beside its content holds. Chosen: classes may lie, sizes do not."""
_CORE_SHARE = 0.75
"""Share of the prose by which a box is the one that holds the content. Chosen."""
_MAIN_SHARE = 0.5
"""Likewise for what calls itself so."""
_LINKS = 0.6
"""Share of links in the text of a list of links. Chosen: running text has less than a third."""
_SOME_LINKS = 0.3
"""The same below which it is running text. Chosen."""
_DENSE = 0.75
"""The same where nothing else tells that it stands beside the content."""
_LEAST_LINKS = 4
_LEAST_PROSE = 300
"""Characters of prose below which a page has no content to be told from what stands beside it. Chosen."""
_LEAST_KEPT = 0.25
"""Share of a page's text that has to be left, where the page has little prose. Chosen: fronts of sites are lists of links."""
_LEAST_CHARS = 200
"""Characters outside links that are content even so, if what goes is mostly links. Chosen: a product, a notice."""
_LITTLE_PROSE = 1_500
_SPLINTER = 60
"""Characters between two gaps that are not worth two notes. Chosen: a note has 50."""
_SPLINTER_LINKS = 10
"""Characters of a link that count for that. Chosen: so that three to five links between lists of links go with them."""
_MAINS = ("main", "article")
_ALWAYS = frozenset(("navigation", "search", "dialog", "advertising", "sharing", "subscription"))
"""What is left out by its hint alone, but for its size."""
_OUTSIDE = frozenset(("footer", "aside", "sidebar", "related"))
"""What is left out where it is no part of the content, or holds links above all."""
_BY_LINKS = frozenset(("header", "contents"))
"""What is left out where it holds links above all."""


class _Measure(msgspec.Struct):
    """What a box holds, all its boxes included."""

    chars: int = 0
    links: int = 0
    prose: int = 0
    blocks: int = 0
    titles: int = 0
    mains: int = 0

    @property
    def density(self) -> float:
        """The share of its text that is links."""
        return self.links / max(1, self.chars)


def verdicts(page: Page) -> list[str]:
    """For each block what it is where it may go, empty where it stays.

    Keeps: the first headings; all where content cannot be told from the rest. Cost: one pass over boxes and blocks.
    """
    boxes, blocks = page.boxes, page.blocks
    measures = _measures(page)
    told = _told(boxes, measures)
    inside = _tell_links(boxes, measures, told)
    found = [told[block.box] for block in blocks]
    for at, block in enumerate(blocks):
        if block.kind == "heading" and block.level == 1 and found[at] != "hidden":
            found[at] = ""
    if inside:
        _tell_splinters(blocks, inside, found)
    return found if _leaves_enough(blocks, found) else [name if name == "hidden" else "" for name in found]


def _measures(page: Page) -> list[_Measure]:
    """What each box holds."""
    measures = [_Measure() for _ in page.boxes]
    for block in page.blocks:
        measure = measures[block.box]
        measure.chars += len(block.text)
        measure.links += block.link_chars
        measure.blocks += 1
        measure.titles += block.kind == "heading" and block.level == 1
        prose = block.prose_chars
        if prose >= _PROSE or block.kind in ("code", "row"):
            measure.prose += prose
    for at in range(len(measures) - 1, 0, -1):
        inner, outer = measures[at], measures[page.boxes[at].parent]
        outer.chars += inner.chars
        outer.links += inner.links
        outer.prose += inner.prose
        outer.blocks += inner.blocks
        outer.titles += inner.titles
        box = page.boxes[at]
        outer.mains += inner.mains + (box.is_sure and box.hint in _MAINS and inner.chars > 0)
    return measures


def _told(boxes: Sequence[Box], measures: Sequence[_Measure]) -> list[str]:
    """What each box is beside the content, by what it or a box round it is called."""
    whole = measures[0]
    told = [""] * len(boxes)
    inside = [False] * len(boxes)
    for at in range(1, len(boxes)):
        box, measure = boxes[at], measures[at]
        inside[at] = inside[box.parent] or (box.is_sure and box.hint in _MAINS)
        told[at] = told[box.parent]
        if told[at] or not box.hint or not measure.chars or box.hint in _MAINS:
            continue
        if measure.prose > _MOST_SHARE * whole.prose or measure.mains or (measure.titles and not _is_bar(box, measure)):
            # Whatever it is called, it holds the content.
            continue
        # Where nothing is called the content, an aside without links may well be a note in it.
        is_note = box.hint == "aside" and not whole.mains and measure.density < _SOME_LINKS
        if not is_note and _is_beside(box, measure, is_inside=inside[box.parent]):
            told[at] = box.hint
    return told


def _is_bar(box: Box, measure: _Measure) -> bool:
    """Whether a box with a title is the bar over a page all the same."""
    return box.hint in ("navigation", "hidden") or (box.hint == "header" and measure.density >= _LINKS)


def _is_beside(box: Box, measure: _Measure, *, is_inside: bool) -> bool:
    if box.hint == "hidden" or box.hint in _ALWAYS:
        return box.is_sure or not is_inside or box.hint == "hidden" or measure.prose < 2 * _PROSE
    if box.hint in _OUTSIDE:
        return not is_inside or measure.density >= _LINKS
    return box.hint in _BY_LINKS and measure.density >= _LINKS


def _tell_splinters(blocks: Sequence[Block], inside: Sequence[bool], found: list[str]) -> None:
    """Say of a few words outside the content that stand between what goes that they go with it."""
    last = ""
    start = 0
    chars = 0
    for at, block in enumerate(blocks):
        if found[at]:
            if last and found[at] != "hidden" and 0 < chars <= _SPLINTER:
                found[start:at] = [name or last for name in found[start:at]]
            if found[at] != "hidden":
                last, start, chars = found[at], at + 1, 0
        elif inside[block.box] or (block.kind == "heading" and block.level == 1):
            last = ""
        else:
            chars += block.prose_chars + min(block.link_chars, _SPLINTER_LINKS)


def _tell_links(boxes: Sequence[Box], measures: Sequence[_Measure], told: list[str]) -> list[bool]:
    """Say of lists of links outside the content that they are such; of every box whether it is inside, where there is any."""
    core, is_core_sure = _core(boxes, measures, told)
    if not core:
        return []
    holds = _holding(boxes, core)
    inside = [False] * len(boxes)
    for at in range(len(boxes)):
        box, measure = boxes[at], measures[at]
        if at:
            inside[at] = inside[box.parent]
            told[at] = told[at] or (told[box.parent] if told[box.parent] == "links" else "")
        inside[at] = inside[at] or at in core
        if told[at] or holds[at] or inside[at] or not measure.chars:
            continue
        if measure.density >= (_LINKS if is_core_sure else _DENSE) and measure.blocks >= _LEAST_LINKS:
            told[at] = "links"
    return inside


def _holding(boxes: Sequence[Box], core: Iterable[int]) -> list[bool]:
    """Of every box whether it holds some of the content."""
    holds = [False] * len(boxes)
    for at in core:
        outer = at
        while outer >= 0 and not holds[outer]:
            holds[outer] = True
            outer = boxes[outer].parent
    return holds


def _core(boxes: Sequence[Box], measures: Sequence[_Measure], told: Sequence[str]) -> tuple[frozenset[int], bool]:
    """The boxes that hold the content, and whether they are called so; none where no box stands out."""
    left = [0] * len(boxes)
    for at in range(1, len(boxes)):
        if not told[at]:
            left[at] = measures[at].prose
        elif not told[boxes[at].parent]:
            left[0] -= measures[at].prose
    whole = measures[0].prose + left[0]
    if whole < _LEAST_PROSE:
        return frozenset(), False
    mains = _outermost_mains(boxes, told)
    if mains and sum(left[at] for at in mains) >= _MAIN_SHARE * whole:
        return frozenset(mains), True
    best = 0
    for at in range(1, len(boxes)):
        # A box comes before those inside it, so the last one that holds enough within the best is deeper.
        if left[at] >= _CORE_SHARE * whole and boxes[at].parent == best:
            best = at
    return (frozenset((best,)), False) if best else (frozenset(), False)


def _outermost_mains(boxes: Sequence[Box], told: Sequence[str]) -> list[int]:
    found: list[int] = []
    inside = [False] * len(boxes)
    for at in range(1, len(boxes)):
        inside[at] = inside[boxes[at].parent]
        if not inside[at] and boxes[at].is_sure and boxes[at].hint in _MAINS and not told[at]:
            found.append(at)
            inside[at] = True
    return found


def _leaves_enough(blocks: Sequence[Block], found: Sequence[str]) -> bool:
    """Whether enough of a page stays that what goes can be said to stand beside it."""
    kept = chars = whole = beside = prose = 0
    for block, name in zip(blocks, found, strict=True):
        own = block.prose_chars
        if not name:
            kept += len(block.text)
            chars += own
            prose += own if own >= _PROSE else 0
        elif name != "hidden":
            beside += own
        whole += len(block.text) if name != "hidden" else 0
    return prose >= _LITTLE_PROSE or kept >= _LEAST_KEPT * whole or (chars >= _LEAST_CHARS and beside <= 2 * chars)
