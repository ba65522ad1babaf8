from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from headroom.cli.commands import headroom
from headroom.cli.demo import sample
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers

SMALL = b'[ {"role": "user", "content": "caf\\u00e9",  "odd": 1.50} ]\n'


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    """The command line in this process."""
    return CliRunner().invoke(headroom, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def conversation(tmp_path: Path) -> Path:
    """The demo's sample as a file."""
    file = tmp_path / "conversation.json"
    file.write_text(json.dumps(sample()))
    return file


def contents(body: bytes) -> list[str]:
    """The texts of OpenAI messages in a body."""
    return [str(message["content"]) for message in json.loads(body)]


def test_what_cannot_be_compressed_passes_byte_for_byte() -> None:
    """Exit code 0, the same bytes, and a report."""
    done = run("compress", "-", stdin=SMALL)
    assert (done.exit_code, done.stdout_bytes) == (0, SMALL)
    assert "0.0% saved" in done.stderr


def test_nothing_is_dropped_unless_asked(conversation: Path) -> None:
    """Without --originals and --preset no marker is left and no warning needed."""
    done = run("compress", conversation)
    assert done.exit_code == 0
    assert not any(find_markers(text) for text in contents(done.stdout_bytes))
    assert "preset lossless" in done.stderr
    assert "warning" not in done.stderr


def test_what_is_left_out_is_in_the_originals(conversation: Path, tmp_path: Path) -> None:
    """Every marker on standard output names a text in the file."""
    kept = tmp_path / "originals.json"
    done = run("compress", conversation, "--originals", kept)
    hashes = [marker.hash for text in contents(done.stdout_bytes) for marker in find_markers(text)]
    assert hashes
    assert set(hashes) == set(json.loads(kept.read_bytes()))
    assert len(done.stdout_bytes) < conversation.stat().st_size / 2
    assert "preset default" in done.stderr


def test_an_original_comes_back_exactly(conversation: Path, tmp_path: Path) -> None:
    """By the whole hash or its start, without a byte more."""
    kept = tmp_path / "originals.json"
    run("compress", conversation, "--originals", kept)
    text = str(sample()[-1]["content"])
    name = original_of(text).hash
    for wanted in (name, name[:8]):
        done = run("retrieve", wanted, "--originals", kept)
        assert (done.exit_code, done.stdout_bytes) == (0, text.encode())


def test_a_hash_that_is_not_there_exits_with_one(tmp_path: Path) -> None:
    """A negative answer is no error of usage."""
    kept = tmp_path / "originals.json"
    kept.write_text("{}")
    done = run("retrieve", "0123456789ab", "--originals", kept)
    assert (done.exit_code, done.stdout_bytes) == (1, b"")
    assert "no original 0123456789ab" in done.stderr


def test_a_preset_without_originals_warns(conversation: Path) -> None:
    """What is dropped for good is said."""
    done = run("compress", conversation, "--preset", "max")
    assert done.exit_code == 0
    assert "the originals were not kept" in done.stderr


def test_a_lossless_preset_has_nothing_to_warn_of(conversation: Path) -> None:
    """Everything is still there."""
    assert "warning" not in run("compress", conversation, "--preset", "lossless").stderr


def test_a_request_body_keeps_its_other_fields(tmp_path: Path) -> None:
    """Only the compressed text differs; model and order stay."""
    file = tmp_path / "request.json"
    messages = sample()
    body = {"model": "gpt-4", "messages": messages, "temperature": 0.5, "stream": True}
    file.write_text(json.dumps(body))
    done = run("compress", file, "--preset", "default", "--json")
    out = json.loads(done.stdout_bytes)
    assert list(out) == list(body)
    assert {**out, "messages": 0} == {**body, "messages": 0}
    assert out["messages"][:-1] == messages[:-1]
    assert json.loads(done.stderr)["model"] == "gpt-4"


def test_the_model_option_wins(conversation: Path) -> None:
    """It says whose tokens are counted."""
    report = json.loads(run("compress", conversation, "--model", "claude-sonnet-4-5", "--json").stderr)
    assert (report["model"], report["exact"]) == ("claude-sonnet-4-5", False)


def test_an_output_file_frees_standard_output_for_the_report(conversation: Path, tmp_path: Path) -> None:
    """So that both can be piped on."""
    out = tmp_path / "out.json"
    done = run("compress", conversation, "-o", out, "--json")
    assert json.loads(done.stdout)["preset"] == "lossless"
    assert (done.stderr, out.read_bytes()) == ("", run("compress", conversation).stdout_bytes)


def test_the_diff_shows_what_changed(conversation: Path) -> None:
    """With the report, in lines of rows."""
    done = run("compress", conversation, "--preset", "default", "--diff")
    assert "--- message 4, part 0, before" in done.stderr
    assert '-{"id":' in done.stderr


def test_quiet_prints_nothing_but_warnings(conversation: Path) -> None:
    """Nothing at all when all is well."""
    assert run("compress", conversation, "--quiet").stderr == ""
    assert run("compress", conversation, "--quiet", "--preset", "max").stderr.startswith("warning: ")


@pytest.mark.parametrize("other", ["--json", "--verbose"])
def test_quiet_contradicts_reports(other: str) -> None:
    """No option is taken and ignored."""
    done = run("compress", "-", "--quiet", other, stdin=SMALL)
    assert (done.exit_code, done.stdout_bytes) == (2, b"")


def test_verbose_lists_every_part(conversation: Path) -> None:
    """Instead of counting those that are of little interest."""
    assert "more part" in run("compress", conversation).stderr
    assert "more part" not in run("compress", conversation, "--verbose").stderr


def test_recent_turns_can_be_left_alone(conversation: Path) -> None:
    """The sample is one turn, so nothing changes."""
    done = run("compress", conversation, "--preset", "default", "--keep-turns", "1")
    assert done.stdout_bytes == conversation.read_bytes()


@pytest.mark.parametrize("option", [["--code-aware"], ["--target-ratio", "0.5"], ["--intercept-tool-results"]])
def test_options_that_leave_something_out_say_when_nothing_may_be(conversation: Path, option: list[str]) -> None:
    """Rather than being taken and ignored; with originals, or under a preset, they are fine."""
    for preset in ([], ["--preset", "lossless"]):
        done = run("compress", conversation, *preset, *option)
        assert (done.exit_code, done.stdout_bytes) == (2, b"")
        assert option[0] in done.stderr
    assert run("compress", conversation, "--preset", "default", *option).exit_code == 0
    assert run("compress", conversation, "--originals", conversation.with_suffix(".kept"), *option).exit_code == 0


def test_settings_that_contradict_each_other_are_told(conversation: Path) -> None:
    """In one line, with exit code 2."""
    done = run("compress", conversation, "--preset", "cache", "--keep-turns", "1")
    assert (done.exit_code, done.stdout_bytes, done.stderr.count("\n")) == (2, b"", 1)
    assert "keep_turns" in done.stderr


@pytest.mark.parametrize("role", ["input", "output"])
def test_one_file_cannot_hold_two_things(conversation: Path, tmp_path: Path, role: str) -> None:
    """The originals never replace the conversation."""
    both = conversation if role == "input" else tmp_path / "both.json"
    before = conversation.read_bytes()
    done = run("compress", conversation, "-o", tmp_path / "both.json", "--originals", both)
    assert done.exit_code == 2
    assert conversation.read_bytes() == before


def test_originals_are_kept_before_the_conversation_leaves(conversation: Path, tmp_path: Path) -> None:
    """Where they cannot be kept, nothing is written."""
    done = run("compress", conversation, "--originals", tmp_path / "missing" / "originals.json")
    assert (done.exit_code, done.stdout_bytes) == (2, b"")


BAD = {
    "empty": b"",
    "blank": b" \n ",
    "not JSON": b"hello",
    "cut off": b'[{"role":"user","content":"hi"',
    "a number": b"12",
    "a string": b'"hi"',
    "an object without messages": b'{"model":"gpt-4o"}',
    "a list of numbers": b"[1,2,3]",
    "messages without a role": b'[{"content":"hi"}]',
    "messages that are no list": b'{"messages":{"role":"user"}}',
    "not UTF-8": b'[{"role":"user","content":"\xff\xfe"}]',
    "too deep": b"[" * 200_000,
    "too deep inside": b'[{"role":"user","content":' + b'[{"type":"x","y":' * 50_000 + b"1" + b"}]" * 50_000 + b"}]",
    "NaN": b'[{"role":"user","content":"hi","n":NaN}]',
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_exit_code_two(name: str) -> None:
    """Never a traceback, and nothing on standard output."""
    done = run("compress", "-", stdin=BAD[name])
    assert (done.exit_code, done.stdout_bytes) == (2, b"")
    assert done.stderr.startswith("headroom: ")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 300


def tool_answer(content: bytes) -> bytes:
    """A conversation whose tool result is this JSON string."""
    return (
        b'[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function",'
        b'"function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":' + content + b"}]"
    )


def quoted(text: str) -> bytes:
    """The text as a JSON string."""
    return msgspec.json.encode(text)


ODD = {
    "huge integers": b'[{"role":"user","content":"hi","n":' + b"9" * 5000 + b"}]",
    "duplicate keys": b'[{"role":"user","content":"hi","n":1,"n":2}]',
    "unknown roles": b'[{"role":"narrator","content":"hi"}]',
    "no content": b'[{"role":"assistant"}]',
    "numbers for content": b'[{"role":"user","content":12}]',
    "no messages": b"[]",
    "a tool result with NaN": tool_answer(quoted("[" + ",".join(['{"a":NaN}'] * 300) + "]")),
    "a tool result that is too deep": tool_answer(quoted("[" * 5000 + "]" * 5000)),
    "a tool result with a half pair": tool_answer(b'"[' + b",".join([b'{\\"a\\":\\"\\ud800\\"}'] * 300) + b']"'),
    "a tool result cut off": tool_answer(quoted('[{"a":1},' * 300)),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_content_passes_or_is_told(name: str) -> None:
    """Unchanged with exit code 0, or refused in one line; never half of either, never a traceback."""
    done = run("compress", "-", "--preset", "default", stdin=ODD[name])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    if done.exit_code == 0:
        assert done.stdout_bytes == ODD[name]
    else:
        assert (done.exit_code, done.stdout_bytes, done.stderr.count("\n")) == (2, b"", 1)
