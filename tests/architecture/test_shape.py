"""The shape of the code: sizes, names, and where things may stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.exceptions import BROAD_EXCEPT, LOCAL_IMPORTS, LONG_MODULES, SHORT_OF_A_TEST, WIDE_FUNCTIONS
from tests.architecture.source_tree import ROOT, Function, Module, functions, modules

LINES_A_MODULE = 350
LINES_A_FUNCTION = 60
BRANCHES = 12
PARAMETERS = 7
NESTING = 4
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}

_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.BoolOp, ast.match_case)


def check(found: Iterable[str], allowed: dict[str, str]) -> None:
    """Fail for what is found and not allowed, and for what is allowed and no longer found."""
    places = {entry.split(" ")[0]: entry for entry in found}
    surplus = sorted(entry for place, entry in places.items() if place not in allowed)
    stale = sorted(place for place in allowed if place not in places)
    assert not surplus, "\n".join(surplus)
    assert not stale, f"no longer needed, take out of exceptions.py: {', '.join(stale)}"


def body_lines(function: Function) -> int:
    """Lines of the body, without the docstring."""
    body = function.body
    is_docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    code = body[1:] if is_docstring else body
    if not code:
        return 0
    return (code[-1].end_lineno or 0) - code[0].lineno + 1


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))


def branches(function: Function) -> int:
    """Ways through a function: one, and one more for each fork."""
    return 1 + sum(isinstance(node, _BRANCHES) for node in own_nodes(function))


def nesting(nodes: Iterable[ast.AST]) -> int:
    """How deep blocks stand inside blocks; an `elif` stands beside its `if`."""
    deepest = 0
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        children = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            chained = node.orelse[0]
            depth = max(1 + nesting(child for child in children if child is not chained), nesting([chained]))
        else:
            depth = isinstance(node, _BLOCKS) + nesting(children)
        deepest = max(deepest, depth)
    return deepest


def wide(module: Module) -> Iterator[str]:
    """What of a module's functions is above the limits, a line each."""
    for name, function in functions(module.tree):
        arguments = function.args
        measured = (
            ("lines", body_lines(function), LINES_A_FUNCTION),
            ("branches", branches(function), BRANCHES),
            ("parameters", len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs), PARAMETERS),
            ("blocks deep", nesting(function.body), NESTING),
        )
        over = [f"{value} {what} (at most {limit})" for what, value, limit in measured if value > limit]
        if over:
            yield f"{module.place}:{name} has {', '.join(over)}"


def test_modules_are_short() -> None:
    """No module is longer than a person reads in one sitting."""
    found = [f"{module.place} has {module.lines} lines" for module in modules() if module.lines > LINES_A_MODULE]
    check(found, LONG_MODULES)


def test_functions_are_small() -> None:
    """No function is longer, more branched, wider or deeper than the limits."""
    check((line for module in modules() for line in wide(module)), WIDE_FUNCTIONS)


def test_names_say_what_is_held() -> None:
    """No module is called utils, helpers, manager or base."""
    parts = {part for module in modules() for part in module.name.split(".")}
    assert not parts & VAGUE_NAMES


def is_raised_again(handler: ast.ExceptHandler) -> bool:
    """Whether a handler only cleans up and lets the exception go on."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_only_the_guard_catches_everything() -> None:
    """A handler for everything stands only where it is allowed, unless it ends by raising again what it caught."""
    broad = {"Exception", "BaseException"}
    found: set[str] = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ExceptHandler) or is_raised_again(node):
                continue
            caught = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else broad
            if caught & broad:
                found.add(f"{module.place} catches everything on line {node.lineno}")
    check(found, BROAD_EXCEPT)


def test_imports_stand_at_the_top() -> None:
    """No function imports, so that every dependency is in sight."""
    found = [
        f"{module.place} imports in {name}, line {node.lineno}"
        for module in modules()
        for name, function in functions(module.tree)
        for node in own_nodes(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    check(found, LOCAL_IMPORTS)


def test_private_names_stay_at_home() -> None:
    """No module imports a `_name` of another, and no room imports the package root."""
    found = [
        f"{module.place}:{node.lineno}: {alias.name} from {node.module}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name != "__version__" and (alias.name.startswith("_") or node.module == "headroom")
    ]
    assert not found


def test_every_module_has_its_test_file() -> None:
    """`tests/` mirrors the package path for path."""
    found = []
    for module in modules():
        *rooms, file = module.place.split("/")
        if not file.startswith("__") and not ROOT.joinpath("tests", *rooms, f"test_{file}").is_file():
            found.append(f"{module.place} has no tests/{'/'.join([*rooms, f'test_{file}'])}")
    check(found, SHORT_OF_A_TEST)
