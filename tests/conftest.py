"""Property tests among the unit tests are shown the same examples each time, and no clock has a say."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "unit", deadline=None, derandomize=True, database=None, suppress_health_check=(HealthCheck.too_slow,), print_blob=True
)
settings.load_profile("unit")
