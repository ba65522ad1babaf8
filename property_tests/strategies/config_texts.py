"""Configuration files of every format, with what makes them hard to cut."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import strategies as st

from property_tests.strategies.choices import below, pick
from property_tests.strategies.rows import STATUSES, WORDS

__all__ = ["brace_texts", "config_texts", "env_texts", "ini_texts", "toml_texts", "yaml_texts"]

_SCALARS = (
    "1",
    "true",
    "a plain value",
    '"quoted: yes"',
    "'it''s'",
    "[a, b, {c: d}]",
    "{a: 1, b: [2, 3]}",
    "null",
    "",
    "1.5  # a remark",
    "https://example.com/a#b",
)
_LONG = (
    '"over\n{0}  two lines: [x"',
    "[a,\n{0}  b,\n{0}  c]",
    "|\n{0}  line one\n{0}  - not: an item\n\n{0}    # no remark\n{0}  last",
    ">-\n{0}  folded: text\n{0}  on lines",
    "first words\n{0}  and the rest",
    "&b{1} value {1}",
)
_REMARK = (
    "# what follows is\n{0}# explained at length, so that nobody\n{0}# need ask what it is for or what it does\n"
    "{0}# or why it stands here"
)


def _block(draw: Random, depth: int, margin: str) -> list[str]:
    """Some keys of YAML at one depth."""
    lines: list[str] = []
    for number in range(2 + draw.randrange(9)):
        key = f"{draw.choice(WORDS)}{draw.choice(('_', '-', ''))}{number}"
        kind = draw.randrange(12)
        if kind == 0:
            lines.append(margin + _REMARK.format(margin))
        elif kind == 1:
            lines.append("")
        if kind < 5 and depth:
            lines.append(f"{margin}{key}:")
            lines += _block(draw, depth - 1, margin + "  ")
        elif kind == 5:
            dash = margin + draw.choice(("", "  "))
            lines.append(f"{margin}{key}:")
            for item in range(draw.choice((3, 8, 30))):
                lines.append(f"{dash}- name: {draw.choice(WORDS)}-{item}")
                lines.append(f"{dash}  status: {draw.choice(STATUSES)}")
        elif kind == 6:
            lines.append(f"{margin}{key}: {draw.choice(_LONG).format(margin, draw.randrange(9))}")
        elif kind == 7:
            lines.append(f"{margin}{key}: *{draw.choice(('a', 'p'))}{draw.randrange(3)}")
        elif kind == 8:
            lines.append(f"{margin}{key}:")
            lines += [f"{margin}- {draw.choice(WORDS)} {item}" for item in range(draw.choice((2, 12)))]
        else:
            lines.append(f"{margin}{key}: {draw.choice(_SCALARS)}")
    return lines


@cache
@st.composite
def yaml_texts(draw: st.DrawFn) -> str:
    """YAML of one document or more; most of it parses."""
    seed = Random(draw(below(5_000)))
    anchors = "".join(f"anchor{number}: &a{number}\n  kept: {number}\n" for number in range(3))
    anchors += "places:\n" + "".join(f"  place{number}: [&p{number} x, {number}]\n" for number in range(pick(draw, (3, 30))))
    odd = ("", "|\n  key: one\n  text: two\n" * 40 + "---", "{ a: 1,\n  b: 2 }\n---", "# said", "&x")
    documents = [anchors + "\n".join(_block(seed, 2, "")) for _ in range(pick(draw, (1, 1, 3, 9)))]
    text = f"\n--- {pick(draw, odd)}\n".join(documents) if draw(below(2)) else "\n---\n".join(documents)
    return pick(draw, ("", "---\n", "# a file\n\n")) + text + pick(draw, ("\n", ""))


@cache
@st.composite
def toml_texts(draw: st.DrawFn) -> str:
    """TOML: tables, tables inside tables, lists of tables, values over several lines."""
    seed = Random(draw(below(5_000)))
    lines = ["# made by hand", 'title = "x"']
    for number in range(2 + draw(below(6))):
        lines += ["", f"[table{number}]"]
        lines += [f'{seed.choice(WORDS)}{key} = "{seed.choice(STATUSES)}"' for key in range(seed.randrange(12))]
        lines += [
            seed.choice(
                ('many = [\n  "a",  # one\n  "b]",\n]', 'text = """\nline [x]\n"quoted" # no\n"""', "inline = {a = 1}", "# off")
            )
        ]
        if seed.randrange(2):
            lines += [f"[table{number}.inner]", f"port = {seed.randrange(9999)}", "on = true"]
    for number in range(pick(draw, (0, 5, 40))):
        lines += ["", "[[package]]", f'name = "{seed.choice(WORDS)}-{number}"', f'version = "{number}.0"']
        if seed.randrange(3) == 0:
            lines += ["dependencies = [", *[f' "{seed.choice(WORDS)}",' for _ in range(seed.randrange(5))], "]"]
        if seed.randrange(4) == 0:
            lines += ["[package.extras]", f"e{number} = []"]
    return "\n".join(lines) + pick(draw, ("\n", ""))


