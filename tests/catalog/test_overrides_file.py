"""Tests of reading the user's limits and prices."""

from __future__ import annotations

from pathlib import Path

import pytest

from headroom.catalog.overrides import NO_OVERRIDES, Overrides
from headroom.catalog.overrides_file import overrides_by_source
from headroom.errors import ConfigurationError

LIMITS = '{"openai": {"context_limits": {"gpt-4o": 1000}}}'
OTHERS = '{"openai": {"context_limits": {"gpt-4o": 2000}}}'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with nothing in it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def read(model_limits: str = "", config_dir: str = "") -> Overrides:
    """Both together."""
    found = overrides_by_source(model_limits, config_dir)
    return found["environment"].over(found["models.json"])


def limit(model_limits: str = "", config_dir: str = "") -> int:
    """What is read of one model."""
    return read(model_limits, config_dir).limits["openai"]["gpt-4o"]


def test_no_file_means_nothing_is_said(home: Path) -> None:
    """Neither at home nor in a folder that was named."""
    assert read() == NO_OVERRIDES
    assert read(config_dir=str(home / "nowhere")) == NO_OVERRIDES


def test_the_file_at_home(home: Path) -> None:
    """In the folder for configuration, or where it stood before there was one."""
    (home / ".headroom").mkdir()
    (home / ".headroom" / "models.json").write_text(OTHERS, encoding="utf-8")
    assert limit() == limit(config_dir="~/.headroom/config") == limit(config_dir=str(home / ".headroom" / "config")) == 2_000
    (home / ".headroom" / "config").mkdir()
    (home / ".headroom" / "config" / "models.json").write_text(LIMITS, encoding="utf-8")
    assert limit() == 1_000


def test_the_folder_that_is_named(home: Path) -> None:
    """Goes instead of home; a byte order mark is no matter."""
    (home / ".headroom").mkdir()
    (home / ".headroom" / "models.json").write_text(OTHERS, encoding="utf-8")
    folder = home / "etc"
    folder.mkdir()
    assert read(config_dir=str(folder)) == NO_OVERRIDES
    (folder / "models.json").write_text(LIMITS, encoding="utf-8-sig")
    assert limit(config_dir=str(folder)) == 1_000
    assert limit(config_dir="~/etc") == 1_000


def test_the_variable_goes_before_the_file(home: Path) -> None:
    """As JSON, as a path, or as a path from home."""
    (home / "models.json").write_text(OTHERS, encoding="utf-8")
    (home / "mine.json").write_text(LIMITS, encoding="utf-8")
    assert limit(f" {LIMITS}", str(home)) == 1_000
    assert limit(str(home / "mine.json"), str(home)) == 1_000
    assert limit("~/mine.json", str(home)) == 1_000


def test_what_the_variable_does_not_say_the_file_does(home: Path) -> None:
    """And each can be had by itself."""
    (home / "models.json").write_text('{"openai": {"context_limits": {"gpt-4o": 2000, "o3": 3000}}}', encoding="utf-8")
    assert read(LIMITS, str(home)).limits["openai"] == {"gpt-4o": 1_000, "o3": 3_000}
    found = overrides_by_source(LIMITS, str(home))
    assert found["environment"].limits_by_model == {"gpt-4o": 1_000}
    assert found["models.json"].limits_by_model == {"gpt-4o": 2_000, "o3": 3_000}


def test_a_file_that_was_named_must_be_there(home: Path) -> None:
    """The variable and the path are told."""
    with pytest.raises(ConfigurationError) as caught:
        read(str(home / "missing.json"))
    assert caught.value.details["variable"] == "HEADROOM_MODEL_LIMITS"
    assert caught.value.details["path"] == str(home / "missing.json")
    with pytest.raises(ConfigurationError):
        read(str(home))


def test_what_is_in_the_file_must_be_in_the_form(home: Path) -> None:
    """The file is the source that is told; the variable where that was it."""
    path = home / "models.json"
    path.write_text('{"openai": []}', encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read(config_dir=str(home))
    assert caught.value.details["source"] == str(path)
    with pytest.raises(ConfigurationError) as caught:
        read("{")
    assert caught.value.details["source"] == "HEADROOM_MODEL_LIMITS"


def test_a_file_that_is_no_text_is_told(home: Path) -> None:
    """Like one that cannot be read."""
    (home / "models.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(ConfigurationError) as caught:
        read(config_dir=str(home))
    assert "problem" in caught.value.details


def test_a_folder_that_cannot_be_looked_into_says_nothing() -> None:
    """Its name is too long for any system."""
    assert read(config_dir="x" * 5_000) == NO_OVERRIDES


def test_no_home_is_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in some containers."""

    def homeless(path: Path) -> Path:
        raise RuntimeError(f"no home for {path}")

    monkeypatch.setattr(Path, "expanduser", homeless)
    assert read() == NO_OVERRIDES
