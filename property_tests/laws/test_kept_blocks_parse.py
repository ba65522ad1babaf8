"""Law 7 for configuration: whole blocks stay, parsers read them as before, and the notes account for every line."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from headroom.compressors.config_blocks import ConfigBlocks
from headroom.compressors.excerpt import split_lines
from headroom.messages import original_of
from headroom.tokens import count
from property_tests.strategies.config_texts import brace_texts, config_texts, env_texts, ini_texts, toml_texts, yaml_texts

_GAP = re.compile(r"[ \t]*[#;] \[headroom: (\d+) lines? omitted(?: \(.*\))?\]\s*", re.DOTALL)
_MARKER = re.compile(r"[#;] \[headroom: (\d+) of (\d+) lines omitted; original [0-9a-f]{24}\]\s*")
_VARIABLE = re.compile(r"^#[^\n]*|^(?:export )?(\w+)=(\"[^\"]*\"|'[^']*'|[^\n]*)", re.MULTILINE)
_TOKEN = re.compile(r"#[^\n]*|\"[^\"]*\"|'[^']*'|[{};]|[^{};'\"#]+")
_QUERIES = st.sampled_from(("", "which status has worker 3?", "queue", "what is the port of table2", "package 17 version"))


def _is_part(new: object, old: object) -> bool:
    """Whether a value is another one of which something was left out."""
    if isinstance(new, dict) and isinstance(old, dict):
        return all(key in old and _is_part(value, old[key]) for key, value in new.items())
    if isinstance(new, list) and isinstance(old, list):
        return _are_some(new, old)
    return new is None or new == old


def _are_some(new: Iterable[object], old: Iterable[object]) -> bool:
    places = iter(old)
    return all(any(_is_part(item, place) for place in places) for item in new)


@given(toml_texts(), _QUERIES)
def test_toml_stays_toml(text: str, query: str) -> None:
    """What is left says nothing that the file did not say."""
    match ConfigBlocks()(text, query):
        case Success(compressed):
            assert _is_part(tomllib.loads(compressed.text), tomllib.loads(text))


@given(ini_texts(), _QUERIES)
def test_ini_stays_ini(text: str, query: str) -> None:
    """Sections hold settings that they held, with the values they had."""
    match ConfigBlocks()(text, query):
        case Success(compressed):
            assert _is_part(_sections(compressed.text), _sections(text))


def _sections(text: str) -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    return {name: dict(parser[name]) for name in parser.sections()}


@given(env_texts(), _QUERIES)
def test_variables_keep_their_values(text: str, query: str) -> None:
    """Nothing is set that was not set, and to nothing else."""
    match ConfigBlocks()(text, query):
        case Success(compressed):
            before = dict(_variables(text))
            assert all(before.get(name) == value for name, value in _variables(compressed.text))


def _variables(text: str) -> list[tuple[str, str]]:
    """Names with values as a shell would read them."""
    return [(found[1], found[2]) for found in _VARIABLE.finditer(text) if found[1]]


@given(brace_texts(), _QUERIES)
def test_blocks_in_braces_keep_their_settings(text: str, query: str) -> None:
    """Each setting stands in the blocks in which it stood."""
    match ConfigBlocks()(text, query):
        case Success(compressed):
            places = iter(_settings(text))
            assert all(setting in places for setting in _settings(compressed.text))


def _settings(text: str) -> list[tuple[str, ...]]:
    """Settings with the openings of all blocks round them; those of `else` with all that stands before it."""
    found: list[tuple[str, ...]] = []
    opened: list[str] = []
    said = ""
    for token in _TOKEN.findall(text):
        own = said.rpartition("\0")[2].strip()
        if token == "{":
            opened.append(said if own.startswith(("else", ",")) else own)
            said = ""
        elif token == "}":
            said = f"{opened.pop()}\0"
        elif token == ";":
            found.append((*opened, own))
            said = ""
        elif token[0] != "#":
            said += token
    assert not opened
    return found


@given(yaml_texts(), _QUERIES)
def test_yaml_stays_yaml(text: str, query: str) -> None:
    """Documents hold parts of what they held, where the file could be read."""
    yaml = pytest.importorskip("yaml")
    # A text in a block at the very end would say by its last line end whether it has one.
    text = text.rstrip("\n") + "\n"
    try:
        before = list(yaml.safe_load_all(text))
    except yaml.YAMLError:
        return
    match ConfigBlocks()(text, query):
        case Success(compressed):
            assert _are_some(yaml.safe_load_all(compressed.text), before)


@given(config_texts(), _QUERIES)
def test_every_line_is_accounted_for(text: str, query: str) -> None:
    """Whatever came: kept lines are the source's own, in their places by the notes; fewer tokens; again changes nothing."""
    match ConfigBlocks()(text, query):
        case Success(compressed):
            assert count(compressed.text) < count(text)
            assert len(compressed.text.encode("utf-8", "surrogatepass")) < len(text.encode("utf-8", "surrogatepass"))
            assert compressed.original == original_of(text).hash
            _check_lines(split_lines(compressed.text), split_lines(text))
            assert not isinstance(ConfigBlocks()(compressed.text, query), Success)


def _check_lines(written: list[str], lines: list[str]) -> None:
    *body, last = written
    stated = _MARKER.fullmatch(last)
    assert stated, last
    at = gone = 0
    for line in body:
        gap = _GAP.fullmatch(line)
        if gap:
            at += int(gap[1])
            gone += int(gap[1])
            continue
        assert line == lines[at] or (at == len(lines) - 1 and line.rstrip("\r\n") == lines[at])
        at += 1
    assert at == len(lines)
    assert (int(stated[1]), int(stated[2])) == (gone, len(lines))
