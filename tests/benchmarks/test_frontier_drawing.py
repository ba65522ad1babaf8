from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.frontier.curves import Curve, FreePoint, Frontier, Point, Rival

pytest.importorskip("matplotlib")

from benchmarks.frontier.drawing import draw, picture, sheet


def made(name: str = "log") -> Curve:
    """Three places of the dial."""
    rival = Rival(kept=0.5, difference=0.4, low=0.3, high=0.5, own=0.4)
    points = tuple(
        Point(
            dial=dial,
            budget=f"{100 * dial:.0f} lines",
            saved=saved,
            kept=0.9,
            low=0.8,
            high=1.0,
            rivals={"head and tail": rival, "BM25": rival},
            no_hindsight=0.5,
        )
        for dial, saved in ((0.5, 0.9), (1.0, 0.7), (2.0, 0.5))
    )
    free = (FreePoint(share=0.8, saved=0.2, kept=0.8), FreePoint(share=0.02, saved=0.98, kept=0.1))
    return Curve(name=name, cases=12, before=10, points=points, free={"head and tail": free, "BM25": free})


def texts(picture_text: str) -> list[str]:
    """What a reader can select in a picture."""
    root = ET.fromstring(picture_text)  # noqa: S314  # our own picture
    return [found.text or "" for found in root.iter("{http://www.w3.org/2000/svg}text")]


def test_labels_are_text() -> None:
    """The default with its budget, other places, both rivals and the title can be read and searched."""
    found = texts(picture(made()))
    wanted = {"Logs, 12 cases", "default: 100 lines", "× 2: 200 lines", "BM25, same tokens", "head and tail, same tokens"}
    assert wanted <= set(found)


def test_same_figures_are_the_same_bytes() -> None:
    """No date, no chance."""
    assert picture(made()) == picture(made())
    assert "<dc:date>" not in picture(made())


def test_every_colour_has_another_for_dark_pages() -> None:
    """No element keeps a colour that was chosen for a light page."""
    text = picture(made())
    used = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", text.split("</style>", 1)[1]))
    changed = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})\"\]", text))
    assert used
    assert used <= changed


def test_fonts_are_the_readers_own() -> None:
    """No text asks for the font that the picture was laid out with."""
    assert "DejaVu" not in picture(made())
    assert "system-ui" in picture(made())


def test_sheet_shows_all_curves() -> None:
    """Each has its title, and colours are named once."""
    found = texts(sheet([made("log"), made("json"), made("diff"), made("all")]))
    assert [text for text in found if "12 cases" in text] == [
        "Logs, 12 cases",
        "JSON and tables, 12 cases",
        "Diffs, 12 cases",
        "Everything, 12 cases",
    ]
    assert found.count("Headroom") == 1


def test_a_file_is_written_for_each_curve(tmp_path: Path) -> None:
    """And one for the sheet."""
    frontier = Frontier(version="1", cases=12, faults=0, curves=(made("log"), made("all")))
    written = draw(frontier, tmp_path / "new")
    assert [file.name for file in written] == ["log.svg", "all.svg", "sheet.svg"]
    assert all(file.read_text(encoding="utf-8").startswith("<?xml") for file in written)
