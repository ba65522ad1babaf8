"""Whether a text is the output of a build or a test run."""

from __future__ import annotations

import re
from collections import Counter

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample

__all__ = ["guess_build", "guess_tests"]

_MARK = re.compile(
    r"\n(?:(?P<pytest>={3,} (?:test session starts|FAILURES|ERRORS|short test summary|warnings summary|[0-9]+ (?:passed|failed"
    r"|skipped|errors?)|no tests ran)"
    r"|_{4,} [\w.\[\]: -]+ _{4,}$|(?:FAILED|ERROR|PASSED|SKIPPED) [\w./-]+\.py(?:::|\b)|[\w./-]+\.py(?:::\S+)? (?:PASSED|FAILED"
    r"|ERROR|SKIPPED|XFAIL|[.FEsxX]{1,80})\b"
    r"|collect(?:ed|ing) [0-9.]+|rootdir: |plugins: |platform \w+ -- Python|[.FEsxX]{20,}(?: +\[ *[0-9]+%\])?$"
    r"|E {3,}\S|> {3,}\S|[0-9]+ (?:passed|failed)[, ])"
    r"|(?P<unittest>(?:ERROR|FAIL): test\w* \(|Ran [0-9]+ tests? in |test\w* \([\w.]+\)(?: \.\.\.|$)|FAILED \((?:failures"
    r"|errors)=|={70}$|-{70}$|OK(?: \(|$))"
    r"|(?P<jest>(?:PASS|FAIL) +\S+\.\w+|[ \t]*[✓✕√×○●✔✗❯] | RUN +v|(?:Tests|Test Suites|Test Files|Snapshots):? +[0-9]+ "
    r"|[ \t]*(?:Test Files|Tests)  ?[0-9]+"
    r"|[ \t]+[0-9]+ (?:passing|failing|pending))"
    r"|(?P<go>(?:=== (?:RUN|PAUSE|CONT)|[ \t]*--- (?:PASS|FAIL|SKIP):|(?:ok|FAIL|\?) {0,3}\t\S)|PASS$|FAIL$|go: (?:downloading"
    r"|finding) |# [\w.-]+/[\w./-]+$)"
    r"|(?P<cargo>[ \t]+(?:Compiling|Finished|Running|Downloaded|Checking|Doc-tests|Updating|Blocking|Fresh|Downloading"
    r"|Locking) "
    r"|(?:error|warning)(?:\[E[0-9]{4}\])?: "
    r"|[ \t]+--> \S+:[0-9]+|test \S+ \.\.\. (?:ok|FAILED|ignored)|test result: |running [0-9]+ tests?$|[ \t]*[0-9]* \| )"
    r"|(?P<maven>\[(?:INFO|ERROR|WARNING|DEBUG)\](?: |$)|Tests run: [0-9]+|Download(?:ing|ed) from |Downloading: )"
    r"|(?P<gradle>> (?:Task|Configure project) |BUILD (?:SUCCESSFUL|FAILED)|:[\w:-]+ (?:UP-TO-DATE|FROM-CACHE|NO-SOURCE)"
    r"|\* What went wrong)"
    r"|(?P<npm>npm (?:ERR!|error|WARN|warn|notice|info|http|verb|sill)|added [0-9]+ packages|yarn |➤ YN|warning \S+ > "
    r"|found [0-9]+ vulnerabilit|> \S+@\S+ \w"
    r"|asset |modules? by path |webpack |[ \t]*(?:\./|../)\S+ [0-9.]+ Ki?B|ERROR in |Progress: resolved|vite v|\S+\.(?:ts|tsx"
    r"|js)\([0-9]+,[0-9]+\): error|dist/\S+ )"
    r"|(?P<make>make(?:\[[0-9]+\])?: |\[ *[0-9]+(?:%|/[0-9]+)\] |(?:[^\s/]*+/)*+(?:gcc|g\+\+|cc|clang|c\+\+|clang\+\+|ld|ar"
    r"|javac|rustc|tsc|x86_64\S*) +-|checking (?:for|whether|build|host|how|if) "
    r"|-- (?:Looking|Found|Check|Detecting|The |Configuring|Build|Performing|Generating)|[ \t]*(?:CC|LD|CXX|AR|GEN|CXXLD|CCLD"
    r"|HOSTCC|INSTALL|OBJCOPY) +[\w./\[\]-]+|configure: |libtool: |In file included from "
    r"|(?:[A-Za-z]:)?[^\s:()]++[:(][0-9]++[:,)](?:[0-9]+[:)]*:?)? *:? ?(?:fatal )?(?:error|warning|note)\b"
    r"|[^\s:]++: (?:In function|undefined reference|fatal error))"
    r"|(?P<docker>#[0-9]+ (?:\[|DONE|CACHED|[0-9.]+ |ERROR|sha256|exporting|extracting|transferring|resolve|writing|naming)"
    r"|Step [0-9]+/[0-9]+ : |(?: --->|=> )|\[\+\] (?:Building|Running) "
    r"|[0-9a-f]{12}: (?:Pull|Already|Download|Waiting|Verifying|Layer|Push|Preparing)|Successfully (?:built|tagged) )"
    r"|(?P<packages>(?:  )?(?:Collecting|Downloading|Requirement already satisfied|Installing collected|Successfully installed"
    r"|Using cached|Building wheel|Preparing metadata|Attempting uninstall"
    r"|Obtaining|Created wheel|Resolved [0-9]+ packages|Getting requirements)\b|(?:Get|Hit|Ign|Err):[0-9]+ |(?:Unpacking"
    r"|Setting up|Selecting previously|Preparing to unpack|Processing triggers|Reading package|Building dependency)\b)"
    r"|(?P<ci>##\[(?:group|endgroup|section|command|error|warning|debug)\]|::(?:group|endgroup|error|warning|notice|debug)"
    r"|section_(?:start|end):[0-9]+|(?:~~~|---|\+\+\+) (?::\w+: |\S+ing )"
    r"|travis_(?:fold|time):|\+ [\w./]+(?: |$)|\[Pipeline\]))",
    re.MULTILINE,
)
"""A mark behind a line feed, which is searched for at the speed of memory."""
_VERDICT = re.compile(
    r"\n(?:(?P<pytest>[^\s:]+\.py::[^\n]{1,190} (?:PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: \([^\n]*\))?"
    r"(?: +\[ *[0-9]+%\])?$"
    r"|(?:\[gw[0-9]+\] )?(?:\[ *[0-9]+%\] )?(?:PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) [^\s:]+\.py(?:::|$| )"
    r"|[^\s:]+\.py (?:[.FEsxX]{1,100}(?: +\[ *[0-9]+%\])?|[.FEsxX]{1,100} *)$)"
    r"|(?P<go>[ \t]*--- (?:PASS|FAIL|SKIP): |=== (?:RUN|PAUSE|CONT|NAME) |(?:ok|FAIL|\?) {0,3}\t\S)"
    r"|(?P<jest>[ \t]*[✓✕√×✔✗✘❯] {1,2}\S|(?:PASS|FAIL) +\S+\.\w+)"
    r"|(?P<cargo>test [^\n]{1,180} \.\.\. (?:ok|FAILED|ignored|bench:)|[ \t]+(?:PASS|FAIL|SKIP|SLOW|LEAK) \[ *>?[0-9.]+s\])"
    r"|(?P<unittest>\w[^\n:]{0,180} \.\.\. (?:ok|FAIL|FAILED|ERROR|skipped|expected failure|unexpected success)\b)"
    r"|(?P<ctest>[ \t]*[0-9]+/[0-9]+ Test +\#[0-9]+: |[ \t]+Start +[0-9]+: )"
    r"|(?P<gtest>\[(?: RUN      |       OK |  FAILED  |  PASSED  |  SKIPPED |-{10}|={10})\])"
    r"|(?P<tap>[ \t]*(?:not )?ok [0-9]+\b|[ \t]*# Subtest: |[ \t]+(?:---|\.\.\.|duration_ms: \S+|type: '\w+')$)"
    r"|(?P<gradle>[\w.$-]{1,120} > [^\n]{1,180} (?:PASSED|FAILED|SKIPPED)$)"
    r"|(?P<bazel>//\S*:\S+ +(?:\(cached\) )?(?:PASSED|FAILED|TIMEOUT|FLAKY)\b)"
    r"|(?P<dotnet>[ \t]+(?:Passed|Failed|Skipped) \S[^\n]{0,180} \[[^\]\n]{1,20}\]$)"
    r"|(?P<maven>\[(?:INFO|ERROR|WARNING)\] Tests run: ))",
    re.MULTILINE,
)
"""A line that tells of one test, or of one file of tests, how it went. Source: the output of each tool."""
_VERDICTS = ("PASS", "FAIL", "Passed", " ok", "\nok", " OK ", "Tests run", "✓", "✔", "√", ".py .")
"""What such lines have, but for those of failed tests and of what is said of a test beside its verdict."""
_PASSED = 0.15
"""Share of the lines that have it at least; chosen: most tools write one to five lines of a test."""
_MOSTLY = 0.5
"""Share of the lines from which they are what the text is about; chosen: between them stands what tests printed."""
_FEWEST = 3
_TIME = re.compile(
    r"\n\[?(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?|[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)\]? {1,3}(?=[=#\[\s>\w])"
)
_SURE = re.compile(
    r"\n(?:={3,} (?:test session starts|[0-9]+ (?:passed|failed)[^\n]*)|Ran [0-9]+ tests? in |test result: |\[INFO\] (?:BUILD"
    r"|Scanning for|Building |---)|\[ERROR\] (?:Failed to|BUILD|COMPILATION)|BUILD (?:SUCCESS|FAIL)"
    r"|> Task :|=== RUN|npm (?:ERR!|error|WARN|warn) |Step 1/[0-9]+ : |#1 \[internal\]|\[\+\] Building"
    r"|[ \t]{0,40}(?:Test Suites|Tests|Test Files):? +[0-9]+ |--- (?:FAIL|PASS): "
    r"|(?:FAIL|ok  )\t\S|error\[E[0-9]{4}\]|make(?:\[[0-9]+\])?: (?:\*\*\*|Entering|Leaving|Nothing)|Successfully (?:installed"
    r"|built) |##\[group\]|  ?Compiling \w|   Compiling )"
)
_TIMED = ("\n0", "\n1", "\n2", "\n[0", "\n[1", "\n[2")
"""How lines that begin with a time begin."""
_LOOSE = frozenset(("cargo", "make", "jest", "ci", "maven"))
"""Formats whose marks also occur in other texts, so that a few of them say little."""


