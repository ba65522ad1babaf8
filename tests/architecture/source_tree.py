"""The package's own source, parsed once, for the tests that judge its shape."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

__all__ = ["PACKAGE", "ROOT", "Module", "functions", "modules", "names_in_all"]

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "headroom"

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """One source file of the package."""

    place: str
    """Its path below the package, with slashes: `wire/codec.py`."""
    name: str
    """As it is imported: `headroom.wire.codec`."""
    lines: int
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        """Whether it is an `__init__`."""
        return self.place.endswith("__init__.py")


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, by path."""
    return tuple(_read(path) for path in sorted(PACKAGE.rglob("*.py")))


def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    place = path.relative_to(PACKAGE).as_posix()
    dotted = f"headroom/{place}".removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return Module(place=place, name=dotted, lines=text.count("\n"), tree=ast.parse(text))


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Every function and method with its qualified name, nested ones included."""
    waiting: list[tuple[str, ast.AST]] = [("", tree)]
    while waiting:
        prefix, node = waiting.pop()
        for child in ast.iter_child_nodes(node):
            name = prefix
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{prefix}.{child.name}".lstrip(".")
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, child
            waiting.append((name, child))


def names_in_all(tree: ast.Module) -> list[str] | None:
    """The names in a module's `__all__`, as written; None where it has none."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            value = ast.literal_eval(node.value)
            return [str(name) for name in value]
    return None
