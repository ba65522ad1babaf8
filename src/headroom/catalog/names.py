"""What a model is called once routers, clouds, dates and suffixes are taken off its name.

Names are looked at, nothing is looked up.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

__all__ = ["LOCAL", "PRICED_HOSTS", "ModelName", "model_name"]

PRICED_HOSTS = frozenset(("groq", "together", "fireworks"))
"""Providers that set prices of their own for models that others make."""
LOCAL = frozenset(("ollama", "vllm", "lmstudio", "anyscale"))
"""Providers of which no price is known, whatever the model is called."""

_HOSTS = {
    "groq": "groq",
    "together": "together",
    "together_ai": "together",
    "fireworks": "fireworks",
    "fireworks_ai": "fireworks",
    "ollama": "ollama",
    "ollama_chat": "ollama",
    "vllm": "vllm",
    "hosted_vllm": "vllm",
    "lm_studio": "lmstudio",
    "anyscale": "anyscale",
}
"""What routers put in front of models that a host serves -> the host's name."""

_MAKERS = (
    ("claude", "anthropic"),
    ("gpt-", "openai"),
    ("chatgpt", "openai"),
    ("codex", "openai"),
    ("o1", "openai"),
    ("o3", "openai"),
    ("o4", "openai"),
    ("gemini", "google"),
    ("gemma", "google"),
    ("command", "cohere"),
    ("c4ai-", "cohere"),
    ("mistral", "mistral"),
    ("ministral", "mistral"),
    ("magistral", "mistral"),
    ("mixtral", "mistral"),
    ("open-mi", "mistral"),
    ("codestral", "mistral"),
    ("devstral", "mistral"),
    ("pixtral", "mistral"),
    ("deepseek", "deepseek"),
    ("grok", "x-ai"),
    ("kimi", "moonshotai"),
)
"""What names start with -> who makes the models."""
_CLAUDE_TIERS = ("opus", "sonnet", "haiku")
"""Words by which a model is taken for one of Anthropic's, wherever they stand."""

_LONG_CONTEXT = "[1m]"
_CLOUD = re.compile(
    r"(?:(?:us|eu|apac|jp|au|ca|global|us-gov)\.)?(?:anthropic|openai|google|meta|mistral|cohere|deepseek|moonshotai?)\."
)
"""What Bedrock puts in front."""
_REVISION = re.compile(r"(?:-v\d+)?(?::\d+)?(?:@[\w-]+)?$")
"""What Bedrock and Vertex put behind: `-v1:0`, `@20250929`, `@default`."""
_DATE = re.compile(r"-(?:20\d{6}|20\d{2}-\d{2}-\d{2}|\d{2}-20\d{2}|latest)$")
_FINE_TUNED = "ft:"


class ModelName(msgspec.Struct, frozen=True, kw_only=True):
    """A name taken apart."""

    spellings: tuple[str, ...]
    """In lower case: as given first, then with ever less of what surrounds the model's own name."""
    host: str = ""
    """The host that the name says, where makers' prices do not hold."""
    maker: str = ""
    """Who makes the model; empty where the name does not say."""
    is_long_context: bool = False
    """Whether the window of a million tokens is asked for by `[1m]`."""
    is_fine_tuned: bool = False


@lru_cache(maxsize=1024)
def model_name(model: str) -> ModelName:
    """A model's name taken apart; an empty name has no spellings.

    Cost: some microseconds, once for each name.
    """
    given = model.strip().lower()
    whole = given.removesuffix(_LONG_CONTEXT)
    first, _, rest = whole.partition("/")
    host = _HOSTS.get(first, "")
    # Hosts name models with a path of its own (`meta-llama/...`), and some lists have that path, some only its end.
    last = whole.rpartition("/")[2]
    is_fine_tuned = last.startswith(_FINE_TUNED)
    bare = last.removeprefix(_FINE_TUNED).partition(":")[0] if is_fine_tuned else last
    cloud = _CLOUD.match(bare)
    bare = bare[cloud.end() :] if cloud is not None else bare
    revised = _REVISION.sub("", bare, count=1)
    dated = _DATE.sub("", revised)
    # A cloud's `@default` or `-v2` may hide a date, and dates may hide revisions; one round of each is what there is.
    candidates = (given, whole, rest if host else "", last, bare, revised, dated)
    spellings = tuple(dict.fromkeys(name for name in candidates if name))
    return ModelName(
        spellings=spellings,
        host=host,
        maker=_maker(dated),
        is_long_context=whole != given,
        is_fine_tuned=is_fine_tuned,
    )


def _maker(name: str) -> str:
    for start, maker in _MAKERS:
        if name.startswith(start) and not (len(start) == 2 and name[2:3].isalnum()):
            return maker
    return "anthropic" if any(tier in name for tier in _CLAUDE_TIERS) else ""
