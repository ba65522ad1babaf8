"""A provider of the test's own on this machine: OpenAI's and Anthropic's interfaces over real HTTP.

with serve([calls(("search", {"q": "x"})), says("Found it.")]) as server:
    client = OpenAI(base_url=server.openai_url, api_key="any")
"""

from tests.fakes.provider_server.apart import serve_apart
from tests.fakes.provider_server.received import Received
from tests.fakes.provider_server.replies import (
    Call,
    Reply,
    Usage,
    calls,
    cut,
    delayed,
    error,
    fails_midway,
    hangs,
    paced,
    says,
    using,
)
from tests.fakes.provider_server.server import Interrupted, ProviderServer, serve

__all__ = [
    "Call",
    "Interrupted",
    "ProviderServer",
    "Received",
    "Reply",
    "Usage",
    "calls",
    "cut",
    "delayed",
    "error",
    "fails_midway",
    "hangs",
    "paced",
    "says",
    "serve",
    "serve_apart",
    "using",
]
