"""What compilers and linters say of places is told from hits of a search at such places."""

from __future__ import annotations

import pytest

from headroom.detection import detect, sections
from headroom.detection.diagnostics import guess_diagnostics
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, others

SAID = {
    "ruff": "src/a{m}.py:{n}:5: F401 [*] `os.p{n}` imported but unused",
    "ruff with source": (
        "src/a{m}.py:{n}:8: F401 [*] `os` unused\n  |\n{n} | import os\n  |        ^^ F401\n  |\n  = help: Remove it\n"
    ),
    "ruff on syntax": "src/a{m}.py:{n}:5: SyntaxError: Expected an expression",
    "ruff of today": "F401 [*] `os` imported but unused\n --> src/a{m}.py:{n}:8\n  |\n{n} | import os\n  |        ^^\n  |\n",
    "ruff, grouped": "src/a{n}.py:\n  {n}:101 E501 Line too long\n  {n}:5   D103  Missing docstring\n",
    "ruff as pylint": "src/a{m}.py:{n}: [E501] Line too long",
    "flake8": "./src/a{m}.py:{n}:80: E501 line too long (9{m} > 79 characters)",
    "pylint": "src/a{m}.py:{n}:0: C0116: Missing function or method docstring (missing-function-docstring)",
    "mypy": 'src/a{m}.py:{n}: error: Name "price{n}" is not defined  [name-defined]',
    "pyright": '/app/src/a{m}.py\n  /app/src/a{m}.py:{n}:5 - error: "price" is not defined (reportUndefinedVariable)',
    "tsc": "src/a{m}.ts({n},4): error TS2322: Type 'string' is not assignable to type 'T{n}'.",
    "tsc, pretty": "src/a{m}.ts:{n}:7 - error TS2322: Type 'string' is wrong.\n\n{n}   const x: T = 'a';\n          ~\n",
    "eslint": (
        "/app/src/f{n}.js\n"
        "  {n}:5   warning  'v{n}' is never used         no-unused-vars\n"
        "  9{n}:1  error    'price' is not defined  no-undef\n"
    ),
    "eslint unix": "/app/src/f{m}.js:{n}:5: 'v{n}' is assigned a value but never used. [Warning/no-unused-vars]",
    "eslint compact": "/app/src/f{m}.js: line {n}, col 5, Warning - 'v{n}' is never used. (no-unused-vars)",
    "stylelint": 'src/a{n}.css\n  {n}:3  ✖  Unexpected unknown property "colr"  property-no-unknown\n',
    "yamllint": './conf/a{n}.yml\n  {n}:3       warning  missing document start "---"  (document-start)\n',
    "yamllint, parsable": 'conf/a{m}.yml:{n}:3: [warning] missing document start "---" (document-start)',
    "markdownlint": "docs/a{m}.md:{n}:81 MD013/line-length Line length [Expected: 80; Actual: 99]",
    "hadolint": "Dockerfile:{n} DL3008 warning: Pin versions in apt get install",
    "golangci-lint": "internal/a{m}/f.go:{n}:2: Error return value of `x.Close` is not checked (errcheck)",
    "golangci-lint with source": "internal/f{m}.go:{n}:2: Error value is not checked (errcheck)\n\tx.Close()\n\t       ^",
    "go build": "./cart{m}.go:{n}:9: undefined: price{n}",
    "clippy": (
        "warning: redundant clone\n  --> src/a{m}.rs:{n}:5\n"
        "   |\n{n} |     x.clone();\n   |      ^^^^^^^^ help: remove this\n   |\n"
    ),
    "clippy, short": "src/a{m}.rs:{n}:5: warning: redundant clone",
    "shellcheck": "bin/a{m}.sh:{n}:5: note: Double quote to prevent globbing. [SC2086]",
    "rubocop": 'app/a{m}.rb:{n}:5: C: [Correctable] Style/StringLiterals: Prefer single quotes.\n  x = "a"\n      ^^^',
    "rubocop, emacs": "/app/a{m}.rb:{n}:5: C: [Correctable] Style/StringLiterals: Prefer single quotes.",
    "javac": (
        "src/A{m}.java:{n}: error: cannot find symbol\n"
        "    price.total();\n    ^\n  symbol:   variable price\n  location: class A"
    ),
    "gcc": "src/m{m}.c:{n}:5: warning: unused variable 'v' [-Wunused-variable]\n   {n} |     int v{n};\n      |         ^~",
    "msbuild": "C:\\app\\src\\A{m}.cs({n},5): warning CS0168: The variable 'e' is never used [C:\\app\\app.csproj]",
    "cpplint": "src/a{m}.cc:{n}:  Lines should be <= 80 characters long  [whitespace/line_length] [2]",
}
"""One thing that each tool says."""
FOUND = {
    "raised errors": 'src/a{m}.py:{n}:        raise ValueError("error in line {n}")',
    "logged errors": 'src/a{m}.py:{n}:    log.error("E{n} undefined")',
    "printed warnings": 'src/a{m}.c:{n}:  fprintf(stderr, "warning: %s\\n", x{n});',
    "errors with columns": "src/a{m}.ts:{n}:9:  throw new Error('E{n}: bad');",
    "names of errors": "src/a{m}.py:{n}:from errors import Error{n}",
    "codes of rules": 'src/a{m}.py:{n}:5:E{n} = "undefined name"',
    "codes in words": "docs/a{m}.md:{n}:E{n} undefined name",
    "remarks for a linter": "src/a{m}.py:{n}:x = y  # noqa: E501 [error]",
    "records": "logs/app{m}.log:{n}:2025-11-20 08:00:0{m} ERROR disk full {n}",
    "levels": "logs/app{m}.log:{n}:ERROR: disk full {n}",
    "remarks of C": "src/a{m}.c:{n}: * the error of the call (errno)",
    "last words in brackets": "src/a{m}.go:{n}:2:\treturn f(errcheck)",
    "places in records": "lint.txt:{n}:src/a.py:{n}:1: F401 unused",
    "under headings": "src/a{n}.js\n{n}:    throw new Error('x')\n9{n}:    console.error('warning')\n",
    "with lines around": "src/a.js-{n}-    foo\nsrc/a.js:{n}:    console.error('warning')\nsrc/a.js-{n}-   bar\n--",
}
"""One place that a search found."""


def told(line: str, times: int = 60) -> str:
    """That of many places."""
    return "\n".join(line.replace("{n}", str(n * 7 + 2)).replace("{m}", str(n % 9)) for n in range(times)) + "\n"


@pytest.mark.parametrize("times", [4, 60])
@pytest.mark.parametrize("name", SAID)
def test_what_a_tool_says_of_places_is_a_build(name: str, times: int) -> None:
    """Whatever it says before and behind, and as one part."""
    text = told(SAID[name], times)
    for said in (text, f"$ make lint\n{text}", f"{text}\nFound {times} errors.\n[*] 9 fixable with the `--fix` option.\n"):
        assert detect(said).kind == "build"
    assert len(sections(text)) == 1


@pytest.mark.parametrize("name", FOUND)
def test_what_a_search_found_is_a_search(name: str) -> None:
    """Though what it found are errors."""
    assert guess_diagnostics(sample_of(told(FOUND[name]))).score < 0.4
    assert detect(told(FOUND[name])).kind == "search"


@pytest.mark.parametrize(("kind", "name"), others("build"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_diagnostics(sample_of(ALL[kind][name])).score < 0.75


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r", "a:1:", "a(1,"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_diagnostics(sample_of(text)).score < 0.75
