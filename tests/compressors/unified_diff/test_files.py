"""Tests of what a file is for, by its name."""

from __future__ import annotations

import pytest

from headroom.compressors.unified_diff.files import file_class


@pytest.mark.parametrize(
    ("kind", "paths"),
    [
        (
            "code",
            [
                "src/queue.py",
                "lib/index.d.ts",
                "latest.py",
                "src/contest.go",
                "history.js",
                "",
                "Makefile",
                "src/test.rs.in/x.c",
            ],
        ),
        ("test", ["tests/a.py", "src/a_test.go", "src/A.spec.ts", "FooTest.java", "x/__tests__/a.js", "sympy/core/tests/t.py"]),
        ("test", ["conftest.py", "tests/data/rows.csv", "test/fixtures/a.json", "sitemaps_tests/urls/http.py"]),
        ("docs", ["README.md", "docs/conf.py", "doc/usage.rst", "notes.txt"]),
        ("changelog", ["CHANGELOG.md", "HISTORY.rst", "AUTHORS", "docs/whats_new/v1.rst", "docs/releases/2.0.txt"]),
        ("config", ["pyproject.toml", ".github/workflows/ci.yml", "requirements-dev.txt", "CMakeLists.txt", "package.json"]),
        ("lock", ["package-lock.json", "web/yarn.lock", "Cargo.lock", "go.sum", "poetry.lock"]),
        ("generated", ["dist/app.js", "web/app.min.js", "proto/a_pb2.py", "api.pb.go", "App.xcodeproj/project.pbxproj"]),
        ("vendored", ["vendor/github.com/x/y.go", "web/node_modules/a/b.js", "third_party/zlib/a.c", "pip/_vendor/x.py"]),
        ("snapshot", ["src/__snapshots__/a.js", "a.test.tsx.snap"]),
        ("data", ["logo.svg", "data/rows.csv", "analysis.ipynb", "locale/de/messages.po"]),
        ("scratch", ["lib/legend.py.orig", "fix.patch", "a.rej"]),
        ("example", ["examples/run.py", "benchmarks/bench.py"]),
    ],
)
def test_names_say_what_files_are_for(kind: str, paths: list[str]) -> None:
    """By folder, name and ending."""
    assert {path: file_class(path) for path in paths} == dict.fromkeys(paths, kind)


def test_long_names_are_no_trouble() -> None:
    """However many folders they have."""
    assert file_class("a/" * 50_000 + "x.py") == "code"
