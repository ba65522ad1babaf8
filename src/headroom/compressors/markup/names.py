"""Names of elements by what they do to the text of a page."""

from __future__ import annotations

from headroom.compressors.markup.page import BlockKind

__all__ = ["BOXES", "BREAKS", "CELL", "CODE", "HEADINGS", "HIDING", "KINDS", "PLAIN", "QUOTED", "ROWS", "STRIKING"]

BOXES = """div section article main nav aside header footer form fieldset figure ul ol dl details menu dialog center address
    hgroup search dir blockquote""".split()
BREAKS = """p li dt dd h1 h2 h3 h4 h5 h6 hr legend summary figcaption caption optgroup html body head noframes frameset
    frame""".split()
ROWS = ("tr", "td", "th", "tbody", "thead", "tfoot")
KINDS: dict[str, BlockKind] = {
    "dt": "term",
    "dd": "definition",
    "figcaption": "caption",
    "caption": "caption",
    "legend": "caption",
}
CODE = ("pre", "textarea", "listing", "xmp")
HIDING = ("span", "i", "em", "small", "b", "strong", "label", "time")
"""Elements within a line that may be hidden."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
QUOTED = ("code", "tt", "samp", "kbd")
STRIKING = ("del", "s", "strike")
PLAIN = ("input", "wbr", "/option", *(f"/{name}" for name in HIDING))
CELL = "td"
