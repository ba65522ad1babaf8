"""Parts of lines end where the next ones begin."""

from __future__ import annotations

from headroom.compressors.config_blocks.tiling import Tiling
from headroom.compressors.excerpt import split_lines
from headroom.compressors.nested_parts.nested import COMMENT
from tests.compressors.nested_parts.outlines import outline_of

_TEXT = "# one\n# more\n\n# two\nblock\n  inner\n\nlast\n# end"


def test_comments_are_parts_above_what_follows() -> None:
    """A blank line parts them; what is behind the last part is one, too."""
    tiling = Tiling(_TEXT, split_lines(_TEXT))
    tiling.pass_remarks("#")
    assert (tiling.at, tiling.place) == (4, _TEXT.index("block"))
    tiling.write_remarks()
    tiling.begin("block", tiling.place, _TEXT.index("  inner"))
    tiling.skip()
    tiling.leaf("inner", tiling.place, _TEXT.index("\nlast"))
    tiling.skip_to(_TEXT.index("last"))
    tiling.close()
    tiling.leaf("last", tiling.place, _TEXT.index("# end"))
    tiling.skip()
    tiling.pass_remarks("#")
    nested = tiling.done()
    assert outline_of(nested) == [(COMMENT, []), (COMMENT, []), ("block", [("inner", [])]), ("last", []), (COMMENT, [])]
    assert "".join(_TEXT[nested.starts[part] : nested.ends[part]] for part in nested.inside(0)) == _TEXT
    assert _TEXT[nested.starts[1] : nested.heads[1]] == "# one\n"
