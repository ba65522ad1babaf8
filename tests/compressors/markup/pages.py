"""Pages for tests, and how they are read."""

from __future__ import annotations

from headroom.compressors.markup.cutting import visible_markup
from headroom.compressors.markup.grids import with_rows
from headroom.compressors.markup.page import Block, Page
from headroom.compressors.markup.reader import read_markup

__all__ = ["ARTICLE", "PROSE", "article", "block", "blocks_of", "page_of"]

PROSE = (
    "The committee met on the third of May and decided, after a long debate about costs, to rebuild the old bridge over the "
    "river. Work begins in spring."
)
_LINKS = "".join(f'<li><a href="/topic/{at}">Topic {at}</a></li>' for at in range(12))


def article(body: str, head: str = "") -> str:
    """A page with navigation, a footer and scripts round some content."""
    return f"""<!DOCTYPE html>
<html><head><title>Bridge News - The Paper</title>{head}<style>p {{ margin: 0 }}</style></head>
<body class="has-sidebar"><script>var tracker = "<p>secret</p>";</script>
<header><div class="navbar"><ul>{_LINKS}</ul></div></header>
<div id="page">{body}</div>
<footer><ul>{_LINKS.replace("Topic", "Service")}</ul><p>Copyright 2026 The Paper</p></footer>
</body></html>
"""


ARTICLE = article("<h1>The bridge</h1>" + "".join(f"<p>{at}. {PROSE}</p>" for at in range(5)))


def page_of(markup: str) -> Page:
    """What a page says."""
    return with_rows(read_markup(visible_markup(markup).markup))


def blocks_of(markup: str) -> list[tuple[str, str]]:
    """Kind and text of each block."""
    return [(block.kind, block.text) for block in page_of(markup).blocks]


def block(text: str, kind: str = "paragraph", **told: object) -> Block:
    """A block with this text."""
    return Block(kind=kind, text=text, box=0, **told)  # type: ignore[arg-type]
