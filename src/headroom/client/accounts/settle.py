"""A call that is over, handed on to be counted.

The call itself only hands over what it knows; counting, pricing and writing are done later, by the writer.
"""

from __future__ import annotations

import concurrent.futures.thread  # noqa: F401 - vocabularies need it, and it refuses to be imported once the process ends
from datetime import UTC, datetime
from functools import partial

from headroom.client.accounts.rows import row_of
from headroom.client.core import Core
from headroom.client.reply.outcomes import Outcome
from headroom.client.request.prepared import Prepared
from headroom.config.client import HeadroomMode
from headroom.telemetry import logging as log

__all__ = ["settle"]

_TOLD = frozenset(10**power for power in range(9))
"""Which times a fallback is logged; all are counted. Chosen: a fault that stays does not fill the log."""


def settle(core: Core, prepared: Prepared, outcome: Outcome) -> None:
    """Hand a call over to the writer, which counts, prices and keeps it.

    Cost: a few microseconds; all else is done later, in another thread.
    """
    optimized = prepared.mode == HeadroomMode.OPTIMIZE
    core.session.add(
        requests_total=1,
        requests_optimized=int(optimized),
        requests_audit=int(not optimized),
        cache_hits=int(outcome.cached),
        failures=int(outcome.error is not None),
        retrieval_rounds=outcome.rounds,
    )
    if prepared.fallback:
        times = core.session.fell_back(prepared.fallback)
        if times in _TOLD:
            log.request_fell_back(f"{prepared.fallback} ({times} so far)")
    now = datetime.now(UTC).replace(tzinfo=None)
    core.stores.writer.submit(partial(row_of, core, prepared, outcome, now))
