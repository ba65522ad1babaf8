"""Rows that say how something ended, what failed by name, and where a new phase begins."""

from __future__ import annotations

from collections import Counter

import msgspec

from headroom.compressors.log_lines.places import Places
from headroom.compressors.log_lines.templates import Templates

__all__ = ["Outcome", "outcome_of", "phases_of", "reasons_of"]

_TOTALS: dict[str, tuple[str, ...]] = {
    "passed": ("0 passed", "% passed", "% tests passed", "run: passed"),
    "failed": ("0 failed", "\nFAILED (", "Build failed", "build failed", "run: failed", "failed=0"),
    "failing": ("0 failing",),
    "passing": ("0 passing",),
    "pending": ("0 pending",),
    "skipped": ("0 skipped", "skipped=0"),
    "examples": ("0 examples", "0 example"),
    "scenarios": ("0 scenarios",),
    "warnings": ("0 warnings", "warnings in "),
    "warning": ("0 warning",),
    "errors": ("0 errors",),
    "error": ("0 error",),
    "problems": ("0 problems",),
    "vulnerabilities": ("vulnerabilities",),
    "no": ("no tests ran", "No changes"),
    "summary": ("summary",),
    "Summary": ("Summary",),
    "SUMMARY": ("SUMMARY",),
    "Tests": ("Tests:", "Tests run:", "Tests  "),
    "Test": ("Test Suites:", "Test Files", "Test run", "Test Run"),
    "Suites": ("Suites:",),
    "Total": ("Total time", "Total:", "Total ", "Total tests"),
    "TOTAL": ("TOTAL",),
    "total": ("\ntotal", " total: 0", "Grand total"),
    "Ran": ("\nRan 0", "Ran all"),
    "result": ("test result:",),
    "OK": ("\nOK",),
    "ok": ("\nok  ", "\nok\t", ": ok=0"),
    "FAIL": ("\nFAIL\n", "\nFAIL\t"),
    "BUILD": ("BUILD FAIL", "BUILD SUCC"),
    "Build": ("Build succeeded", "Build completed", "Build FAILED", "Build finished"),
    "ERR": ("npm ERR!",),
    "Apply": ("Apply complete",),
    "Destroy": ("Destroy complete",),
    "Plan": ("Plan: ",),
    "RECAP": ("PLAY RECAP",),
    "exit": ("exit code", "exit status"),
    "exited": ("exited with", "exited (", " exited 0"),
    "Exit": ("Exit code", "Exit status"),
    "Process": ("Process completed", "Process finished"),
    "Successfully": ("Successfully ",),
    "added": (
        "\nadded 0",
        "npm: added 0",
    ),
    "upgraded": ("0 upgraded",),
    "Finished": ("Finished ",),
    "finished": ("finished in", "Finished in"),
    "Completed": ("Completed in", "Completed after"),
    "completed": ("completed in ", "completed after "),
    "Done": ("Done in",),
    "actionable": ("actionable task",),
    "make": ("make: ***", "]: ***"),
    "compile": ("could not compile",),
    "HEAD": ("HEAD is now",),
    "real": ("\nreal\t",),
    "collected": ("collected 0", "\ncollected "),
    "transferred": ("bytes transferred", "packets transmitted"),
}
_FAILED: dict[str, tuple[str, ...]] = {
    "FAILED": ("FAILED",),
    "FAIL": ("--- FAIL: ", "\nFAIL: ", "\nFAIL ", "... FAIL", "[FAIL]", "| FAIL"),
    "ERROR": ("\nERROR: test", "\nERROR tests/", "\nERROR test", "... ERROR", " ERROR ["),
    "Failed": ("***Failed", "\n  Failed ", "\nFailed "),
    "not": ("\nnot ok 0", "    not ok 0"),
    "rspec": ("\nrspec ./",),
    "XPASS": ("\nXPASS ",),
    "failing": ("\n  0) ", "\n  00) "),
}
_FAILED_SIGNS = ("✕ ", "✖ ", "✗ ", "× ", "✘ ", "● ", "❌")
_REASONS: dict[str, tuple[str, ...]] = {
    "E": ("\nE   ", "\nE  "),
    "AssertionError": ("AssertionError",),
    "What": ("* What went wrong", "* Where:"),
    "error": ("\nerror[", "\nerror: ", "##[error]", "::error", ": error"),
    "panicked": ("panicked at",),
    "Expected": ("Expected:", "Expected "),
    "Received": ("Received:", "Received "),
    "expected": ("expected:", "expected "),
    "actual": ("actual:", "Actual:"),
    "Error": ("Error: ", "│ Error"),
    "cause": ("root cause", "cause: "),
    "reason": ("reason: ", "reason="),
    "Reason": ("Reason: ",),
}
_PHASES: dict[str, tuple[str, ...]] = {
    "": ("~~~ ", "0+++ ", "\n=== "),
    "group": ("##[group]", "::group::"),
    "section": ("##[section]",),
    "STEP": ("STEP 0",),
    "Step": ("\nStep 0", " Step 0"),
    "Stage": ("Stage 0", "[Pipeline] stage"),
    "TASK": ("TASK [",),
    "PLAY": ("PLAY [",),
    "INFO": ("[INFO] --- ", "[INFO] Building "),
    "FROM": ("FROM ",),
    "Starting": ("Starting ",),
    "Started": ("Started ",),
}
_BUILDS = frozenset("BUILD Build build compile compiling Compiling npm tests Tests panicked AssertionError FAILED make".split())
_NAMES_READ = 1_500
"""Rows whose test names are compared."""
_NAMED = 400
"""Characters of a row in which its test is named."""
_REASON = 40
"""Characters in which reasons are compared. Chosen: behind them come values."""
_MOST_TOTALS = (0.03, 12)
_MOST_PHASES = (0.15, 12)
"""Share and number of rows above which what a literal stands for is no total, and no phase."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a text says about how things went, each in order."""

    totals: list[int]
    """Rows with totals and verdicts on the whole."""
    failed: list[int]
    """Rows that name what failed, each name once."""


