"""Whether a text is configuration: YAML, TOML, INI, properties, or variables of an environment."""

from __future__ import annotations

import re

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample, share_of

__all__ = ["guess_config"]

_YAML = re.compile(
    r"\s*(?:- )*(?:\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|[\w./$<{*][\w./@${}*-]*(?: [\w./-]+){0,2}):(?: [^\n]*)?$|\s*- \S|---$"
    r"|\.\.\.$|%YAML"
)
_KEYED = re.compile(r"\s*(?:- )*[\w./\"'$-]+:(?: |$)")
_HEADER = re.compile(r"\s*\[\[?[\w.\" :/@*-]+\]\]?\s*(?:[#;].*)?$")
_EQUAL = re.compile(r"\s*[\w.\"/@-]+\s?=\s?[^=]|\s*[\w.\"/@-]+\s*=$")
_VARIABLE = re.compile(r"(?:export )?[A-Za-z_][A-Za-z0-9_]*=")
_LISTED = re.compile(r"[\w@.\[\]-]+=[^\s=]")
_COMMENT = frozenset("#;!")
_SPOKEN = re.compile(r"[A-Z][^:\n]*[.!?]$|[^:\n]{0,40}\b(?:is|are|was|the|that|you)\b")


def guess_config(sample: Sample) -> Guess:
    """How much a text looks like configuration; the format is `yaml`, `toml`, `ini`, `env` or `properties`."""
    lines = [line for line in sample.lines if line.lstrip()[:1] not in _COMMENT]
    if len(lines) < 2:
        return Guess()
    equal = len([line for line in lines if "=" in line]) / len(lines)
    colons = len([line for line in lines if ":" in line]) / len(lines)
    found = _assigned(lines) if equal >= 0.3 else Guess()
    if colons >= 0.25 and found.score < 0.9:
        spelled = _yaml(lines)
        return max(found, spelled, key=lambda guess: guess.score)
    return found


def _assigned(lines: list[str]) -> Guess:
    """`key = value`, below `[headers]` or not."""
    headers = share_of(lines, _HEADER.match)
    share = headers + share_of(lines, _EQUAL.match)
    if headers:
        # Arrays and tables that go over several lines.
        share += share_of(lines, _is_rest)
    # Lists in the files of desktops end in semicolons.
    if share_of(lines, _is_opened if not headers or " = " in lines[1] else _is_block) > 0.15 or share < (
        0.35 if headers * len(lines) > 1 else 0.6
    ):
        return Guess()
    if headers:
        # Texts go over several lines, too.
        return Guess(max(share, 0.7) * 0.97, "toml" if share_of(lines, _is_toml) >= 0.4 else "ini")
    if share_of(lines, _VARIABLE.match) >= 0.8:
        return Guess(share * (0.95 if share_of(lines, _is_capital) > 0.7 else 0.7), "env")
    return Guess(share * (0.85 if share_of(lines, _is_dotted) > 0.3 else 0.6), "properties")


def _is_rest(line: str) -> bool:
    return line.lstrip()[:1] in "\"']}" and "=" not in line


def _is_opened(line: str) -> bool:
    """Whether a line ends as code does."""
    return line[-1] in ";{(" or line.endswith(("):", ") {"))


def _is_block(line: str) -> bool:
    """Whether a line ends as code does, and not as a list of words."""
    return _is_opened(line) and (line[-1] != ";" or not _LISTED.match(line))


def _is_toml(line: str) -> bool:
    return line.endswith(('"', "]", "true", "false", "}"))


def _is_capital(line: str) -> bool:
    return line.split("=", 1)[0].removeprefix("export ").isupper()


def _is_dotted(line: str) -> bool:
    return "." in line.split("=", 1)[0]


def _yaml(lines: list[str]) -> Guess:
    """`key: value` at several depths, and lists."""
    keyed = share_of(lines, _is_keyed)
    if keyed < 0.25 or share_of(lines, _is_wide) > 0.2:
        return Guess()
    indented = share_of(lines, _is_indented)
    share = keyed + share_of(lines, _is_listed)
    if share > 0.4 and indented > 0.4:
        # Texts in blocks, with an indentation of their own.
        share += min(0.3, indented * 0.5)
    if (not lines[0].startswith(("---", "%YAML")) and not _KEYED.match(lines[0])) or share_of(lines, _SPOKEN.match) > 0.4:
        share *= 0.7
    if not indented and not share_of(lines, _is_listed):
        # Headers of a message, and notes of a person, have keys as well.
        share *= 0.65
    return Guess(min(0.95, share), "yaml") if share >= 0.4 else Guess()


def _is_keyed(line: str) -> bool:
    return _KEYED.match(line) is not None and _YAML.match(line) is not None


def _is_listed(line: str) -> bool:
    return line.lstrip().startswith("- ") and not _KEYED.match(line)


def _is_wide(line: str) -> bool:
    """Whether a line ends as no line of YAML does."""
    return line[-1] in ";,{(" or line.endswith("):")


def _is_indented(line: str) -> bool:
    return line[0] == " "