def guess_tests(sample: Sample) -> Guess:
    """How much a text looks like a list of tests with their verdicts, without header and footer perhaps.

    Cost: a few searches, and one pass over the sample where they find anything.
    """
    body = f"\n{sample.body}"
    if sum(map(body.count, _VERDICTS)) < max(_FEWEST, _PASSED * len(sample.lines)):
        return Guess()
    named = Counter(found.lastgroup or "" for found in _VERDICT.finditer(_without_times(body)))
    verdicts = named.total()
    share = verdicts / max(1, len(sample.lines))
    if verdicts < _FEWEST or share < _MOSTLY:
        return Guess()
    return Guess(min(0.95, 0.55 + share / 2), max(named, key=lambda each: named[each]))


def guess_build(sample: Sample) -> Guess:
    """How much a text without verdicts on tests looks like the output of a build; the format is the tool."""
    lines = sample.lines
    if not lines:
        return Guess()
    body = f"\n{sample.body}"
    named = Counter(found.lastgroup or "" for found in _MARK.finditer(_without_times(body)))
    marks = named.total()
    if not marks:
        return Guess()
    sure = len(_SURE.findall(body))
    share = marks / len(lines)
    name = max(named, key=lambda each: named[each])
    if sure:
        # Between the marks stands what the tests or the compilers themselves said.
        return Guess(min(1.0, 0.62 + 0.1 * min(sure, 3) + share / 2) if share > 0.08 or sure > 1 else 0.45, name)
    if name == "maven" and "Tests run" not in sample.body and "Download" not in sample.body:
        # `[INFO] ` is a level of any log.
        return Guess(share * 0.6, name)
    if name in _LOOSE:
        return Guess(min(0.95, share * 1.1), name)
    return Guess(min(0.9, 0.35 + share) if share > 0.1 else share * 2, name)


def _without_times(body: str) -> str:
    """The lines, each behind a line feed, without the times that a build server puts before them."""
    return _TIME.sub("\n", body) if any(map(body.__contains__, _TIMED)) else body
