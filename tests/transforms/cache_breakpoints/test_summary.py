"""What metrics say of a plan."""

from __future__ import annotations

import msgspec
import pytest

from headroom.transforms.cache_breakpoints import AnthropicCacheOptimizer, CachePlan, OpenAICacheOptimizer, plan_summary
from tests.transforms.cache_breakpoints.conversations import LONG, TOOL, anthropic, openai

USER = {"role": "user", "content": "Which?"}
ANSWER = {"role": "assistant", "content": "This."}


def test_marks_are_counted() -> None:
    """With what stands before the last of them."""
    before = anthropic(USER, ANSWER, USER)
    after, _ = AnthropicCacheOptimizer()(before)
    plan = plan_summary(before, after)
    assert plan == CachePlan(
        strategy="explicit_breakpoints",
        cacheable_tokens=(len(LONG) + 17) // 4,
        breakpoints_inserted=2,
        stable_prefix_hash=plan.stable_prefix_hash,
        alignment_score=1.0,
    )


def test_a_key_and_nothing_are_told_apart() -> None:
    """Then tools and prompt are what may be cached."""
    before = openai({"role": "system", "content": LONG}, USER)
    after, _ = OpenAICacheOptimizer()(before)
    assert plan_summary(before, after).strategy == "prefix_stabilization"
    assert plan_summary(before, before).strategy == "none"
    assert plan_summary(before, before).cacheable_tokens == len(LONG) // 4


def test_the_prefix_hash_is_equal_where_a_prefix_is() -> None:
    """Later messages do not count; model, tools and prompt do."""
    first = openai({"role": "system", "content": LONG}, USER)
    later = openai({"role": "system", "content": LONG}, USER, ANSWER, USER)
    others = [
        openai({"role": "system", "content": "Else."}, USER),
        openai({"role": "system", "content": LONG}, USER, tools=[TOOL]),
    ]
    hashes = [
        plan_summary(one, one).stable_prefix_hash for one in (first, later, *others, msgspec.structs.replace(first, model="x"))
    ]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 4
    assert all(len(digest) == 16 and int(digest, 16) >= 0 for digest in hashes)


@pytest.mark.parametrize(("findings", "score"), [(0, 1.0), (1, 0.9), (3, 0.7), (12, 0.0)])
def test_what_is_dynamic_costs_a_tenth(findings: int, score: float) -> None:
    """Down to nothing."""
    prompt = "Be brief.\n" + "".join(f"At 10:{number:02}:07 it ran.\n" for number in range(findings))
    assert plan_summary(anthropic(system=prompt), anthropic(system=prompt)).alignment_score == score
