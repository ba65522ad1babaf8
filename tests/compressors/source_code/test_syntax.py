"""Tests of what nodes are."""

from __future__ import annotations

import pytest

from headroom.compressors.source_code import syntax
from headroom.compressors.source_code.grammars import LANGUAGES, parse
from headroom.compressors.source_code.syntax import comment_sign


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_opens_a_comment(language: str) -> None:
    """In the grammar's own eyes."""
    tree = parse(language, f"{comment_sign(language)} [headroom: 3 lines omitted]\n".encode()).unwrap()
    assert [child.type in syntax.COMMENTS for child in tree.root_node.named_children] == [True]


def test_no_node_is_two_things() -> None:
    """But for objects, which are literals and hold methods; and blocks of a file itself, which control nothing."""
    sorts = (syntax.FUNCTIONS, syntax.CONTAINERS, syntax.BLOCKS, syntax.CLAUSES, syntax.MEMBERS, syntax.COMMENTS, syntax.PLAIN)
    assert sum(map(len, sorts)) == len(frozenset().union(*sorts))
    assert set(syntax.LISTS & syntax.MEMBERS) == {"object"}
