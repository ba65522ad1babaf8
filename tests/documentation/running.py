"""The code blocks of the product's documentation, made to run.

`blocks/` holds them as the pages have them, one file each, in the order of the pages; the indentation that the package page
lost is put back. What a block leaves to its reader is filled in by `SUBSTITUTIONS` and by names that stand for the reader's own
(`messages`, `large_messages`, `config` and the like), and by nothing else.
"""

from __future__ import annotations

import contextlib
import io
import json
import warnings
from pathlib import Path
from typing import Any

from tests.fakes.provider_server import ProviderServer, Received

__all__ = ["BLOCKS", "SUBSTITUTIONS", "Session", "long_history", "names", "results", "source"]

BLOCKS = Path(__file__).parent / "blocks"

SUBSTITUTIONS = (
    ("messages=[...]", "messages=messages"),
    ("HeadroomClient(..., ", "HeadroomClient(OpenAI(), OpenAIProvider(), "),
    ("HeadroomClient(...)", "HeadroomClient(OpenAI(), OpenAIProvider())"),
    ("completions.create(...)", 'completions.create(model="gpt-4o", messages=messages)'),
)
"""What stands in a block for the reader's own code, and what takes its place."""

EXPECTED_WARNINGS = (
    # The pages ask for naive times in UTC; from Python 3.12 on that call is deprecated.
    "datetime.datetime.utcnow",
    # A model that its provider is about to retire.
    "The model '",
)

_PRELUDE = """
from headroom import HeadroomClient, HeadroomConfig, OpenAIProvider
from openai import OpenAI
"""


class Session:
    """One reader's session: a namespace, and the provider that its clients talk to."""

    def __init__(self, server: ProviderServer) -> None:
        self.server = server
        self.names: dict[str, Any] = {"__name__": "__documentation__"}
        """`Any`, for tests look at whatever a block has made."""
        self._opened: list[Any] = []
        self.run_text(_PRELUDE, "prelude")
        self.names |= {
            "messages": long_history(),
            "large_messages": long_history(),
            "large_conversation": long_history(),
            "msgs": long_history(),
        }
        self.names["config"] = self.names["HeadroomConfig"]()

    def run(self, *blocks: str, mode: str = "") -> str:
        """What the last of these blocks prints; a mode takes the place of the one it asks for."""
        printed = ""
        for name in blocks:
            text = source(name)
            if mode:
                text = text.replace('headroom_mode="audit"', f'headroom_mode="{mode}"')
            printed = self.run_text(text, name)
        return printed

    def run_text(self, text: str, name: str) -> str:
        """What a text of Python prints."""
        code = compile(text, f"{name}.txt", "exec", dont_inherit=True)
        try:
            with contextlib.redirect_stdout(io.StringIO()) as out, warnings.catch_warnings():
                for message in EXPECTED_WARNINGS:
                    warnings.filterwarnings("ignore", message, DeprecationWarning)
                exec(code, self.names)  # noqa: S102 - the page's own example is what is under test
        finally:
            made = (value for value in self.names.values() if hasattr(value, "_original"))
            self._opened += [value for value in made if not any(value is known for known in self._opened)]
        return out.getvalue()

    def client(self, **parameters: object) -> Any:
        """A new client with these parameters, under the name that blocks use."""
        made = self.names["HeadroomClient"](self.names["OpenAI"](), self.names["OpenAIProvider"](), **parameters)
        self._opened.append(made)
        self.names["client"] = made
        return made

    @property
    def sent(self) -> list[Received]:
        """The requests for replies, in order."""
        return [received for received in self.server.requests if received.path.endswith(("/completions", "/messages"))]

    def close(self) -> None:
        """Close every client that a block has made, and the SDK's client in it."""
        for client in self._opened:
            client.close()
            client._original.close()  # noqa: SLF001 - the name under which the page promises it


def names() -> list[str]:
    """The blocks there are, in the order of the pages."""
    return sorted(path.stem for path in BLOCKS.glob("*.txt"))


def source(name: str) -> str:
    """A block as it runs."""
    text = BLOCKS.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    for placeholder, code in SUBSTITUTIONS:
        text = text.replace(placeholder, code)
    return text


def long_history() -> list[dict[str, Any]]:
    """Nine turns in OpenAI's form; a big result in each of the first four, of four tools, and in the last."""
    history: list[dict[str, Any]] = [{"role": "system", "content": "You look after the nightly jobs."}]
    for turn, tool in enumerate(("list_jobs", "web_search", "important_tool", "search_tool", "", "", "", "", "list_jobs")):
        history.append({"role": "user", "content": f"Which job failed in night {turn}, and why?"})
        if tool:
            call = {"id": f"call_{turn}", "type": "function", "function": {"name": tool, "arguments": f'{{"night": {turn}}}'}}
            history.append({"role": "assistant", "content": None, "tool_calls": [call]})
            history.append({"role": "tool", "tool_call_id": f"call_{turn}", "content": _night(turn)})
        if turn < 8:
            history.append({"role": "assistant", "content": f"Job {turn * 31 + 17} failed: the disk was full."})
    return history


def results(messages: list[dict[str, Any]]) -> dict[str, str]:
    """The tool results in OpenAI messages by the call that they answer."""
    return {message["tool_call_id"]: message["content"] for message in messages if message["role"] == "tool"}


def _night(night: int) -> str:
    failed = night * 31 + 17
    return json.dumps(
        [
            {
                "id": night * 1_000 + number,
                "service": f"service-{number % 7}",
                "status": "failed" if number == failed else "ok",
                "duration_ms": 20 + (number + night) * 37 % 11,
                "message": "disk full on node-9" if number == failed else f"job {number} of night {night} ended as it should",
            }
            for number in range(300)
        ]
    )
