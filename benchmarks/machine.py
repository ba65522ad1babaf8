"""The machine and versions that figures were measured with."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import msgspec

__all__ = ["Machine", "save", "this_machine"]

_LIBRARIES = ("headroom", "msgspec", "tiktoken", "returns", "anyio")
_RESULTS = Path(__file__).parent / "results"


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """Where figures come from."""

    cpu: str
    cores: int
    system: str
    python: str
    libraries: dict[str, str]
    load: float
    """Processes that ran or waited in the last minute, where the system tells."""

    def __str__(self) -> str:
        versions = ", ".join(f"{name} {version}" for name, version in self.libraries.items())
        return f"{self.cpu}, {self.cores} cores, load {self.load}, {self.system}, Python {self.python}; {versions}"


def this_machine() -> Machine:
    """The machine that this process runs on."""
    return Machine(
        cpu=_cpu(),
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        libraries={name: importlib.metadata.version(name) for name in _LIBRARIES},
        load=round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0,
    )


def _cpu() -> str:
    """The processor as the kernel names it, where there is such a file."""
    facts = Path("/proc/cpuinfo")
    if facts.is_file():
        for line in facts.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def save(name: str, results: object) -> Path:
    """The file that the results were written to: one a benchmark and day."""
    target = _RESULTS / f"{name}-{datetime.now(tz=UTC):%Y-%m-%d}.json"
    _RESULTS.mkdir(exist_ok=True)
    target.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")
    return target
