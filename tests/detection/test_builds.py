"""Output of builds is told by the lines that tools always print."""

from __future__ import annotations

import pytest

from headroom.detection.builds import guess_build, guess_tests
from headroom.detection.kinds import Guess
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "words": ("The build failed, because 2 tests failed and 1 passed.\nWe ran make, and then npm, and nothing came of it.\n"),
    "a log of levels": ("[INFO] server started\n[INFO] request done\n[ERROR] request failed\n[INFO] server stopped\n"),
    "a Makefile": "build: main.o\n\tgcc -o app main.o\n\ntest: build\n\t./app --test\n",
    "a list of ticks": "Things to do:\nbuy milk\nmake tea\nread a book\n",
}
"""By what they are."""


def guessed(text: str) -> Guess:
    """What the two make of a text, asked one after the other."""
    sample = sample_of(text)
    found = guess_tests(sample)
    return found if found.score else guess_build(sample)


@pytest.mark.parametrize("name", [name for name in ALL["build"] if format_of("build", name) != "lint"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guessed(ALL["build"][name])
    assert found.score >= 0.7
    assert found.format == format_of("build", name)


@pytest.mark.parametrize(("kind", "name"), others("build"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guessed(ALL[kind][name]).score < 0.7


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guessed(text).score < 0.7


LISTS = {
    "pytest": ("tests/test_a.py::test_{n} PASSED [ {n}%]", "tests/test_a.py::TestA::test_b[x y-{n}] FAILED [ {n}%]"),
    "pytest of workers": ("[gw1] [ {n}%] PASSED tests/test_a.py::test_{n} ", "[gw0] [ {n}%] ERROR tests/test_a.py::test_{n} "),
    "pytest of files": ("tests/test_{n}.py ...s..  [ {n}%]", "tests/test_{n}.py ..F..  [ {n}%]"),
    "pytest summary": ("PASSED tests/test_a.py::test_{n}", "FAILED tests/test_a.py::test_{n} - assert 1 == 2"),
    "unittest": ("test_{n} (tests.test_a.TestA.test_{n}) ... ok", "test_{n} (tests.test_a.TestA.test_{n}) ... FAIL"),
    "go": ("--- PASS: TestA{n} (0.00s)", "--- FAIL: TestA{n} (0.00s)"),
    "go of packages": ("ok  \tgithub.com/a/shop/p{n}\t0.1s", "FAIL\tgithub.com/a/shop/p{n}\t0.1s"),
    "jest": ("  ✓ saves order {n} ({n} ms)", "  ✕ saves order {n} ({n} ms)"),
    "jest of files": ("PASS src/order{n}.test.ts", "FAIL src/order{n}.test.ts"),
    "cargo": ("test orders::tests::case_{n} ... ok", "test orders::tests::case_{n} ... FAILED"),
    "cargo of documentation": (
        "test src/lib.rs - Order::save (line {n}) ... ok",
        "test src/lib.rs - Order (line {n}) ... FAILED",
    ),
    "cargo nextest": ("        PASS [   0.003s] shop::orders case_{n}", "        FAIL [   0.003s] shop::orders case_{n}"),
    "ctest": (
        " {n}/90 Test #{n}: case_{n} ........   Passed    0.02 sec",
        " {n}/90 Test #{n}: case_{n} .....***Failed    0.02 sec",
    ),
    "gtest": ("[ RUN      ] Orders.Case{n}\n[       OK ] Orders.Case{n} (0 ms)", "[  FAILED  ] Orders.Case{n} (0 ms)"),
    "tap": ("ok {n} - saves order {n}", "not ok {n} - saves order {n}\n  ---\n  duration_ms: 1.2\n  ..."),
    "gradle": ("OrderTest > saves{n}() PASSED", "OrderTest > saves{n}() FAILED"),
    "bazel": ("//shop:test_{n}      PASSED in 0.1s", "//shop:test_{n}      FAILED in 0.1s"),
    "dotnet": ("  Passed Shop.Tests.Case{n} [{n} ms]", "  Failed Shop.Tests.Case{n} [{n} ms]"),
    "maven": ("[INFO] Tests run: {n}, Failures: 0, Errors: 0", "[ERROR] Tests run: {n}, Failures: 1, Errors: 0"),
}
"""Lines of tests that went well and badly, by the tool."""


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_tests_is_known_without_header_and_footer(name: str) -> None:
    """With what a failed test printed between the lines, too."""
    well, badly = LISTS[name]
    lines = [(badly if n % 9 == 5 else well).format(n=n) for n in range(60)]
    for text in ("\n".join(lines), "\n".join([*lines[:30], "    got 3, want 4", "    at src/a.c:12", *lines[30:]])):
        found = guess_tests(sample_of(text))
        assert found.score >= 0.75
        assert found.format == name.split(maxsplit=1)[0]


@pytest.mark.parametrize("name", LISTS)
def test_hits_in_such_lists_are_none(name: str) -> None:
    """What a search found in them opens with a path and a number."""
    well, badly = LISTS[name]
    lines = [(badly if n % 9 == 5 else well).format(n=n).split("\n")[0] for n in range(60)]
    text = "\n".join(f"logs/run{n % 3}.txt:{n}:{line}" for n, line in enumerate(lines))
    assert guess_tests(sample_of(text)).score < 0.7


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guessed(text).score < 0.7
