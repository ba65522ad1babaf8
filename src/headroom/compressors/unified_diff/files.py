"""What a changed file is for, by its name: how much its changes say about what was done."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

__all__ = ["FileClass", "file_class"]

FileClass = Literal[
    "code", "config", "test", "docs", "changelog", "example", "data", "lock", "generated", "vendored", "snapshot", "scratch"
]


def _by_word(table: Mapping[FileClass, str]) -> dict[str, FileClass]:
    """Each word of a table with what it says."""
    return {word: kind for kind, words in table.items() for word in words.split()}


_LOCKS = frozenset(
    """package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lockb go.sum cargo.lock poetry.lock pipfile.lock
    composer.lock gemfile.lock uv.lock pdm.lock mix.lock flake.lock deno.lock podfile.lock packages.lock.json gradle.lockfile
    go.work.sum""".split()
)
_FOLDERS = _by_word(
    {
        "snapshot": "__snapshots__ snapshots cassettes",
        "vendored": """vendor _vendor vendored _vendored node_modules third_party third-party thirdparty bower_components
        site-packages externals""",
        "generated": "dist __generated__ generated .yarn __pycache__ .next",
        "test": "test tests __test__ __tests__ testing spec specs testdata fixtures e2e t __mocks__",
        "changelog": "whatsnew whats_new release releases release_notes .changeset newsfragments changelog changelog.d changes",
        "example": "example examples sample samples demo demos tutorial tutorials benchmark benchmarks asv_bench",
        "docs": "doc docs documentation man",
    }
)
_ORDER: tuple[FileClass, ...] = ("snapshot", "vendored", "generated", "test", "changelog", "example", "docs")
"""Which folder decides where several do."""
_SURE = ("snapshot", "vendored", "generated")
"""Folders whose files are what the folder is, whatever they are called."""
_MOST_FOLDERS = 64
"""Folders of a path that are looked at. Chosen: far more than any project nests."""
_ENDINGS = _by_word(
    {
        "lock": ".lock",
        "snapshot": ".snap .ambr .snapshot",
        "generated": ".map .pbxproj .tsbuildinfo",
        "scratch": ".orig .rej .bak .swp .tmp .patch .diff .log .pyc .old .ds_store",
        "data": """.svg .csv .tsv .ipynb .gz .geojson .parquet .pot .po .mo .jsonl .ndjson .dat .pem .crt .har .woff .png .jpg
        .pdf""",
        "docs": ".md .rst .txt .adoc .mdx .asciidoc .tex .pod .markdown",
        "config": """.json .yml .yaml .toml .ini .cfg .xml .properties .gradle .conf .mod .editorconfig .gitignore .plist
        .csproj .cmake""",
    }
)
"""By what stands behind the last dot."""
_LONG_ENDINGS = tuple(
    """.min.js .min.css .min.mjs _pb2.py _pb2_grpc.py _pb2.pyi .pb.go .pb.cc .pb.h .g.dart .freezed.dart .generated.ts
    .generated.cs .designer.cs _generated.go _generated.rs .bundle.js .chunk.js -bundle.js""".split()
)
"""Endings of generated files that reach over the last dot."""
_CHANGELOG = ("changelog", "changes", "history", "news", "release", "whatsnew", "whats-new", "authors", "contributors")
_TEST_STARTS = ("test_", "test-", "tests.", "test.", "conftest.")
_TEST_STEMS = ("_test", "-test", "_spec", "-spec", "_tests")
_TEST_SUFFIXES = ("Test", "Tests", "Spec", "TestCase")


@lru_cache(maxsize=4096)
def file_class(path: str) -> FileClass:
    """What the file is for; `code` where its name says nothing else."""
    folder, _, name = path.lower().rpartition("/")
    ending = _ending(name)
    inside = _folder_class(folder) if folder else None
    if ending == "lock" or name in _LOCKS:
        return "lock"
    if inside in _SURE:
        return inside
    if ending in ("snapshot", "generated", "scratch"):
        return ending
    if inside == "test" or _is_test(path, name):
        return "data" if ending == "data" and inside != "test" else "test"
    return "data" if ending == "data" else _worded_class(name, ending, inside)


def _worded_class(name: str, ending: FileClass | None, inside: FileClass | None) -> FileClass:
    """What a file is that is neither generated nor a test: read by people, or by programs."""
    if (ending == "docs" or "." not in name) and (inside == "changelog" or name.startswith(_CHANGELOG)):
        return "changelog"
    if inside == "example":
        return inside
    if ending == "docs" and (name.startswith("requirements") or name == "cmakelists.txt"):
        return "config"
    return "docs" if inside == "docs" else ending or "code"


def _ending(name: str) -> FileClass | None:
    """What the end of a name says."""
    if name.endswith(_LONG_ENDINGS):
        return "generated"
    if name.endswith("~"):
        return "scratch"
    _, dot, last = name.rpartition(".")
    return _ENDINGS.get(dot + last)


def _folder_class(folder: str) -> FileClass | None:
    """What the folders say that a file is in."""
    found: set[FileClass] = set()
    for part in folder.split("/", _MOST_FOLDERS):
        kind = _FOLDERS.get(part)
        if kind is not None:
            found.add(kind)
        elif "test" in part and (part.startswith("test_") or part.endswith("_tests")):
            found.add("test")
        elif part.endswith(".egg-info"):
            found.add("generated")
    return next((kind for kind in _ORDER if kind in found), None) if found else None


def _is_test(path: str, name: str) -> bool:
    """Whether the file's own name says that it holds tests."""
    if "test" not in name and "spec" not in name:
        return False
    stem = name.partition(".")[0]
    if name.startswith(_TEST_STARTS) or stem.endswith(_TEST_STEMS) or ".test." in name or ".spec." in name:
        return True
    return path.rpartition("/")[2].partition(".")[0].endswith(_TEST_SUFFIXES)
