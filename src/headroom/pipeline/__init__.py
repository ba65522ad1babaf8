"""From a conversation to a smaller valid one: the guard, the presets, the runner and the ways in.

Nothing is imported here, so that loading one module does not load the others: only `runner` and `aio` need anyio. The public
names are those of `headroom`.
"""

from __future__ import annotations

__all__: list[str] = []
