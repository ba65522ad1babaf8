from __future__ import annotations

import json
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from headroom.cli.files import CannotDo
from headroom.cli.originals import find_original, load_originals, save_originals
from headroom.messages import original_of

TEXTS = ("one", "zwei — 2", "lone \ud800 surrogate", "a\r\nb\x00c\n")
ORIGINALS = {original_of(text).hash: text for text in TEXTS}


def test_texts_come_back_exactly(tmp_path: Path) -> None:
    """Line ends, control characters and lone surrogates survive the file."""
    file = tmp_path / "originals.json"
    save_originals(str(file), ORIGINALS)
    assert load_originals(str(file)) == ORIGINALS


def test_saving_adds_to_what_is_there(tmp_path: Path) -> None:
    """A second run forgets nothing of the first."""
    file = tmp_path / "originals.json"
    first, second = original_of("first"), original_of("second")
    save_originals(str(file), {first.hash: first.text})
    save_originals(str(file), {second.hash: second.text})
    assert load_originals(str(file)) == {first.hash: "first", second.hash: "second"}


def test_nothing_to_save_still_makes_the_file(tmp_path: Path) -> None:
    """A script may count on the file being there."""
    file = tmp_path / "originals.json"
    save_originals(str(file), {})
    assert json.loads(file.read_bytes()) == {}


def test_an_unchanged_file_is_not_rewritten(tmp_path: Path) -> None:
    """What is known already costs no write."""
    file = tmp_path / "originals.json"
    save_originals(str(file), ORIGINALS)
    before = file.stat().st_ino
    save_originals(str(file), ORIGINALS)
    assert file.stat().st_ino == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Originals may hold secrets; a mode that the owner chose later stays."""
    file = tmp_path / "originals.json"
    save_originals(str(file), {})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o640)
    save_originals(str(file), ORIGINALS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="no lock on Windows")
def test_runs_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    """Sixteen writers of one file leave sixteen originals, and no temporary file."""
    file = tmp_path / "originals.json"
    made = [original_of(f"text {number}") for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda original: save_originals(str(file), {original.hash: original.text}), made))
    assert load_originals(str(file)) == {original.hash: original.text for original in made}
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"a": "text"}', '{"0123456789abcdef01234567": 1}', "[" * 100_000])
def test_another_file_is_never_written_over(tmp_path: Path, content: str) -> None:
    """What holds no originals is refused and stays as it is."""
    file = tmp_path / "other.json"
    file.write_text(content)
    with pytest.raises(CannotDo, match="holds no originals"):
        save_originals(str(file), ORIGINALS)
    assert file.read_text() == content


@pytest.mark.parametrize("name", [".", "missing/originals.json"])
def test_what_cannot_be_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A directory or a missing folder is one clear line."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotDo, match="cannot keep originals in"):
        save_originals(name, ORIGINALS)


def test_a_device_is_never_replaced() -> None:
    """Replacing `/dev/null` by a file would break the machine."""
    if not Path("/dev/null").is_char_device():
        pytest.skip("no /dev/null here")
    with pytest.raises(CannotDo, match="it is not a file"):
        save_originals("/dev/null", ORIGINALS)
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("digits", [8, 12, 24])
def test_a_unique_start_of_the_hash_is_enough(digits: int) -> None:
    """Eight digits and more name an original, in either case."""
    for key, text in ORIGINALS.items():
        assert find_original(ORIGINALS, key[:digits].upper()) == text


def test_an_unknown_hash_is_none() -> None:
    """Not found is an answer, not an error."""
    assert find_original(ORIGINALS, "0" * 24) is None


@pytest.mark.parametrize("wanted", ["", "1234567", "0" * 25, "no hash at all", "0123456g"])
def test_what_is_no_hash_is_told(wanted: str) -> None:
    """Too short, too long, or other than hexadecimal."""
    with pytest.raises(CannotDo, match="is no hash"):
        find_original(ORIGINALS, wanted)


def test_an_ambiguous_start_is_told() -> None:
    """It never picks one of two."""
    both = {"01234567" + "0" * 16: "a", "01234567" + "1" * 16: "b"}
    with pytest.raises(CannotDo, match="start of 2 hashes"):
        find_original(both, "01234567")


def test_a_text_that_was_changed_is_not_handed_out() -> None:
    """A hash promises the text it names."""
    key = original_of("the text").hash
    with pytest.raises(CannotDo, match="was changed since"):
        find_original({key: "another text"}, key)
