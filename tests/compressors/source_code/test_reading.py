"""Tests of reading trees as blocks and definitions."""

from __future__ import annotations

from itertools import pairwise

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
    structure = parsed(suffix).structure
    for definition in structure.definitions:
        body = structure.body(definition)
        if definition.kind == "function":
            assert body
            assert structure.units(body[0])
        for block in body:
            for before, after in pairwise(structure.units(block)):
                assert before.last < after.first


def test_what_shares_rows_is_one_unit() -> None:
    """And what shares them with a head or a bracket may not go."""
    structure = parsed("js", "function f() { a();\n  b(); c();\n  d(\n  ); e()\n  g(); }\n").structure
    block = structure.body(structure.definitions[0])[0]
    assert [(unit.first, unit.last, unit.is_clean) for unit in structure.units(block)] == [
        (0, 0, False),
        (1, 1, True),
        (2, 3, True),
        (4, 4, False),
    ]


def test_what_holds_a_definition_is_fixed() -> None:
    """It never goes as a whole."""
    structure = parsed("py", "def f():\n    if x:\n        def g():\n            return 1\n    return 2\n").structure
    block = structure.body(structure.definitions[0])[0]
    assert [unit in structure.fixed for unit in structure.units(block)] == [True, False]


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


def test_a_unit_is_found_by_its_row() -> None:
    """Rows between units belong to none."""
    structure = parsed("py", "import os\n\n\ndef f():\n    return 1\n").structure
    found = structure.unit_at(structure.root, 4)
    assert found is not None
    assert (found.first, found.last) == (3, 4)
    assert structure.unit_at(structure.root, 2) is None
    assert structure.unit_at(structure.root, 0) is structure.units(structure.root)[0]


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("py", "def f():\n    a = 1\n    if a:\n        b()\n        class G:\n            x = 1\n    return a\n"),
        ("js", "function f() {\n  a();\n  return {\n    G(x) {\n      return x;\n    },\n  };\n}\n"),
        (
            "go",
            "package p\n\nfunc f() {\n\tG := func(x int) int {\n\t\tb()\n\t\tc()\n\t\td()\n\t\treturn x\n\t}\n\tG(1)\n}\n",
        ),
        ("rs", "fn f() {\n    a();\n    fn G(x: i32) -> i32 {\n        b();\n        x\n    }\n    G(1);\n}\n"),
        ("java", "class A {\n  void f() {\n    new B() {\n      int G(int x) {\n        return x;\n      }\n    };\n  }\n}\n"),
        ("c", "int f(void)\n{\n  struct G {\n    int x;\n    int y;\n  } g;\n  return g.x;\n}\n"),
        ("cpp", "int f() {\n  auto G = [](int x) {\n    b();\n    c();\n    d();\n    return x;\n  };\n  return G(1);\n}\n"),
    ],
)
def test_definitions_inside_of_functions_are_found(suffix: str, text: str) -> None:
    """By the words that tell of them: what tells of none is not read before it is asked for."""
    assert "G" in names(suffix, text)


def test_what_holds_no_definition_is_read_when_asked_for() -> None:
    """As far as it is asked for, then."""
    structure = parsed("py", "def f(x):\n    if x:\n        for y in x:\n            g(y)\n    return 1\n").structure
    (body,) = structure.body(structure.definitions[0])
    (block,) = structure.blocks(structure.units(body)[0])
    assert [(unit.first, unit.last) for unit in structure.units(block)] == [(2, 3)]
    assert structure.blocks(structure.units(body)[1]) == []
