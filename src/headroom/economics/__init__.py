"""What compression costs and earns: whether a rewrite of what was already sent may be sent."""

from headroom.economics.gate import is_over, may_rewrite, most_tokens, saves_tokens

__all__ = ["is_over", "may_rewrite", "most_tokens", "saves_tokens"]
