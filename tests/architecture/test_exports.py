"""What modules and packages offer: complete, sorted, and there."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator

import headroom
from tests.architecture.source_tree import ROOT, Module, modules, names_in_all


def imported_names() -> Iterator[tuple[str, str, str]]:
    """Who imports which name of which of our modules: path, module, name."""
    for tree in ("src", "tests", "property_tests", "benchmarks", "tools"):
        for path in sorted((ROOT / tree).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("headroom."):
                    yield from ((path.relative_to(ROOT).as_posix(), str(node.module), alias.name) for alias in node.names)


def plain_modules() -> Iterator[Module]:
    """Every module but the `__init__`s and `__main__`."""
    return (module for module in modules() if not module.place.split("/")[-1].startswith("__"))


def test_every_module_lists_what_it_offers() -> None:
    """Each module has an `__all__`."""
    assert not [module.place for module in plain_modules() if names_in_all(module.tree) is None]


def test_what_others_take_is_listed() -> None:
    """Whatever any file of the project imports from a module stands in that module's `__all__`."""
    offered = {module.name: {*(names_in_all(module.tree) or ())} for module in modules()}
    wrong = [
        f"{place} imports {name} of {module}"
        for place, module, name in imported_names()
        if name not in offered.get(module, set()) and f"{module}.{name}" not in offered
    ]
    assert not wrong, "\n".join(wrong)


def test_lists_hold_every_name_once() -> None:
    """No `__all__` repeats itself; its order is kept by ruff."""
    wrong = [
        module.place
        for module in modules()
        if (listed := names_in_all(module.tree)) is not None and len(listed) != len(set(listed))
    ]
    assert not wrong


def test_what_is_listed_is_there() -> None:
    """Every name in an `__all__` can be had from its module."""
    absent = [
        f"{module.name}.{name}"
        for module in modules()
        for name in names_in_all(module.tree) or []
        if not hasattr(importlib.import_module(module.name), name)
    ]
    assert not absent


def test_packages_only_hand_on() -> None:
    """An `__init__` below the root holds imports, `__all__` and registries, and nothing that runs."""
    wrong = [
        f"{module.place}:{node.lineno}"
        for module in modules()
        if module.is_package and module.name != "headroom"
        for node in module.tree.body
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    assert not wrong


def test_packages_offer_all_they_import() -> None:
    """A package's `__all__` names what it takes from its own modules, and nothing is taken in silence."""
    wrong = []
    for module in modules():
        if not module.is_package or module.name == "headroom":
            continue
        taken = {
            alias.asname or alias.name
            for node in module.tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{module.name}.")
            for alias in node.names
        }
        if surplus := taken - set(names_in_all(module.tree) or ()):
            wrong.append(f"{module.place}: {sorted(surplus)}")
    assert not wrong, "\n".join(wrong)


def test_the_public_face_is_documented() -> None:
    """Every class and function of `headroom.__all__` has a docstring of its own."""
    silent = [
        name
        for name in headroom.__all__
        if callable(thing := getattr(headroom, name))
        and not (vars(thing).get("__doc__") if isinstance(thing, type) else thing.__doc__)
    ]
    assert not silent


def test_the_public_face_is_listed_by_dir() -> None:
    """`dir(headroom)` shows every public name, though they are resolved lazily."""
    assert set(headroom.__all__) <= set(dir(headroom))
