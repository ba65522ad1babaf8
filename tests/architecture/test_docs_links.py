"""Anchors and references of the documentation lead somewhere, and the reference names all that is public."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import headroom
from tests.architecture.documents import PAGES
from tests.architecture.source_tree import ROOT

REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
NOT_OBJECTS = {"__version__", "Part"}
"""Public names that the reference cannot show on their own: a string, and a union of types that it does show."""


def anchors(page: Path) -> set[str]:
    """What the headings of a page are linked by."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    words = (re.sub(r"[^\w\s-]", "", heading).strip().lower() for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE))
    return {re.sub(r"[\s-]+", "-", found) for found in words}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_anchors_name_headings(page: Path) -> None:
    """Every link with an anchor names a heading of the page that it leads to."""
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", page.read_text(encoding="utf-8"))
    wrong = [f"{name}#{anchor}" for name, anchor in links if anchor not in anchors(page.parent / name if name else page)]
    assert not wrong


def test_anchors_are_found() -> None:
    """The rule above knows headings when it sees them."""
    assert "what-is-there-and-what-is-not-yet" in anchors(ROOT / "README.md")


@pytest.mark.parametrize("place", re.findall(r"^::: ([\w.]+)$", REFERENCE, re.MULTILINE))
def test_reference_names_what_there_is(place: str) -> None:
    """Every object of the reference can be had from the module that it is named in."""
    module, _, name = place.rpartition(".")
    assert hasattr(importlib.import_module(module), name)


def test_reference_is_complete() -> None:
    """Every public name of the package stands in the reference."""
    named = {place.rpartition(".")[2] for place in re.findall(r"^::: ([\w.]+)$", REFERENCE, re.MULTILINE)}
    assert {*headroom.__all__} - NOT_OBJECTS <= named
