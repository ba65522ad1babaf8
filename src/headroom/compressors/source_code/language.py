"""Which language a text is written in: by the path it was read from, else by how it looks."""

from __future__ import annotations

import re
from collections import Counter

from headroom.compressors.source_code.grammars import LANGUAGES
from headroom.detection import detect
from headroom.relevance import question_and_call

__all__ = ["candidates", "suffix_of"]

_PATH = re.compile(r"[\w\-]\.([A-Za-z+]{1,10})(?![\w.])")
"""The end of a path; the last character of its name stands for all of it."""
_SUFFIXES = {
    **dict.fromkeys(("py", "pyi", "pyw", "pyx"), ("python",)),
    **dict.fromkeys(("js", "mjs", "cjs", "jsx"), ("javascript", "tsx")),
    **dict.fromkeys(("ts", "mts", "cts"), ("typescript", "tsx")),
    "tsx": ("tsx",),
    "go": ("go",),
    "rs": ("rust",),
    "java": ("java",),
    "c": ("c", "cpp"),
    "h": ("c", "cpp"),
    **dict.fromkeys(("cc", "cpp", "cxx", "hpp", "hh", "hxx", "c++", "h++", "ino", "cu", "cuh", "inl", "ipp"), ("cpp",)),
}
"""Suffix -> the grammars that may fit, the likeliest first."""
_OTHERS = {
    suffix: language
    for language, suffixes in (
        *(
            ("ruby", "rb"),
            ("php", "php"),
            ("shell", "sh bash zsh"),
            ("sql", "sql"),
            ("css", "css scss less"),
            ("kotlin", "kt kts"),
        ),
        *(("swift", "swift"), ("scala", "scala"), ("c#", "cs"), ("lua", "lua"), ("perl", "pl pm"), ("r", "r"), ("julia", "jl")),
        *(("elixir", "ex exs"), ("erlang", "erl"), ("haskell", "hs"), ("ocaml", "ml"), ("clojure", "clj"), ("dart", "dart")),
        *(("vue", "vue"), ("svelte", "svelte"), ("zig", "zig"), ("powershell", "ps"), ("objective-c", "m mm"), ("nim", "nim")),
        *(("groovy", "groovy"), ("visual basic", "vb"), ("fortran", "f"), ("assembly", "asm s"), ("protobuf", "proto")),
    )
    for suffix in suffixes.split()
}
"""Suffixes of languages for which there is no grammar here."""
_NAMES = {"python3": "python", "golang": "go", "rs": "rust", "c++": "cpp", "jsx": "javascript"}
_FITTING = {"javascript": ("javascript", "typescript"), "c": ("c", "cpp"), "typescript": ("typescript", "tsx")}
"""The grammars that may fit what a text was taken for."""
_TYPED = re.compile(
    r"^(?:export |declare ){0,2}(?:interface \w|type \w+(?:<[^\n=]{0,80}>)? =|enum \w|namespace \w|abstract class)"
    r"|^import type |\)\s?: ?[\w<>\[\]| ]{1,40}(?:;| \{$| =>)"
    r"|\w\??: (?:string|number|boolean|void|any|unknown)\b|\bas (?:const|any|unknown)\b",
    re.MULTILINE,
)
"""What JavaScript does not have and TypeScript does."""
_PLUS_PLUS = re.compile(
    r"\w::~?\w|^\s{0,8}(?:template ?<|class \w|namespace\b|public:|private:|protected:|using )", re.MULTILINE
)
"""What C does not have and C++ does."""
_SIGNS = re.compile(
    r"^[ \t]{0,40}(?:(?P<python>(?:async )?def \w{1,80}\(|class \w{1,80}[^\n{]{0,120}:\s|elif |except |from [\w.]{1,80} "
    r"import )|(?P<rust>(?:pub )?(?:fn|impl|trait|mod|use) [\w<]|let mut |#\[\w|match [^\n]{1,80}\{\n)"
    r"|(?P<go>func [\w(]|package \w{1,80}\n|type \w{1,80} (?:struct|interface) |defer |go func|if err != nil)"
    r"|(?P<java>package [\w.]{1,80};|import (?:static )?[\w.*]{1,120};|@Override|(?:public|private|protected) [\w<])"
    r"|(?P<javascript>(?:export )?(?:async )?function\b|(?:export )?(?:const|let|var) [\w{\[]|module\.exports"
    r"|[\w.]{1,80} = function|import [^\n]{1,80} from |\}\)[;,]|'use strict'|export (?:default|class|interface|type)"
    r"|return [^\n]{0,80};\n)"
    r"|(?P<c>#\s?(?:include|define|ifn?def|endif|pragma)\b"
    r"|(?:static|struct|typedef|extern|void|unsigned|template|namespace) ?[\w<*{]))",
    re.MULTILINE,
)
"""How lines begin in each of the languages and hardly in another."""
_FEWEST_SIGNS = 3
_SAMPLE = 20_000
"""Characters that are searched for such signs."""


def suffix_of(query: str) -> str:
    """The suffix of the path that the call of a query names, or, failing that, its question; empty where none is known."""
    question, call = question_and_call(query)
    for part in (call, question):
        for found in _PATH.finditer(part[:4_000]):
            suffix = found[1].lower()
            if suffix in _SUFFIXES or suffix in _OTHERS:
                return suffix
    return ""


def candidates(code: str, suffix: str, fence: str = "") -> tuple[tuple[str, ...], str]:
    """The grammars that may fit, likeliest first, and what the language is called where there is none."""
    named = _NAMES.get(fence, fence)
    if suffix in _SUFFIXES:
        fitting = _SUFFIXES[suffix]
    elif suffix:
        return (), _OTHERS[suffix]
    elif fence in _SUFFIXES:
        fitting = _SUFFIXES[fence]
    else:
        told = named if named in LANGUAGES else detect(code).format or _by_signs(code[:_SAMPLE])
        if told not in LANGUAGES:
            return (), told
        fitting = _FITTING.get(told, (told,))
    return _ordered(fitting, code[:_SAMPLE]), ""


def _by_signs(sample: str) -> str:
    """The language that most lines begin like; empty where few begin like any."""
    sorts = Counter(found.lastgroup or "" for found in _SIGNS.finditer(sample))
    (language, count), *_ = sorts.most_common(1) or [("", 0)]
    return language if count >= _FEWEST_SIGNS else ""


def _ordered(fitting: tuple[str, ...], sample: str) -> tuple[str, ...]:
    """The same with the one first whose signs the text has."""
    if fitting[0] == "c" and _PLUS_PLUS.search(sample):
        return ("cpp", "c")
    if fitting == ("javascript", "typescript") and _TYPED.search(sample):
        return ("tsx", "typescript") if "</" in sample or "/>" in sample else ("typescript", "javascript")
    return fitting
