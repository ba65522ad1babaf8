"""Configuration files come out shorter, with what was asked for whole."""

from __future__ import annotations

import configparser
import tomllib

import pytest
from returns.result import Failure, Success

from headroom.compressors.config_blocks import ConfigBlocks
from headroom.compressors.contract import Compressed, Skip
from headroom.config import Settings, TextSettings, WorkBudget
from headroom.messages import original_of
from headroom.retrieval.marker import holds_marker
from headroom.tokens import count
from tests.compressors.config_blocks.samples import COMPOSE, LOCK, NGINX, PROPERTIES, SETUP


def _compressed(text: str, query: str = "") -> Compressed:
    compressed = ConfigBlocks()(text, query).unwrap()
    assert count(compressed.text) < count(text)
    assert holds_marker(compressed.text)
    return compressed


def test_an_asked_block_stays_whole_and_others_keep_their_heads() -> None:
    """The service that is asked about is all there; of the others one sees that there are such."""
    text = _compressed(COMPOSE, "Which port does the billing service publish?").text
    start = COMPOSE.index("    ports:", COMPOSE.index("  billing:"))
    assert COMPOSE[start : COMPOSE.index("  search:")] in text
    assert all(f"  {name}:\n" in text for name in ("web", "billing", "search", "mailer", "audit"))
    assert "CACHE_TTL_SECONDS" not in text[text.index("  audit:") :]


def test_notes_stand_as_deep_as_what_they_stand_for() -> None:
    """A note is a comment at the indentation of the lines that went."""
    text = _compressed(COMPOSE).text
    gaps = [line for line in text.split("\n") if "[headroom: " in line][:-1]
    assert gaps
    assert all(line.startswith(("    # [", "      # [", "  # [")) and line.endswith("]") for line in gaps)


def test_the_marker_names_the_whole_original() -> None:
    """One marker at the end, with the count of all lines."""
    compressed = _compressed(COMPOSE)
    last = compressed.text.rstrip("\n").rpartition("\n")[2]
    assert compressed.original == original_of(COMPOSE).hash
    assert last.startswith("# [headroom: ")
    assert f"of {COMPOSE.count(chr(10))} lines omitted; original {compressed.original}]" in last


def test_packages_of_a_lock_file_are_records() -> None:
    """First, last and asked ones stay whole, and what is left is TOML."""
    text = _compressed(LOCK, "which version of package-37 is locked?").text
    names = [package["name"] for package in tomllib.loads(text)["package"]]
    assert names[0] == "package-0"
    assert names[-1] == "package-59"
    assert "package-37" in names
    assert len(names) < 30


def test_ini_values_over_several_lines_stay_whole_or_go() -> None:
    """What is left parses to values that the file had."""
    kept, whole = configparser.ConfigParser(), configparser.ConfigParser()
    kept.read_string(_compressed(SETUP, "what is the max-line-length?").text)
    whole.read_string(SETUP)
    assert kept["flake8"]["max-line-length"] == "100"
    assert all(whole[name][key] == value for name in kept.sections() for key, value in kept[name].items())


def test_settings_without_sections() -> None:
    """Properties: the asked one stays, and a note names some of the others."""
    text = _compressed(PROPERTIES, "what is the mail timeout?").text
    assert "spring.mail.timeout=mail-timeout-value\n" in text


def test_blocks_in_braces_close() -> None:
    """As many braces open as close, and the asked host is whole."""
    text = _compressed(NGINX, "where does host17.example.com proxy to?").text
    assert text.count("{") == text.count("}")
    assert "proxy_pass http://10.0.0.17:9000;" in text


def test_anchors_stay_while_something_refers_to_them() -> None:
    """YAML that uses an alias keeps what it stands for."""
    base = "base: &base\n" + "".join(f"  key{number}: value {number}\n" for number in range(20))
    jobs = "".join(f"job{number}:\n  <<: *base\n  script:\n" + "    - run it\n" * 9 for number in range(20))
    yaml = pytest.importorskip("yaml")
    read = yaml.safe_load(_compressed(jobs.replace("job0", base + "job0", 1)).text)
    assert read["base"] == {f"key{number}": f"value {number}" for number in range(20)}
    assert any(value["key3"] == "value 3" for key, value in read.items() if key != "base")


def test_ini_comments_are_of_the_kind_that_the_file_has() -> None:
    """A file whose comments open with a semicolon gets such notes."""
    text = "; settings\n" + SETUP
    assert "\n; [headroom: " in _compressed(text).text


@pytest.mark.parametrize(
    ("settings", "text", "reason"),
    [
        (TextSettings(lossless_only=True), COMPOSE, "lossless"),
        (TextSettings(budget=WorkBudget(text_bytes=100)), COMPOSE, "work budget"),
        (TextSettings(), "a: 1\nb: 2\n", "below 250 tokens"),
        (TextSettings(), COMPOSE + "# [headroom: 3 lines omitted]\n", "holds a headroom marker"),
        (TextSettings(), "key: [a,\n" * 300, "no blocks"),
    ],
)
def test_why_a_text_stays(settings: TextSettings, text: str, reason: str) -> None:
    """Each refusal says why."""
    match ConfigBlocks(settings)(text, ""):
        case Failure(Skip(said)):
            assert reason in said
        case other:
            pytest.fail(str(other))


def test_markers_name_the_tool_where_it_is_offered() -> None:
    """`retrieval` reaches the marker, and the settings of a pipeline reach the compressor."""
    made = ConfigBlocks.from_settings(Settings(config=TextSettings(retrieval="tool")))
    assert made.kind == "config"
    match made(COMPOSE, ""):
        case Success(compressed):
            assert " via headroom_retrieve]" in compressed.text
        case other:
            pytest.fail(str(other))


def test_line_ends_of_windows_stay() -> None:
    """Every line of the result ends as those of the file do."""
    text = _compressed(COMPOSE.replace("\n", "\r\n")).text
    assert text.count("\n") == text.count("\r\n")
