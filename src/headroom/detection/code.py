"""Whether a text is source code of one of the common languages."""

from __future__ import annotations

import re
from collections import Counter

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample, share_of

__all__ = ["guess_code"]

_STRONG = re.compile(
    r"\s*(?:(?P<python>from [\w.]+ import |import [\w.]+(?: as \w+)?(?:, [\w.]+)*$|(?:async )?def \w+\("
    r"|class \w+(?:\([^\n]*\))?:|@[\w.]+(?:\(|$)|elif [^\n]*:$|except\b[^\n]*:|if __name__"
    r"|(?:if|for|while|with|try|else|finally)\b[^\n;{]*:$|self\.\w+|raise \w+|print\(|yield |assert |return\b[^;{\n]*$|\"\"\")"
    r"|(?P<javascript>(?:export )?(?:default )?(?:async )?function\*? ?\w*\(|(?:export )?(?:const|let|var) [\w{\[][^\n]*="
    r"|import [^\n]* from ['\"]|import ['\"{]|export (?:default|const|class|interface|type|enum|\*|\{)"
    r"|module\.exports|['\"]use strict['\"]|\}\)[;,]|(?:describe|it|test)\(['\"`]|this\.\w+|(?:declare )?(?:interface|type"
    r"|namespace) \w+(?:<[^\n]*>)? ?[={]|\}\s*(?:else|catch|finally)\b)"
    r"|(?P<c>#\s*(?:include|define|ifdef|ifndef|endif|pragma|if |elif|else)\b|(?:static|extern|inline|const|unsigned|void|int"
    r"|char|struct|typedef|enum|union|size_t|template|namespace|using|virtual)\b[^\n]*[;{(,]$|std::)"
    r"|(?P<java>(?:public|private|protected|internal) [\w<]+[ <(\[]|package [\w.]+;|import (?:static )?[\w.*]+;|@(?:Override"
    r"|Test|Autowired|Inject)\b|using [\w.]+;|namespace [\w.]+)"
    r"|(?P<go>package \w+$|func (?:\([^)\n]*\) )?\w+\(|import \($|type \w+ (?:struct|interface) \{|defer |if err != nil"
    r"|go func)"
    r"|(?P<rust>(?:pub(?:\([^)]*\))? )?(?:fn|struct|enum|impl|trait|mod|use|const|static|type|unsafe|async fn)\b[^\n]*[{;(,<]$"
    r"|let (?:mut )?\w+|#!?\[\w+|match [^\n]*\{$|impl\b)"
    r"|(?P<ruby>require ['\"]|require_relative |def [\w.?!=]+|class [A-Z]\w*(?: < [\w:]+)?$|module [A-Z]\w*$|end$|attr_\w+ )"
    r"|(?P<php><\?php|\$\w+(?:->|\s*=|\[)|namespace [\w\\]+;|use [\w\\]+;)"
    r"|(?P<shell>#!/|set -[euxo]|(?:if|elif) \[\[? |then$|fi$|esac$|done$|(?:for|while) [^\n]*; ?do$|echo |export \w+="
    r"|local \w+=|function \w+ \{|\w+\(\) ?\{)"
    r"|(?P<sql>(?i:SELECT\s|INSERT INTO|CREATE (?:\w+ ){0,3}\w+|ALTER (?:TABLE|EXTENSION|FUNCTION|OPERATOR)|DROP (?:TABLE"
    r"|FUNCTION|INDEX|VIEW)|GRANT \w+|VALUES ?\(|RETURNS \w+|LANGUAGE |UPDATE \w+ SET|FROM \w+|WHERE \w+|(?:LEFT "
    r"|INNER )?JOIN \w+|ORDER BY|GROUP BY|BEGIN;|COMMIT;))"
    r"|(?P<css>[.#@:][\w-][^\n{;]{0,120}\{$)"
    r"|(?P<other>case [^\n]*:$|default:$|return\b[^\n]*;|break;|continue;|(?:if|for|while|switch|catch|foreach) ?\("
    r"|else\b ?\{?$|try ?\{|[}\])]+[;,]?$|<!--|--\[\[|local \w+ =|end\)|FROM \S+$|RUN |COPY |val \w+|fun \w+\())"
)
_FIRST = re.compile(r"\n[^\S\n]*([A-Za-z_]\w*)?")
"""A line, with the word that it starts with."""
_WORDS = frozenset(
    """__name__ abstract alter and as assert async attr_accessor attr_reader attr_writer await begin break case catch char
    class commit component const continue copy create declare def default defer delete describe do done drop echo elif
    else elsif end enum esac except export extends extern fi final finally fn for foreach from fun func function go
    grant group guard if impl implements import include inline inner insert int interface internal it join lambda
    language left let local long loop match mod module namespace new order override package pass pragma print println
    private protected pub public raise readonly require require_relative rescue return returns run select self set
    signed size_t static std struct super switch template test then this throw trait try type typedef typename union
    unless unsafe unsigned update use using val values var virtual void where while with yield""".split()
)
"""Words that start a line of code. A line that starts with another is looked at no further than its last character."""
_ENDED = frozenset("{};")
_OPEN = frozenset("(),[:]")
_DECLARED = re.compile(
    r"\n(?:from [\w.]+ import [\w(*]|import [\w.{*]+(?:;$|$| as \w| from ['\"])|(?:async )?def \w+\("
    r"|class \w+(?:\([^\n]*\))?(?:\([^()\n]*\))?:$"
    r"|#include [<\"]|(?:export )?(?:default )?(?:async )?function\*? \w+\(|(?:export )?(?:const|let|var) \w+ = "
    r"|module\.exports|package [\w.]+;?$"
    r"|(?:public |private |static |final |abstract )+(?:class|interface|enum|void|record)\b|func (?:\([^)\n]*\) )?\w+\("
    r"|(?:pub )?(?:fn|struct|enum|impl|mod|use) \w[^\n]*[{;]$)",
    re.MULTILINE,
)
"""Declarations and imports that start a line, behind a line feed; sentences do not."""
_DOCUMENTED = re.compile(
    r"\n(?:from [\w.]+ import [\w(*]|import [\w.]+(?:$| as \w)|(?:async )?def \w+\([^\n]*|class \w+(?:\([^\n]*\))?:$)",
    re.MULTILINE,
)
"""Lines of Python that documentation with quotes in it does not start at the left."""
_SCRIPTED = (
    "require(",
    "module.exports",
    ".prototype.",
    "=> ",
    "\nconst ",
    "\nlet ",
    "\nvar ",
    "  var ",
    "\tvar ",
    "function(",
    "===",
)
"""What shows JavaScript where no line says so by its first word."""
_CALL = re.compile(r"\s*[\w.$\[\]'\"]+(?:\([^\n]*\)?;?$| ?(?:[-+*/|&^]?=|:=|\+=) ?\S)")
_COMMENT = re.compile(r"\s*(?:#|//|/\*|\*/|--(?: |$|-)|;;|\"\"\"|''')|\s+\*(?: |$)|\s*%+ ")
_BLOCKS = (("/*", "*/"), ('"""', '"""'), ("'''", "'''"), ("(*", "*)"), ("{-", "-}"), ("=begin", "=end"))
"""What opens and closes a comment over several lines, with which a file may begin."""
_REMARKS = ("# ", "// ", "-- ", ";; ")
_MINIFIED = 500
"""Chosen: characters a line from which a text was not written by hand."""
_LEAST_LEFT = 4
"""Chosen: lines behind an opening comment that are enough to judge by."""


