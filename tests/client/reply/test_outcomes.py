"""How a call ended, read from its replies."""

from __future__ import annotations

from openai._models import construct_type_unchecked as made_by_openai
from openai.types.chat import ChatCompletion

from headroom.client.reply.outcomes import failed, known_bills, outcome_of

Wire = dict[str, object]
USAGE = {"prompt_tokens": 500, "completion_tokens": 2, "total_tokens": 502, "prompt_tokens_details": {"cached_tokens": 400}}


def reply(usage: object = None, text: str = "Done.") -> Wire:
    """A plain reply."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"id": "r", "object": "chat.completion", "model": "gpt-4o", "choices": [choice], "usage": usage}


def test_usage_is_read_from_dicts_and_from_the_sdks_objects() -> None:
    """Of every round; where one does not say, none counts."""
    said, typed = reply(USAGE), made_by_openai(value=reply(USAGE), type_=ChatCompletion)
    assert [bill.cache_read_tokens for bill in outcome_of([said, typed], "openai_chat").bills] == [400, 400]
    assert outcome_of([said, reply()], "openai_chat").bills == ()
    assert outcome_of([said, reply()], "openai_chat").rounds == 1


def test_an_error_is_its_type_and_status_alone() -> None:
    """Never its words, which may hold a user's."""

    class RateLimitError(Exception):
        status_code = 429

    assert failed(RateLimitError("secret")).error == "RateLimitError 429"
    assert failed(TimeoutError("secret")).error == "TimeoutError"


def test_what_a_failed_call_cost_until_then_is_not_forgotten() -> None:
    """As far as the provider said it; rounds of which it did not say are not counted for it."""
    replies = [reply(USAGE), reply(), reply(USAGE)]
    ended = failed(TimeoutError(), known_bills(replies), 2)
    assert (ended.bills, ended.rounds, ended.error) == (outcome_of([reply(USAGE)] * 2, "openai_chat").bills, 2, "TimeoutError")
    assert ended.text is None
    assert outcome_of([], "openai_chat").rounds == 0
