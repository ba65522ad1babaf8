"""What is kept for how long, and what kinds of trouble there are."""

from __future__ import annotations

import pytest

from headroom.config import CCRConfig
from headroom.errors import StorageError
from headroom.stores.contract import Retention, StoreBusyError, StoreCorruptError, trouble_kind


def test_retention_is_what_the_configuration_says() -> None:
    """Each bound has a setting, and the defaults agree."""
    assert Retention.of(CCRConfig(store_max_entries=7, store_max_bytes=8, store_ttl_seconds=9)) == Retention(
        max_entries=7, max_bytes=8, ttl_seconds=9.0
    )
    assert Retention.of(CCRConfig()) == Retention()


def test_two_retentions_keep_what_either_keeps() -> None:
    """Bound by bound, the wider one counts."""
    one, other = Retention(max_entries=1, max_bytes=20, ttl_seconds=3), Retention(max_entries=10, max_bytes=2, ttl_seconds=3)
    assert one | other == Retention(max_entries=10, max_bytes=20, ttl_seconds=3)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (StoreBusyError("x"), "busy"),
        (StoreCorruptError("x"), "corrupt"),
        (StorageError("x", {"kind": "full"}), "full"),
        (StorageError("x", {"kind": "newer"}), "newer"),
        (StorageError("x"), "unwritable"),
        (StorageError("x", {"kind": "of some package's own"}), "unwritable"),
    ],
)
def test_every_error_is_of_a_kind(error: StorageError, kind: str) -> None:
    """What a status says is wrong follows from the error."""
    assert trouble_kind(error) == kind
