"""Programs of several languages: declarations in random order, bodies nested at random, with what confuses readers of code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import msgspec
from hypothesis import strategies as st

from property_tests.strategies.choices import below, pick

__all__ = ["LANGUAGES", "code_texts", "numbered", "torn"]

_NAMES = ("load", "save", "parse_header", "mergeAll", "größe", "reset", "_check", "toString2")
_TEXTS = ("plain", "braces { in } a string", "# no comment", "// no comment", "quote \\\\ end", "größe 数", "/* none */")
_WORK = ("count", "total", "item", "value", "state")


def _python(draw: st.DrawFn, depth: int, indent: str) -> list[str]:
    """Statements of a block."""
    lines: list[str] = []
    for _ in range(1 + draw(below(4))):
        sort = draw(below(11))
        word, text = pick(draw, _WORK), pick(draw, _TEXTS)
        if depth and sort < 5:
            inner = _python(draw, depth - 1, indent + "    ")
            other = _python(draw, depth - 1, indent + "    ")
            heads = (
                (f"if {word} > 3:", "else:"),
                (f"for {word} in range(9):", ""),
                ("try:", "except ValueError as error:"),
                (f"with open({word}) as handle:", ""),
                (f"if {word}:", f"elif not {word}:"),
            )[sort]
            lines += [f"{indent}{heads[0]}", *inner, *([f"{indent}{heads[1]}", *other] if heads[1] else [])]
        elif sort == 5:
            lines += [f"{indent}def {pick(draw, _NAMES)}(a, b=1):", *_python(draw, 0, indent + "    ")]
        elif sort == 6:
            lines += [f"{indent}{word} = call(", f"{indent}    '{text}',", f"{indent}    {word},", f"{indent})"]
        elif sort == 7:
            lines += [f"{indent}# {text} about {word}", f"{indent}return {word} + 1"]
        elif sort == 8:
            lines.append(f'{indent}raise ValueError("{text} is wrong for {word}")')
        elif sort == 9:
            lines += [f'{indent}{word} = """{text}', "  not a block:", f'{indent}"""']
        else:
            lines.append(f"{indent}{word} = {word} + {draw(below(90))}; {word} -= 1")
        if draw(below(6)) == 0:
            lines.append("")
    return lines


def _python_file(draw: st.DrawFn) -> list[str]:
    lines = ["import os", "from json import (", "    dumps,", "    loads,", ")", ""]
    for _ in range(1 + draw(below(4))):
        name = pick(draw, _NAMES)
        doc = ['    """What it does.', "", "    More words about it,", f"    {pick(draw, _TEXTS)}.", '    """']
        body = [*(doc if draw(below(2)) else []), *_python(draw, 2, "    ")]
        if draw(below(3)) == 0:
            head = [f"class {name.title()}:", "    LIMIT = 3", "", "    @property", f"    def {name}(self):"]
            lines += [*head, *_deeper(draw, body), ""]
        else:
            lines += [
                *(["@cached", "@other(1)"] if draw(below(3)) == 0 else []),
                f"async def {name}(first, *rest):",
                *body,
                "",
                "",
            ]
    if draw(below(2)):
        lines += ["TABLE = {", *(f'    "key{row}": {row},' for row in range(draw(below(40)))), "}", ""]
    if draw(below(2)):
        lines += ['if __name__ == "__main__":', *_python(draw, 1, "    ")]
    return lines


def _deeper(draw: st.DrawFn, body: list[str]) -> list[str]:
    """A body of a class's method; now and then with strings in a column that the grammar takes and Python refuses."""
    stays = ('"""', "not a block") if draw(below(5)) == 4 else ()
    return [f"    {line}" if line and not any(word in line for word in stays) else line for line in body]


def _braces(draw: st.DrawFn, depth: int, indent: str, speech: _Speech) -> list[str]:
    """Statements of a block between braces; `speech` is how the language says them."""
    lines: list[str] = []
    end, step = speech.end, speech.step
    for _ in range(1 + draw(below(4))):
        sort = draw(below(9))
        word, text = pick(draw, _WORK), pick(draw, _TEXTS)
        if depth and sort < 4:
            inner = _braces(draw, depth - 1, indent + step, speech)
            other = _braces(draw, depth - 1, indent + step, speech)
            lines += [f"{indent}{speech.condition} {{", *inner]
            lines += [f"{indent}}} else {{", *other, f"{indent}}}"] if sort % 2 else [f"{indent}}}"]
        elif depth and sort == 4:
            lines += [f"{indent}{speech.loop} {{", *_braces(draw, depth - 1, indent + step, speech), f"{indent}}}"]
        elif sort == 5:
            lines += [f"{indent}// {text} about {word}", f"{indent}{speech.leave}{end}"]
        elif sort == 6:
            lines.append(f"{indent}{speech.fail.replace('?', text)}{end}")
        elif sort == 7:
            lines += [f"{indent}call(", f'{indent}{step}"{text}",', f"{indent}{step}{word}{speech.comma}", f"{indent}){end}"]
        else:
            lines.append(f"{indent}{word} = {word} + {draw(below(90))}{end}")
        if draw(below(6)) == 0:
            lines += ["", f"{indent}/* {word} {{", f"{indent}   and more */"]
    return lines


