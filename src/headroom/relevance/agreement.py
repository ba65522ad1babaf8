"""Whether two questions ask for the same, as far as words can tell: the guard before a likeness of meaning counts.

Vectors say that a question and its reversal are nearly the same. So all that carries meaning must stand in both, in one order:
names, numbers, denials, signs, tenses, and what is asked (who, when, how). Only courtesy, articles, spelling in capitals, and
some ways to begin a question may differ. One that is turned away by mistake costs a call; one let through, a wrong answer.
"""

from __future__ import annotations

import re

__all__ = ["question_form"]

_OPENINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (r"\A(?:hi|hello|hey)(?: there)?[,!.] ", ""),
        (r"\A(?:(?:can|could|would|will) you )?(?:please |kindly )?(?=(?:tell|explain|show|give|list|describe)\b)", ""),
        (r"\A(?:tell me|explain|explain to me) (?=(?:who|what|when|where|which|why|how)\b)", ""),
        (r"\Ahow (?:can|do|could|would) (?:i|we|one) ", "how to "),
        (r"\Awhat['’]s ", "what is "),
        (r"[,.!?] *(?:please|thanks|thank you)[.!?]*\Z", ""),
    )
)
"""Ways to begin and to end that ask for the same. Chosen: nothing that could change what is asked."""
_ARTICLES = frozenset({"the", "an"})
"""Words that may be missing. `a` is often a name: vitamin a, plan a."""
_NEGATION = re.compile(r"(\w+)n['’]t\Z", re.IGNORECASE)
_IRREGULAR = {"wo": "will", "ca": "can", "sha": "shall"}
_BEFORE = "\"'“‘("
_BEHIND = "\"'”’),.;:?"
_LONGEST = 2_000
"""Characters of a question that is compared; chosen: a longer one holds a document, of which every word counts."""


def question_form(text: str) -> tuple[str, ...]:
    """The words by which a question is known: equal for questions that ask for the same; empty for what is compared by no one.

    Cost: linear; nothing is read of a text of more than 2,000 characters.
    """
    if len(text) > _LONGEST:
        return ()
    said = " ".join(text.split())
    for opening, plain in _OPENINGS:
        said = opening.sub(plain, said, count=1)
    words = said.split(" ")
    form: list[str] = []
    for at, word in enumerate(words):
        bare = word.lstrip(_BEFORE).rstrip(_BEHIND)
        if bare.endswith("!") and bare[:-1].isalpha():
            bare = bare[:-1]
        # One in capitals, or that nothing follows, may be a name.
        is_article = bare.lower() in _ARTICLES and at < len(words) - 1 and (at == 0 or bare.islower())
        if bare and not is_article:
            form.extend(_meaning(bare))
    return tuple(form)


def _meaning(word: str) -> tuple[str, ...]:
    """A word as it counts: a denial by itself, an abbreviation in capitals, all else without."""
    denied = _NEGATION.match(word)
    if denied is not None:
        verb = denied.group(1).lower()
        return _IRREGULAR.get(verb, verb), "not"
    if word.lower() == "cannot":
        return "can", "not"
    is_abbreviation = len(word) > 1 and word.isupper() and word.isalpha()
    return (word if is_abbreviation else word.casefold(),)