def guess_code(sample: Sample) -> Guess:
    """How much a text looks like source code; the format is the language, as far as it shows."""
    if not sample.lines:
        return Guess()
    if sample.lines[0].startswith("#!"):
        return Guess(0.95, _interpreter(sample.lines[0]))
    lines = _behind_opening_comment(sample)
    firsts = _FIRST.findall("\n".join(["", *lines]))
    sorts = Counter(map(_sort, lines, firsts))
    weak = sorts.pop("weak", 0) + 0.5 * sorts.pop("open", 0)
    remarks = sorts.pop("remark", 0)
    sorts.pop("", 0)
    strong = sum(sorts.values())
    sorts.pop("other", 0)
    ended = share_of(lines, _is_ended)
    total = len(lines)
    if _is_minified(sample):
        return Guess(0.76)
    if not strong and not ended:
        return Guess(0.55) if _are_remarks(lines, remarks) else Guess()
    share = min(1.0, (strong + 0.75 * weak) / max(2.0, total - 0.95 * remarks))
    flat = share_of(lines, _is_indented) < 0.1 and ended < 0.2
    score = min(1.0, share * 1.25)
    if strong < (0.5 if flat else 0.12) * (total - remarks):
        score *= 0.7
    if total == 1:
        score *= 0.8
    language = max(sorts, key=lambda each: sorts[each]) if sorts else _scripted(sample.body)
    return Guess(_adjusted(sample, score, share), language)