def outcome_of(rows: list[str], templates: Templates, places: Places) -> Outcome:
    """The rows about outcomes."""
    failed = places.shapes_with(places.gated(_FAILED))
    if not places.text.isascii():
        failed |= places.shapes_with(_FAILED_SIGNS)
    return Outcome(
        totals=_rare_rows(templates, places, _TOTALS, _MOST_TOTALS),
        failed=_by_name(rows, _rows(templates, failed)),
    )


def reasons_of(outcome: Outcome, templates: Templates, places: Places) -> list[int]:
    """The rows that say why something failed, in order."""
    if not outcome.failed and not _built(places):
        return []
    return _rows(templates, places.shapes_with(places.gated(_REASONS)))


def phases_of(templates: Templates, places: Places) -> list[int]:
    """The rows that open a phase, in order."""
    return _rare_rows(templates, places, _PHASES, _MOST_PHASES)


def _built(places: Places) -> bool:
    """Whether a text speaks of a build or a run of tests that failed without naming tests."""
    return not _BUILDS.isdisjoint(places.words)


def _rows(templates: Templates, found: set[int]) -> list[int]:
    return sorted([row for template in found for row in templates.rows[template]])


def _rare_rows(templates: Templates, places: Places, table: dict[str, tuple[str, ...]], most: tuple[float, int]) -> list[int]:
    """The rows with literals of a table that do not stand everywhere."""
    rows: set[int] = set()
    for literal in places.gated(table):
        found = places.shapes_with((literal,))
        members = [row for template in found for row in templates.rows[template]]
        if len(members) <= max(most[1], most[0] * len(templates.of_row)):
            rows.update(members)
    return sorted(rows)


def _by_name(rows: list[str], failed: list[int]) -> list[int]:
    """Of rows that name the same test, the longest, which says most, spread over functions and reasons."""
    best: dict[str, int] = {}
    for row in failed[:_NAMES_READ]:
        words = rows[row][:_NAMED].split(None, 8)
        name = next((word for word in words if "::" in word or word[:4] in ("test", "Test")), rows[row])
        if name not in best or len(rows[row]) > len(rows[best[name]]):
            best[name] = row
    return _spread(rows, best)


def _spread(rows: list[str], tests: dict[str, int]) -> list[int]:
    """One row of each function and of each reason in a file, then the second of each function, and so on."""
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, int]] = []
    for place, (name, row) in enumerate(tests.items()):
        reason = name.partition("::")[0] + _reason(rows[row])
        function = name.partition("[")[0]
        ranked.append((min(seen[function], seen[reason]), place))
        seen[function] += 1
        seen[reason] += 1
    ordered = list(tests.values())
    return [ordered[place] for _, place in sorted(ranked)]


def _reason(row: str) -> str:
    """Why a test failed, without numbers; as much as tells reasons apart."""
    said = row[:_NAMED].partition(" - ")[2]
    return "".join([letter for letter in said[:_REASON] if not letter.isdigit()])
