from __future__ import annotations

import msgspec

from benchmarks.cases import IN_TREE, Case, fresh, load
from benchmarks.subject import Outcome, broken, compressed, forget, tokens
from benchmarks.texts import seen_texts


def case_named(name: str) -> Case:
    """A case of the in-tree corpus."""
    return next(load(IN_TREE, ids=[name]))


def unchanged(case: Case) -> Outcome:
    """What a compression that does nothing gives back."""
    return msgspec.structs.replace(compressed(case, "default"), messages=list(case.messages), system=case.system)


def test_nothing_done_breaks_nothing() -> None:
    """The detector stays silent where there is nothing to find."""
    case = case_named("octokit-hook-2")
    assert broken(case, unchanged(case)) == ()


def test_compression_that_drops_a_result_is_found() -> None:
    """A call without its result is named by the provider's rule."""
    case = case_named("octokit-fixture-0")
    kept = [message for message in case.messages if message["role"] != "tool"]
    found = broken(case, msgspec.structs.replace(unchanged(case), messages=kept))
    assert any("message" in line and "answer" in line for line in found)


def test_edited_user_text_is_found() -> None:
    """Whatever changes besides the texts of tool results is a fault."""
    case = case_named("octokit-fixture-0")
    edited = [{**message, "content": "Something else."} if message["role"] == "user" else message for message in case.messages]
    assert broken(case, msgspec.structs.replace(unchanged(case), messages=edited)) == (
        "something other than a tool result's text changed",
    )


def test_forgetting_changes_no_result() -> None:
    """Memos are only for speed."""
    case = case_named("octokit-deliveries-0")
    remembered = compressed(fresh(case), "default")
    forget()
    assert compressed(fresh(case), "default").messages == remembered.messages


def test_tokens_are_exact() -> None:
    """The count is the vocabulary's own, text by text."""
    assert tokens(("hello world", "hello")) == 3
    assert tokens(seen_texts([])) == 0