def _scripted(body: str) -> str:
    """`javascript` where two of its signs show, else nothing."""
    return "javascript" if sum(map(f"\n{body}".__contains__, _SCRIPTED)) >= 2 else ""


def _interpreter(line: str) -> str:
    """The language of a script, from its first line."""
    return next(
        (language for word, language in (("python", "python"), ("node", "javascript"), ("ruby", "ruby")) if word in line),
        "shell",
    )


def _is_ended(line: str) -> bool:
    """Whether a line ends as statements and blocks do."""
    return line[-1] in _ENDED


def _is_indented(line: str) -> bool:
    """Whether a line stands further in."""
    return line[0] in " \t"


def _behind_opening_comment(sample: Sample) -> tuple[str, ...]:
    """The lines without the comments that the text begins with, which read as words, if enough is left."""
    closing = ""
    at = 0
    for line in sample.lines[: sample.top]:
        bare = line.lstrip()
        if not closing:
            opening, closing = next((pair for pair in _BLOCKS if bare.startswith(pair[0])), ("", ""))
            if not opening and not bare.startswith(_REMARKS):
                break
            bare = bare[len(opening) :]
        if closing and closing in bare:
            closing = ""
        at += 1
    left = sample.lines[at:]
    return left if len(left) >= _LEAST_LEFT else sample.lines


def _sort(line: str, word: str) -> str:
    """What a line is: of a language, `other`, `weak`, `remark`, `open`, or empty for what no code would hold."""
    if (not word or word.lower() in _WORDS) and (found := _STRONG.match(line)):
        return found.lastgroup or ""
    if line[-1] in _ENDED or " := " in line or " => " in line or (("=" in line or "(" in line) and _CALL.match(line)):
        return "weak"
    if not word and _COMMENT.match(line):
        return "remark"
    return "open" if line[-1] in _OPEN and line[0] in " \t" else ""


def _are_remarks(lines: tuple[str, ...], remarks: int) -> bool:
    """Whether lines are comments, and not headings and lists."""
    if remarks < max(3, 0.5 * len(lines)):
        return False
    marked = sum(1 for line in lines if line == "#" or line.startswith(("# ", "//", "/*", " *", "--")))
    return marked >= 0.9 * (remarks if lines[0].startswith(("//", "/*")) else len(lines))


def _is_minified(sample: Sample) -> bool:
    """Whether a text has few and long lines, full of what code is made of."""
    wide = sample.size > _MINIFIED * (len(sample.lines) + sample.blank)
    return wide and sum(map(sample.body.count, ";{}()")) > 0.05 * len(sample.body)


def _adjusted(sample: Sample, score: float, share: float) -> float:
    """The score of code, with what the text as a whole says for and against it."""
    body = sample.body
    if "```" in body or body.startswith("## ") or "\n## " in body or "\n### " in body:
        # Documentation with examples.
        return score * 0.6
    if score < 0.78 and share > 0.2:
        # Long comments and documentation do not make source code prose.
        declared = len(_DECLARED.findall(f"\n{body}"))
        if declared >= 3 or (declared and share > 0.3):
            score = max(score, min(0.9, 0.74 + 0.02 * declared))
    if score < 0.72 and ('"""' in body or "'''" in body) and len(_DOCUMENTED.findall(f"\n{body}")) >= 2:
        return 0.72
    return score