class _Speech(msgspec.Struct, frozen=True, kw_only=True):
    """How a language with braces says what all of them say."""

    condition: str = "if (count > 3)"
    loop: str = "while (item)"
    leave: str = "return value"
    fail: str = 'throw new Error("?")'
    end: str = ";"
    step: str = "  "
    comma: str = ""
    head: str
    opening: str = ""
    """Of a function, with its name as `@`."""
    holder: str = ""
    """Of a class."""
    method: str = ""


_JAVASCRIPT = _Speech(
    head="'use strict'\nconst {a,\n  b} = require('fs')\n",
    opening="function @(first, second) {",
    holder="class @ extends Base {",
    method="async @(first) {",
)
_SPEECH = {
    "js": _JAVASCRIPT,
    "mjs": msgspec.structs.replace(
        _JAVASCRIPT,
        end="",
        head="import a from 'b'\nconst text = `{ ${a}\n  } not a block`\n",
        opening="export const @ = async (first) => {",
    ),
    "ts": _Speech(
        loop="for (const item of items)",
        leave="return value as string",
        step="\t",
        comma=",",
        head="import { a } from 'b';\ninterface Shape {\n\tsize: number;\n\tname?: string;\n}\n",
        opening="export async function @<T>(first: T, second?: string): Promise<void> {",
        holder="export abstract class @ implements Shape {",
        method="private @(first: number): void {",
    ),
    "go": _Speech(
        condition="if count > 3",
        loop="for item := range items",
        fail='panic("?")',
        end="",
        step="\t",
        comma=",",
        head='package main\n\nimport (\n\t"fmt"\n\t"os"\n)\n\ntype Shape struct {\n\tSize int\n}\n',
        opening="func @(first int, second string) error {",
    ),
    "rs": _Speech(
        condition="if count > 3",
        loop="while item",
        fail='panic!("?")',
        step="    ",
        comma=",",
        head="use std::fmt;\n\n#[derive(Debug)]\npub struct Shape {\n    size: usize,\n}\n",
        opening="pub fn @(first: usize, second: &str) -> Result<()> {",
        holder="impl Shape<@> {",
        method="fn @(&self) {",
    ),
    "java": _Speech(
        step="    ",
        head="package a.b;\n\nimport java.util.List;\n",
        holder="public class @ extends Base {",
        method="@Override\n    public int @(int first) throws Error {".replace("@Override", "/* own */"),
    ),
    "c": _Speech(
        fail='abort_with("?")',
        step="\t",
        head="#include <stdio.h>\n#define TWICE(x) \\\n\t((x) * 2)\n\nstruct shape {\n\tint size;\n};\n"
        "#ifdef MORE\nint more;\n#endif\n",
        opening="static int\n@(int first, char *second)\n{",
    ),
    "cpp": _Speech(
        loop="for (auto& item : items)",
        fail='throw std::runtime_error("?")',
        head="#include <vector>\n",
        opening="template <typename T>\nint Shape<T>::@(const T& first) const {",
        holder="class @ : public Base {\n public:",
        method="int @(int first) {",
    ),
}


def _braces_file(language: str) -> Callable[[st.DrawFn], list[str]]:
    """Makes a file of a language with braces."""
    speech = _SPEECH[language]

    def made(draw: st.DrawFn) -> list[str]:
        lines = speech.head.split("\n")
        for place in range(1 + draw(below(4))):
            name = f"{pick(draw, _NAMES)}{place}"
            if draw(below(2)):
                lines += ["/**", f" * What {name} does.", " * More words about it,", f" * {pick(draw, _TEXTS[:4])}.", " */"]
            if speech.holder and (not speech.opening or draw(below(3)) == 0):
                inside = speech.step
                body = _braces(draw, 2, inside * 2, speech)
                lines += speech.holder.replace("@", name.title()).split("\n")
                lines += [*(inside + speech.method.replace("@", name)).split("\n"), *body, f"{inside}}}"]
                lines += ["};" if language == "cpp" else "}", ""]
            else:
                opening = speech.opening.replace("@", name).split("\n")
                lines += [*opening, *_braces(draw, 2, speech.step, speech), "}", ""]
        return lines

    return made


LANGUAGES: dict[str, Callable[[st.DrawFn], list[str]]] = {
    "py": _python_file,
    **{language: _braces_file(language) for language in _SPEECH},
}
"""Suffix -> what makes the lines of a file."""


@cache
@st.composite
def code_texts(draw: st.DrawFn) -> tuple[str, str]:
    """A suffix and a file of that language, of any line ends, with or without a byte order mark."""
    suffix = pick(draw, tuple(LANGUAGES))
    text = "\n".join(LANGUAGES[suffix](draw)) + ("\n" if draw(below(3)) else "")
    if draw(below(5)) == 0:
        text = text.replace("\n", "\r\n")
    return suffix, ("\ufeff" if draw(below(8)) == 0 else "") + text


def numbered(text: str, form: str) -> str:
    """The same with the number of each line before it, as `cat -n` and others write it."""
    lines = text.split("\n")
    last = lines.pop()
    rows = [f"{form.format(row)}{line}\n" for row, line in enumerate(lines, 1)]
    return "".join(rows) + (form.format(len(rows) + 1) + last if last else "")


def torn(text: str, first: int, count: int) -> str:
    """Some lines of it."""
    return "\n".join(text.split("\n")[first : first + count])
