"""What is of no one kind."""

from __future__ import annotations

import json

from returns.result import Failure, Success

from headroom.compressors.patchwork import Patchwork
from headroom.config import CrushSettings, Settings, TextSettings

ROWS = [{"id": at, "state": "ok", "name": f"host {at * 7919 % 1000}"} for at in range(200)]
FEW = json.dumps({"orders": [{"id": at, "ok": True, "n": at} for at in range(4)]}, indent=2)
AGAIN = "waiting for host eu-1 to answer, the last try was refused\n" * 24


def test_rows_come_first() -> None:
    """What leaves rows out saves more than what folds lines."""
    compressed = Patchwork()(f"{AGAIN}{json.dumps(ROWS)}\nDone.\n", "").unwrap()
    assert compressed.kind == "json"
    assert compressed.original


def test_folds_come_before_white_space() -> None:
    """A little JSON in it must not keep lines from being folded, nor have them folded only the next time."""
    text = f"{AGAIN}{FEW}\nDone.\n"
    compressed = Patchwork()(text, "").unwrap()
    assert compressed.kind == "text"
    assert len(compressed.text) < len(text) / 3
    assert isinstance(Patchwork()(compressed.text, ""), Failure)


def test_white_space_goes_where_nothing_folds() -> None:
    """And where nothing would be folded afterwards."""
    wide = json.dumps({f"key {at}": {"value": at * 7919 % 1009, "other": [at, at + 1]} for at in range(40)}, indent=4)
    match Patchwork()(f"Settings as they are:\n{wide}\n", ""):
        case Success(compressed):
            assert isinstance(Patchwork()(compressed.text, ""), Failure)


def test_each_can_be_turned_off() -> None:
    """With both off it is off."""
    off, no_json = TextSettings(enabled=False), CrushSettings(enabled=False)
    assert not Patchwork.from_settings(Settings(folds=off, crush=no_json)).settings.enabled
    assert isinstance(Patchwork.from_settings(Settings(folds=off))(AGAIN, ""), Failure)
    assert isinstance(Patchwork.from_settings(Settings(crush=no_json))(AGAIN, ""), Success)