@cache
@st.composite
def ini_texts(draw: st.DrawFn) -> str:
    """INI: sections, values that go on, comments of both kinds."""
    seed = Random(draw(below(5_000)))
    mark = pick(draw, ("#", ";"))
    lines = [f"{mark} settings"]
    for number in range(2 + draw(below(8))):
        lines += ["", f"[section {number}]"]
        for key in range(seed.randrange(15)):
            lines.append(f"{seed.choice(WORDS)}_{key}{seed.choice((' = ', '=', ': '))}{seed.choice(STATUSES)}")
            if seed.randrange(8) == 0:
                lines += ["    going on", "    and on"]
            if seed.randrange(8) == 0:
                lines += [f"    part {key}", f"{seed.choice(('', '    '))}{mark} what comes next", "    [no section]"]
                lines += [f"    name {item} = {number}" for item in range(seed.choice((1, 30)))]
            if seed.randrange(8) == 0:
                lines += [f"{mark} a remark of some length about the next one"] * 4
    return "\n".join(lines) + pick(draw, ("\n", ""))


def _branches(draw: Random, depth: int, margin: str) -> list[str]:
    """Blocks in braces, of which some go on as others."""
    lines: list[str] = []
    for number in range(2 + draw.randrange(5)):
        word = draw.choice(WORDS)
        if not depth or draw.randrange(3) == 0:
            lines.append(f'{margin}{word}_{number} "{draw.choice(STATUSES)} {number}";')
            if draw.randrange(4) == 0:
                lines += [f"{margin}format {word} '$remote {number};'", f'{margin}  "two;', "lines } {\" '$status';"]
            continue
        lines.append(f"{margin}if [{word}] == {number} {{")
        for _ in range(draw.randrange(3)):
            lines += _branches(draw, depth - 1, margin + "  ")
            lines += draw.choice(([f"{margin}}} else if {word} {{"], [f"{margin}}}", f"{margin}else {{"], [f"{margin}}}, {{"]))
        lines += [*_branches(draw, depth - 1, margin + "  "), margin + "}"]
    return lines


@cache
@st.composite
def brace_texts(draw: st.DrawFn) -> str:
    """Blocks in braces: branches, settings over several lines."""
    seed = Random(draw(below(5_000)))
    lines = [line for number in range(2 + draw(below(6))) for line in (f"part{number} {{", *_branches(seed, 2, "  "), "}")]
    return "\n".join(lines) + "\n"


@cache
@st.composite
def env_texts(draw: st.DrawFn) -> str:
    """Variables, some of them with values in quotes over several lines."""
    seed = Random(draw(below(5_000)))
    quote = pick(draw, ("'", '"'))
    lines: list[str] = []
    for number in range(pick(draw, (20, 60))):
        lines.append(f"{seed.choice(('', 'export '))}{seed.choice(WORDS).upper()}_{number}={seed.choice(STATUSES)}")
        if seed.randrange(5) == 0:
            lines += [f"TEXT_{number}={quote}first", *[f"in_text_{item}={number}" for item in range(seed.randrange(9))]]
            lines += ["# no remark", f"last{quote}"]
    return "\n".join(lines) + "\n"


@cache
@st.composite
def _flat_texts(draw: st.DrawFn) -> str:
    seed = Random(draw(below(5_000)))
    form = pick(
        draw, ("{0}_{1}={2}", "{0}.{1}={2}", "export {0}{1}='{2}'", "{0}.{1} = {2} \\\n   more", "{0} {{\n  set{1} {2};\n}}")
    )
    lines = [form.format(seed.choice(WORDS), number, seed.choice(STATUSES)) for number in range(pick(draw, (20, 90)))]
    return "# all\n" + "\n".join(lines) + "\n"


_ODD_LINES = (
    "",
    "\t",
    "  - ",
    "key: [",
    'key: "',
    "}",
    "{",
    "---",
    "...",
    "? x",
    "[a",
    "]",
    "\x00",
    "\ud800",
    "\r",
    "a: |",
    "<<EOF",
    "%YAML",
    "- - -",
    ": x",
)


@cache
@st.composite
def config_texts(draw: st.DrawFn) -> str:
    """Configuration of some format, perhaps spoilt."""
    text = draw(st.one_of(yaml_texts(), toml_texts(), ini_texts(), env_texts(), brace_texts(), _flat_texts()))
    lines = text.split("\n")
    for _ in range(draw(below(3))):
        lines.insert(draw(below(len(lines))), pick(draw, _ODD_LINES))
    text = "\n".join(lines)
    change = draw(below(8))
    if change == 0:
        return text.replace("\n", "\r\n")
    return "\ufeff" + text if change == 1 else text
