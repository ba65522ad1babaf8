"""How many examples each law is shown, and how Hypothesis goes about it.

`HYPOTHESIS_PROFILE` picks a profile: dev (the default), ci or nightly.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

# Building a conversation of several results is slow by Hypothesis' measure and cheap by ours; time is no law here.
_SUPPRESSED = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=_SUPPRESSED)
settings.register_profile(
    "ci",
    max_examples=500,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=_SUPPRESSED,
)
# Finding matters more at night than explaining; a failure prints a blob by which it is run again and shrunk by day.
settings.register_profile(
    "nightly",
    max_examples=20_000,
    deadline=None,
    database=None,
    print_blob=True,
    phases=(Phase.explicit, Phase.generate, Phase.target, Phase.shrink),
    suppress_health_check=_SUPPRESSED,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
