"""The page on the client: every block runs, and does what the page says."""

from __future__ import annotations

import ast
import inspect
import re

import headroom
from tests.documentation.running import Session, long_history, results, source

OPENING = "01_client_first_call"
HELLO = [{"role": "user", "content": "Hello!"}]


def test_first_call_is_a_call(session: Session) -> None:
    """The request goes out as it was given, the reply comes back, and nothing was there to save."""
    assert session.run(OPENING) == "Tokens saved this session: 0\n"
    (sent,) = session.sent
    assert (sent.model, sent.messages, sent.tool_names) == ("gpt-4o", HELLO, [])
    assert session.names["response"].choices[0].message.content == "You said: Hello!"


def test_constructor_takes_what_the_page_lists() -> None:
    """Parameters, their order and their defaults are those of the page; more may follow."""
    text = source("02_client_constructor")
    shown = ast.parse(f"def {text.rstrip()}: ...").body[0]
    assert isinstance(shown, ast.FunctionDef)
    defaults = [ast.literal_eval(default) for default in shown.args.defaults]
    wanted = [argument.arg for argument in shown.args.args]
    parameters = list(inspect.signature(headroom.HeadroomClient).parameters.values())[: len(wanted)]
    assert [parameter.name for parameter in parameters] == wanted
    # What is left away is told from what is passed, so the defaults only read as they do on the page.
    assert [repr(parameter.default) for parameter in parameters[-len(defaults) :]] == [repr(default) for default in defaults]


def test_overrides_do_what_they_say(session: Session) -> None:
    """The tool with a profile and the last five turns stay whole, the rest gets smaller, and other parameters pass through."""
    session.run(OPENING, "03_client_overrides")
    sent = session.sent[-1]
    given, got = results(long_history()), results(sent.messages)
    unchanged = {call for call, text in got.items() if text == given[call]}
    assert unchanged == {"call_1", "call_8"}
    assert all(len(got[call]) < len(given[call]) / 2 for call in got.keys() - unchanged)
    assert (sent.body["temperature"], sent.body["stream"]) == (0.7, False)
    assert session.names["messages"] == long_history()


def test_profile_is_what_keeps_the_tool_whole(session: Session) -> None:
    """Searches of the web are left alone anyway; where no tool is, the profile of the example decides."""
    for profile, is_whole in (({"skip_compression": True}, True), ({}, False)):
        client = session.client(config=session.names["HeadroomConfig"](exclude_tools=[]), default_mode="optimize")
        text = source("03_client_overrides").replace('{"skip_compression": True}', repr(profile))
        session.run_text(text, "03_client_overrides")
        assert session.names["client"] is client
        assert (results(session.sent[-1].messages)["call_1"] == results(long_history())["call_1"]) is is_whole


def test_anthropic_client_is_wrapped_as_well(session: Session) -> None:
    """A message goes to Anthropic's endpoint and comes back as the SDK's own."""
    session.run("04_client_anthropic")
    (sent,) = session.sent
    assert (sent.path, sent.body["max_tokens"]) == ("/v1/messages", 1024)
    assert type(session.names["response"]).__module__.startswith("anthropic.")
    assert session.names["response"].content[0].text == "You said: Summarize this report: ..."


def test_simulation_sends_nothing(session: Session) -> None:
    """The plan foresees tokens, money and transforms without a call."""
    session.run(OPENING)
    calls = len(session.server.requests)
    printed = session.run("05_client_simulate")
    assert len(session.server.requests) == calls
    before, after, saved = (int(found) for found in re.findall(r"^Tokens \w+: +(\d+)$", printed, re.MULTILINE))
    assert before - after == saved > before / 2
    assert re.search(r"^Est\. savings: +\$\d+\.\d+ per request$", printed, re.MULTILINE)
    assert re.search(r"^Transforms: +\['.+'\]$", printed, re.MULTILINE)


