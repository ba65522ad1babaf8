"""Tests of which entries stand out by their numbers."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.sizes import outstanding


def found(lines: list[str], *, wanted: bool) -> list[str]:
    """The lines that stand out."""
    return [lines[row] for row in outstanding(lines, range(len(lines)), wanted=wanted)]


LONG = [f"-rw-r--r-- 1 app app {{}} Nov 20 08:{n % 60:02} f{n:04}.bin" for n in range(200)]


@pytest.mark.parametrize(
    ("size", "others"), [("7.9G", "1.2K"), ("7,9G", "1,2K"), ("99999999", "1000"), ("1G", "900M"), ("512M", "9")]
)
def test_the_largest_of_a_long_listing_comes_first(size: str, others: str) -> None:
    """Whatever the unit."""
    lines = [line.format(size if n == 111 else others) for n, line in enumerate(LONG)]
    assert found(lines, wanted=True)[0] == lines[111]


def test_a_long_listing_has_its_size_before_the_date() -> None:
    """Also where the group is not shown."""
    lines = [f"-rw-r--r-- 1 app {9000 if n == 50 else n % 7} Nov 20 08:00 f{n}" for n in range(100)]
    assert found(lines, wanted=True)[0] == lines[50]


def test_what_is_far_out_stands_out_whoever_asks() -> None:
    """And nothing else of a list that is not made for sizes."""
    lines = [line.format("7.9G" if n == 111 else "1.2K") for n, line in enumerate(LONG)]
    assert found(lines, wanted=False) == [lines[111]]
    assert found([line.format(f"{n}K") for n, line in zip(range(100, 300), LONG, strict=True)], wanted=False) == []


@pytest.mark.parametrize(("size", "others"), [("48G", "12M"), ("4.5GiB", "900KiB"), ("4100", "12"), ("1,024,000", "1,024")])
def test_lists_of_sizes_always_show_the_largest(size: str, others: str) -> None:
    """As those of `du` and `wc`."""
    lines = [f"{size if n == 77 else others}\t./dir{n}" for n in range(200)]
    assert found(lines, wanted=False)[0] == lines[77]


def test_each_column_of_numbers_is_looked_at() -> None:
    """A full disk and one with little left stand out among the others."""
    lines = [f"/dev/sd{n}        {100 + n}G  {10 + n % 9}G  {90 - n % 9}G  {10 + n % 9}% /disks/vol{n}" for n in range(60)]
    lines[40] = "/dev/sd40       140G   99G    1G  99% /disks/vol40"
    assert found(lines, wanted=False) == [lines[40]]
    assert lines[40] in found(lines, wanted=True)


def test_equal_numbers_do_not_stand_out() -> None:
    """None is the largest."""
    assert found([line.format("4.0K") for line in LONG], wanted=True) == []


@pytest.mark.parametrize("lines", [[], ["", ""], ["src/a.py", "src/b.py"], ["x" * 5_000] * 3])
def test_without_numbers_nothing_stands_out(lines: list[str]) -> None:
    """Paths alone."""
    assert found(lines, wanted=True) == []
