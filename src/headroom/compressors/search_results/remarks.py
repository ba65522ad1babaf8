"""What linters and compilers remark, where it comes as hits: `path:12:5: F401 unused import`, and the rule behind each."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

__all__ = ["Remarks", "are_remarks", "read_remarks", "template"]

_REMARK = re.compile(r"\d{1,9}(?::\d{1,9})?: [^\s*]")
"""A number, perhaps two, and one blank: code that was found is not set off like that, or by more of them."""
_SEVERITIES = frozenset(("error", "warning", "note", "info", "hint", "fatal", "refactor", "convention", "style", "performance"))
_CODE = re.compile(r"[A-Z][A-Za-z]{0,15}[-_]?\d{1,6}$")
"""`F401`, `TS2304`, `SC2086`, `CA1822`."""
_NAMED = re.compile(r"[A-Za-z@-][\w@./+-]{2,60}$")
"""A rule in brackets at the end of a line: `arg-type`, `-Wunused-variable`, `error/no-undef`."""
_NUMBER = re.compile(r"(?<![A-Za-z_])\d{1,20}")
_QUOTED = re.compile(r"(?<!\w)'[^'\n]{0,200}'|\"[^\"\n]{0,200}\"|`[^`\n]{0,200}`")
"""What differs between messages of one rule."""
_TEMPLATE_CHARS = 80
_SHARE = 0.8
"""Share of the lines looked at that must be remarks."""


class Remarks(msgspec.Struct, frozen=True):
    """The rule behind each of some lines."""

    rules: list[str]
    """The code or the name of a rule; the message without what varies, where there is neither."""
    coded: bool
    """Whether most of them are codes or names."""


def are_remarks(bodies: Sequence[str]) -> bool:
    """Whether lines are remarks, `bodies` being what follows the path."""
    return sum(_REMARK.match(body) is not None for body in bodies) >= _SHARE * len(bodies)


def read_remarks(bodies: Sequence[str]) -> Remarks:
    """The rules behind some lines."""
    found = [_rule(body.partition(": ")[2].rstrip()) for body in bodies]
    return Remarks([rule for rule, _ in found], sum(coded for _, coded in found) * 2 > len(found))


def _rule(message: str) -> tuple[str, bool]:
    """The rule, and whether it is a code or a name."""
    first, _, rest = message.partition(" ")
    severity = first.rstrip(":").lower()
    if severity not in _SEVERITIES or not rest:
        severity = ""
    elif first[-1] == ":" or _CODE.match(rest.partition(" ")[0].rstrip(":")) is not None:
        first = rest.partition(" ")[0]
    else:
        severity = ""
    code = first.strip("[]:,")
    if _CODE.match(code) is not None:
        return f"{severity} {code}".lstrip(), True
    if message[-1:] in ("]", ")"):
        last = message[max(message.rfind(" "), message.rfind("[")) + 1 :].strip("[]()")
        if _NAMED.match(last) is not None:
            return f"{severity} {last}".lstrip(), True
    return template(message), False


def template(message: str, *, quoted: bool = False) -> str:
    """The message without numbers, and without what stands in quotes unless `quoted` texts tell messages apart."""
    start = message[: 2 * _TEMPLATE_CHARS]
    return _NUMBER.sub("", start if quoted else _QUOTED.sub("", start))[:_TEMPLATE_CHARS]