def test_simulation_has_the_fields_of_the_page(session: Session) -> None:
    """Every field that the page lists is there, of the type it says."""
    session.run(OPENING, "05_client_simulate")
    plan = session.names["plan"]
    assert [len(message) for message in plan.messages_optimized] == [len(message) for message in long_history()]
    assert plan.block_breakdown["tool_result"] > plan.block_breakdown["user"] > 0
    assert all(isinstance(value, int) for value in (*plan.block_breakdown.values(), *plan.waste_signals.values()))
    assert re.fullmatch(r"[0-9a-f]{16}", plan.stable_prefix_hash)
    assert 0 <= plan.cache_alignment_score <= 1
    assert isinstance(plan.transforms, list)


def test_stats_are_numbers_and_names(session: Session) -> None:
    """One request was made, nothing saved, nothing cached."""
    assert session.run(OPENING, "06_client_stats") == "1\n0\n0\noptimize\nopenai\nTrue\n"


def test_setup_is_valid(session: Session) -> None:
    """All parts report that they work, under the names of the page."""
    assert session.run(OPENING, "07_client_validate") == "All systems operational\n"
    result = session.names["result"]
    assert result["valid"] is True
    assert result["provider"].keys() == result["cache_optimizer"].keys() == {"ok", "name", "error"}
    assert result["storage"].keys() >= {"ok", "url", "error"}
    assert result["config"].keys() == {"ok", "mode", "error"}


def test_metrics_are_read_back(session: Session) -> None:
    """The request is on record, and in the summary."""
    session.run(OPENING, "08_client_metrics")
    (metrics,) = session.names["metrics"]
    assert (metrics.model, metrics.mode, metrics.error) == ("gpt-4o", "optimize", None)
    assert metrics.tokens_input_before == metrics.tokens_input_after > 0
    summary = session.names["summary"]
    assert summary["total_requests"] == summary["optimize_count"] == 1
    assert summary["total_tokens_saved"] == 0


def test_providers_count_and_price(session: Session) -> None:
    """A provider counts tokens, knows the window, and says what a request costs."""
    session.run("09_client_providers")
    provider = session.names["OpenAIProvider"]()
    assert provider.get_token_counter("gpt-4o").count_text("Hello, world!") == 4
    assert provider.get_context_limit("gpt-4o") == 128_000
    assert round(provider.estimate_cost(1_000_000, 0, "gpt-4o"), 2) == 2.5


def test_modes_are_strings(session: Session) -> None:
    """Each mode equals the word that the page gives for it."""
    session.run("10_client_modes")
    modes = session.names["HeadroomMode"]
    assert (modes.AUDIT, modes.OPTIMIZE, modes.SIMULATE) == ("audit", "optimize", "simulate")


def test_mode_is_overridden_for_a_request(session: Session) -> None:
    """A request in audit mode goes out as it was given, though the client optimizes."""
    session.run("11_client_mode_override")
    (sent,) = session.sent
    assert sent.body == {"model": "gpt-4o", "messages": long_history()}
    assert session.names["client"].get_stats()["config"]["mode"] == "optimize"


def test_memory_is_none_without_its_extra(session: Session) -> None:
    """As the page says, there is a name and nothing behind it, which is what the block then meets."""
    text = source("12_client_memory")
    before, call = text.split("# Attach user-scoped memory")
    session.names["with_memory"] = "not yet imported"
    session.run_text(before, "12_client_memory")
    assert session.names["with_memory"] is None
    assert "with_memory(base_client" in call


def test_context_manager_closes_the_store(session: Session) -> None:
    """The call is made inside the block; afterwards the record of it is there for the next client."""
    session.run("13_client_context_manager")
    (sent,) = session.sent
    assert sent.messages == HELLO
    session.run(OPENING)
    assert len(session.names["client"].get_metrics()) == 2


def test_errors_have_their_classes(session: Session) -> None:
    """Nothing is wrong, so nothing is printed; every class is Headroom's own and has details."""
    assert session.run("14_client_errors") == ""
    assert len(session.sent) == 1
    for name in ("ConfigurationError", "ProviderError", "CompressionError"):
        assert issubclass(session.names[name], headroom.HeadroomError)
        assert session.names[name]("why", {"field": "x"}).details == {"field": "x"}
