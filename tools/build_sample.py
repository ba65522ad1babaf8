"""Builds the conversation that `headroom demo` shows: a nightly CI pipeline with one failed job.

Everything in it is made up here, from a fixed seed, so that the file can be rebuilt byte for byte:

    python tools/build_sample.py
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

__all__ = ["SAMPLE", "build", "main"]

SAMPLE = Path(__file__).parents[1] / "src" / "headroom" / "cli" / "samples" / "nightly_jobs.json"

PIPELINE = 48213
FIRST_JOB = 70420977
START = datetime(2026, 3, 11, 2, 0, 0, tzinfo=UTC)

PACKAGES = ("api", "billing", "catalog", "checkout", "inventory", "notifications", "search", "web")
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (("linux-x64", 1.0), ("linux-arm64", 1.12), ("macos-14", 1.6))
SHARDS = 6

FAILED = ("billing", "3.13", "linux-x64", 4)
FAILURE = (
    "AssertionError: invoice total 1199.00 != 1198.99 in "
    "tests/billing/test_rounding.py::test_half_cent_discount (1 failed, 211 passed)"
)
HUNG = ("search", "3.12", "linux-arm64", 2)
HUNG_SECONDS = 5417.3

SYSTEM = "You are the on-call assistant of a software team. Answer from the tools' results; name job ids."
ASKED_ROW = 271
"""The job that the question names: an ordinary one, far from either end."""
QUESTION = (
    "The nightly pipeline went red. Which job broke and why, what was job {id} and how long did it run, "
    "and does anything else look unusual?"
)


def build() -> bytes:
    """The sample as compact JSON: a list of OpenAI chat messages, the model's turn being next."""
    rows = _jobs(random.Random(PIPELINE))
    listing = {"pipeline_id": PIPELINE, "total": len(rows), "next_page": None, "jobs": rows}
    summary = {
        "id": PIPELINE,
        "ref": "main",
        "sha": "9b1f6c0e2d5a",
        "trigger": "schedule",
        "status": "failed",
        "started_at": _stamp(START),
        "finished_at": "2026-03-11T04:11:52Z",
    }
    messages = [
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": QUESTION.format(id=rows[ASKED_ROW]["id"])},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                _call("call_pipeline", "get_pipeline", {"id": PIPELINE}),
                _call("call_jobs", "list_jobs", {"pipeline_id": PIPELINE, "per_page": 500}),
            ],
        },
        {"role": "tool", "tool_call_id": "call_pipeline", "content": _compact(summary)},
        {"role": "tool", "tool_call_id": "call_jobs", "content": _compact(listing)},
    ]
    return _compact(messages).encode() + b"\n"


def main() -> None:
    """The sample file, rewritten."""
    SAMPLE.parent.mkdir(exist_ok=True)
    SAMPLE.write_bytes(build())


def _jobs(chance: random.Random) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    number, clock = FIRST_JOB, START
    for package in PACKAGES:
        usual_seconds = chance.uniform(90, 320)
        for python in PYTHONS:
            for system, slowness in SYSTEMS:
                for shard in range(1, SHARDS + 1):
                    number += chance.choice((1, 1, 1, 2, 3))
                    clock += timedelta(seconds=chance.randrange(1, 14))
                    where = (package, python, system, shard)
                    seconds = round(chance.gauss(usual_seconds * slowness, 9), 1)
                    failed = where == FAILED
                    rows.append(
                        {
                            "id": number,
                            "name": f"test {package} / py{python} / {system} / shard {shard}",
                            "stage": "test",
                            "status": "failed" if failed else "success",
                            "runner": f"{system}-{chance.randrange(1, 25):02d}",
                            "queued_s": chance.randrange(1, 40),
                            "started_at": _stamp(clock),
                            "duration_s": HUNG_SECONDS if where == HUNG else seconds,
                            "attempt": 1,
                            "exit_code": 1 if failed else 0,
                            "failure_reason": FAILURE if failed else None,
                            "url": f"https://ci.example.com/pipelines/{PIPELINE}/jobs/{number}",
                        }
                    )
    return rows


def _call(identifier: str, name: str, arguments: dict[str, object]) -> dict[str, object]:
    return {"id": identifier, "type": "function", "function": {"name": name, "arguments": _compact(arguments)}}


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


if __name__ == "__main__":
    main()
