"""Tests of reading trees as blocks and definitions."""

from __future__ import annotations

import pytest

from tests.compressors.source_code.samples import FILES, parsed


def names(suffix: str, text: str = "") -> list[str]:
    """The names of all definitions, in order."""
    found = parsed(suffix, text).structure.definitions
    return [definition.name for definition in sorted(found, key=lambda each: each.first)]


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        ("py", ["Shelf", "books", "lend", "register_shelf_format", "parse_labels", "normal"]),
        ("js", ["header", "res.vary", "resolveAll", "Cache", "load"]),
        ("ts", ["Shape", "Shapes", "constructor", "grow"]),
        ("go", ["Lend", "Count"]),
        ("rs", ["Shelf", "lend", "total"]),
        ("java", ["Shelf", "lend", "total"]),
        ("c", ["shelf", "lend_book", "count_books"]),
        ("cpp", ["shelf", "Shelf", "Shelf", "lend", "shelf::count"]),
    ],
)
def test_definitions_are_found_by_name(suffix: str, expected: list[str]) -> None:
    """In every language, methods and what is assigned among them."""
    found = names(suffix)
    assert [name for name in found if name in expected] == expected


@pytest.mark.parametrize("suffix", FILES)
def test_bodies_hold_statements(suffix: str) -> None:
    """Of every function of several rows; each unit that may go stands on rows of its own."""
    reading = parsed(suffix)
    for definition in reading.structure.definitions:
        if definition.kind == "function":
            assert definition.body
            assert definition.body[0].units
        for block in definition.body:
            for before, after in zip(block.units, block.units[1:], strict=False):
                assert before.last < after.first


def test_what_shares_rows_is_one_unit() -> None:
    """And what shares them with a head or a bracket may not go."""
    structure = parsed("js", "function f() { a();\n  b(); c();\n  d(\n  ); e()\n  g(); }\n").structure
    block = structure.definitions[0].body[0]
    assert [(unit.first, unit.last, unit.is_clean) for unit in block.units] == [
        (0, 0, False),
        (1, 1, True),
        (2, 3, True),
        (4, 4, False),
    ]


def test_what_holds_a_definition_is_fixed() -> None:
    """It never goes as a whole."""
    structure = parsed("py", "def f():\n    if x:\n        def g():\n            return 1\n    return 2\n").structure
    block = structure.definitions[0].body[0]
    assert [unit in structure.fixed for unit in block.units] == [True, False]


def test_a_function_round_others_is_a_wrapper() -> None:
    """Its own statements stay like those of a file."""
    inner = "".join(f"  function f{place}() {{\n{'    work();' * 2}\n    more();\n    return 1;\n  }}\n" for place in range(12))
    structure = parsed("js", f"(function () {{\n  var a = 1;\n{inner}}})();\n").structure
    assert [structure.definitions[index].name for index in structure.wrappers] == [""]


def test_long_statements_of_a_file_are_bodies() -> None:
    """Short ones are not."""
    long, short = ('if __name__ == "__main__":\n' + "    work()\n" * rows for rows in (9, 2))
    assert [each.kind for each in parsed("py", long).structure.definitions] == ["script"]
    assert parsed("py", short + "x = 1\n" * 9).structure.definitions == []


def test_functions_have_the_name_they_are_assigned_to() -> None:
    """Properties, members and callbacks among them."""
    text = "const größe = {\n  a: function () {\n    b();\n  },\n  'c-d': (x) => {\n    e();\n  },\n};\n"
    text += "it('works', () => {\n  f();\n});\n"
    assert names("js", text) == ["a", "'c-d'", ""]
