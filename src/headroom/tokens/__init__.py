"""Token counts: exact for OpenAI models, estimated and marked so for others, and a cheap estimate for budgets.

Importing this loads no vocabulary and no tiktoken; the first count does.
"""

from headroom.tokens.conversation import count_conversation, count_part
from headroom.tokens.counter import TokenCounter, count, counter_for, forget_counts
from headroom.tokens.estimate import estimate_tokens
from headroom.tokens.memo import Memo

__all__ = [
    "Memo",
    "TokenCounter",
    "count",
    "count_conversation",
    "count_part",
    "counter_for",
    "estimate_tokens",
    "forget_counts",
]
