"""Which questions may share an answer: measured on pairs made to deceive a likeness of meaning."""

from __future__ import annotations

import pytest

from headroom.relevance.agreement import question_form

ADVERSARIAL = (
    ("Did Alice pay Bob?", "Did Bob pay Alice?"),
    ("Is a cat bigger than a dog?", "Is a dog bigger than a cat?"),
    ("Convert 100 USD to EUR", "Convert 100 EUR to USD"),
    ("How do I convert a list to a tuple?", "How do I convert a tuple to a list?"),
    ("Who defeated Rome in Carthage?", "Who defeated Carthage in Rome?"),
    ("Should I walk before I eat?", "Should I eat before I walk?"),
    ("Subtract 3 from 5", "Subtract 5 from 3"),
    ("What is 15% of 80?", "What is 80% of 15?"),
    ("Population of France in 2019", "Population of France in 2020"),
    ("What changed in version 2.1?", "What changed in version 2.10?"),
    ("Is 0.1 + 0.2 equal to 0.3?", "Is 0.1 - 0.2 equal to 0.3?"),
    ("Translate 'one apple' to French", "Translate 'two apples' to French"),
    ("Can I take ibuprofen with alcohol?", "Can't I take ibuprofen with alcohol?"),
    ("Should I restart the server?", "Should I not restart the server?"),
    ("Which files are tracked?", "Which files are untracked?"),
    ("List users who never logged in", "List users who logged in"),
    ("How to sleep with noise", "How to sleep without noise"),
    ("How do I enable two-factor login?", "How do I disable two-factor login?"),
    ("What is the minimum of the list?", "What is the maximum of the list?"),
    ("Is it safe to open the valve?", "Is it safe to close the valve?"),
    ("What happened before the war?", "What happened after the war?"),
    ("Show the first 10 rows", "Show the last 10 rows"),
    ("How do I increase the timeout?", "How do I decrease the timeout?"),
    ("What is the capital of Austria?", "What is the capital of Australia?"),
    ("Who was the president of Brazil?", "Who is the president of Brazil?"),
    ("When did she leave?", "Why did she leave?"),
    ("How old is he?", "How old is she?"),
    ("Is x > y?", "Is x < y?"),
    ("Is C faster than Python?", "Is C++ faster than Python?"),
    ("What is -5 squared?", "What is 5 squared?"),
    ("What is 5! mod 7?", "What is 5 mod 7?"),
    ("Does the plan cover US citizens?", "Does the plan cover us citizens?"),
    ("What does vitamin a do", "What does vitamin do"),
    ("What does Plan A cost?", "What does Plan cost?"),
    ("How do you say please in French", "How do you say thanks in French"),
    ("What does please mean", "What does kindly mean"),
    ("How to say thanks", "How to say please"),
    ("How do you feel?", "How do I feel?"),
    ("Can I delete the backup?", "How can I delete the backup?"),
    ("All tests except the slow ones", "All tests and the slow ones"),
    ("Explain recursion", "Explain recursion to a child"),
    ("Who can edit my posts?", "Who can edit your posts?"),
)
PARAPHRASES = (
    ("How do I reset my password?", "how can I reset my password"),
    ("How do I reset my password?", "How to reset my password?"),
    ("What's the capital of France?", "What is the capital of France?"),
    ("What is the capital of France", "Please tell me what is the capital of France."),
    ("Could you explain how DNS works?", "Explain how DNS works"),
    ("Hello, what is DNS?", "What is DNS? Thanks!"),
    ("Can't I log in twice?", "Can not I log in twice?"),
    ("List the  planets.", "please list planets"),
    ("Is this right!", "is this right?"),
    ("I cannot log in", "I can't log in"),
    ("Is it safe to eat the raw egg?", "is it safe to eat raw egg"),
)


@pytest.mark.parametrize(("one", "other"), ADVERSARIAL)
def test_what_asks_for_something_else_has_another_form(one: str, other: str) -> None:
    """Reversals, other numbers, denials, opposites, names, signs and tenses never share an answer."""
    assert question_form(one) != question_form(other)


@pytest.mark.parametrize(("one", "other"), PARAPHRASES)
def test_what_asks_for_the_same_has_one_form(one: str, other: str) -> None:
    """Courtesy, articles, capitals and ways to begin do not count."""
    assert question_form(one) == question_form(other) != ()


def test_documents_are_compared_by_nobody() -> None:
    """A text of more than 2,000 characters has no form."""
    assert question_form("word " * 500) == ()
    assert question_form(" \n ") == ()
