"""The page of the package: every block runs, and does what the page says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import headroom
from tests.documentation.running import Session, long_history, results, source
from tests.fakes.provider_server import ProviderServer

OPENING = "22_package_first_call"
PATIENT = "from headroom.client.request import prepare\n\nprepare.ORIGINALS_WITHIN_S = 5.0"
"""Stores have more time than they are promised to need: a busy machine is no behaviour of ours."""


def test_quickstart_answers(session: Session) -> None:
    """The reply is printed, and what was saved."""
    assert session.run(OPENING) == "You said: Hello!\nTokens saved this session: 0\n"
    assert [sent.model for sent in session.sent] == ["gpt-4o-mini"]


def test_tool_outputs_are_where_savings_are(session: Session) -> None:
    """Five hundred results become a few, the best three among them, and what that saved is printed."""
    saved = re.fullmatch(r"Tokens saved: (\d+)\n", session.run(OPENING, "23_package_tool_outputs"))
    assert saved is not None
    assert int(saved[1]) >= 3_500
    given, got = session.names["messages"], session.sent[-1].messages
    assert [*got[:2], got[3]] == [*given[:2], given[3]]
    assert len(got[2]["content"]) < len(given[2]["content"]) / 5
    for number in range(3):
        assert f"Tutorial {number}" in got[2]["content"]


def test_stats_are_printed(session: Session) -> None:
    """The dictionary has the parts that the page shows, and the setup is valid, so nothing else is printed."""
    printed = session.run(OPENING, "24_package_stats")
    assert printed == f"{session.names['stats']}\n"
    stats = session.names["stats"]
    assert {"requests_total", "tokens_saved_total"} <= stats["session"].keys()
    assert (stats["session"]["requests_total"], stats["config"]["provider"]) == (1, "openai")
    assert stats["transforms"]["smart_crusher_enabled"] is True


def test_logging_tells_what_was_done(server: ProviderServer, tmp_path: Path) -> None:
    """With logging at INFO, a program prints the two lines of the page, in its own figures."""
    program = "\n".join([PATIENT, *map(source, ("25_package_logging", OPENING, "23_package_tool_outputs"))])
    outcome = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert server.requests
    complete = r"^INFO:headroom\.transforms\.pipeline:Pipeline complete: \d+ -> \d+ tokens \(saved \d+, \d+\.\d% reduction\)$"
    crushed = r"^INFO:headroom\.transforms\.smart_crusher:SmartCrusher applied \w+ strategy: kept \d+ of 500 items$"
    assert re.search(complete, outcome.stderr, re.MULTILINE), outcome.stderr
    assert re.search(crushed, outcome.stderr, re.MULTILINE), outcome.stderr


def test_full_configuration_makes_a_client(session: Session) -> None:
    """Every parameter of the example is taken."""
    session.run("26_package_configuration")
    assert session.names["client"].get_stats()["config"]["mode"] == "optimize"


def test_overrides_observe_only(session: Session) -> None:
    """In audit mode the request goes out as it was given."""
    session.run(OPENING, "27_package_overrides")
    assert session.sent[-1].body == {"model": "gpt-4o", "messages": long_history()}


def test_simulation_tells_what_would_happen(session: Session) -> None:
    """Tokens, transforms and money are printed, and no call is made."""
    session.run(OPENING)
    printed = session.run("28_package_simulate")
    wanted = r"Would save \d{4,} tokens\nTransforms: \['.+'\]\nEstimated savings: \$\d+\.\d+ per request\n"
    assert re.fullmatch(wanted, printed), printed
    assert len(session.sent) == 1


def test_errors_have_their_classes(session: Session) -> None:
    """Nothing is wrong, so nothing is printed; every class is a Headroom error."""
    assert session.run("29_package_errors") == ""
    assert len(session.sent) == 1
    for name in ("ConfigurationError", "ProviderError", "StorageError", "CompressionError", "ValidationError"):
        assert issubclass(session.names[name], headroom.HeadroomError)


def test_wrong_configuration_is_told(session: Session) -> None:
    """The same block with a mode that there is not prints what is wrong, and the details."""
    text = source("29_package_errors").replace("OpenAIProvider())", 'OpenAIProvider(), default_mode="best")')
    told, details = session.run_text(text, "29_package_errors").splitlines()
    assert told.startswith("Config issue: ")
    assert re.fullmatch(r"Details: \{.+\}", details)
    assert not session.sent


def test_stored_metrics_are_printed(session: Session) -> None:
    """A line for the request, then the summary."""
    printed = session.run(OPENING, "30_package_stored_metrics")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d .+: (\d+) -> \1\nTotal requests: 1\nTotal tokens saved: 0\n", printed), printed


def test_missing_savings_can_be_looked_into(session: Session) -> None:
    """The mode, the transforms and a plan are printed."""
    mode, transforms, plan = session.run(OPENING, "31_package_no_savings").splitlines()
    assert mode == "optimize"
    assert "'smart_crusher_enabled': True" in transforms
    assert re.fullmatch(r"Transforms that would apply: \['.+'\]", plan)


def test_latency_settings_can_be_set(session: Session) -> None:
    """Each assignment is one to a field that there is, and a client takes the result."""
    session.run("32_package_latency")
    config = session.names["config"]
    assert (config.smart_crusher.relevance.tier, config.smart_crusher.min_tokens_to_crush) == ("bm25", 500)
    session.client(default_mode="optimize", config=config)
    session.run("33_package_too_aggressive")
    assert len(session.sent) == 1


def test_compression_can_be_milder(session: Session) -> None:
    """The important tool's result stays whole; with fifty items to keep, others are shortened less."""
    session.run(OPENING, "33_package_too_aggressive")
    given, got = results(long_history()), results(session.sent[-1].messages)
    assert got["call_2"] == given["call_2"]
    config = session.names["config"]
    config.default_mode = "optimize"
    session.client(config=config)
    session.run("33_package_too_aggressive")
    milder = results(session.sent[-1].messages)
    assert len(got["call_0"]) * 1.5 < len(milder["call_0"]) < len(given["call_0"])


def test_arguments_of_calls_stay(session: Session) -> None:
    """What the model wrote goes out as it wrote it, quotes and all."""
    session.run(OPENING, "23_package_tool_outputs")
    (call,) = session.sent[-1].messages[1]["tool_calls"]
    assert json.loads(call["function"]["arguments"]) == {"q": "python"}
