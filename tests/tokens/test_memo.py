"""Tests of the bounded map."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from headroom.tokens.memo import Memo


def test_an_equal_key_finds_the_value() -> None:
    """A key is found by equality, not by identity."""
    memo: Memo[tuple[str, str], int] = Memo(max_entries=4, max_weight=100)
    text = "ab" * 500

    memo.put(("x", text), 7)

    assert memo.get(("x", text[:1] + text[1:])) == 7
    assert memo.get(("y", text)) is None


def test_a_value_put_again_replaces_and_reweighs() -> None:
    """The later value stands, and its weight counts once."""
    memo: Memo[str, int] = Memo(max_entries=4, max_weight=100)

    memo.put("a", 1, 60)
    memo.put("a", 2, 30)

    assert (memo.get("a"), memo.weight, len(memo)) == (2, 30, 1)


def test_the_number_of_entries_is_bounded() -> None:
    """With no entry asked for, the oldest goes first."""
    memo: Memo[int, int] = Memo(max_entries=3, max_weight=100)

    for key in range(5):
        memo.put(key, key)

    assert [memo.get(key) for key in range(5)] == [None, None, 2, 3, 4]


def test_the_total_weight_is_bounded() -> None:
    """As many old entries go as the new one needs room."""
    memo: Memo[str, int] = Memo(max_entries=10, max_weight=100)

    for key in ("a", "b", "c"):
        memo.put(key, 0, 30)
    memo.put("d", 0, 50)

    assert [key for key in ("a", "b", "c", "d") if memo.get(key) is not None] == ["c", "d"]
    assert memo.weight == 80


def test_what_was_asked_for_outlives_what_was_not() -> None:
    """An entry in use survives one pass over new ones."""
    memo: Memo[int, int] = Memo(max_entries=3, max_weight=100)
    for key in range(3):
        memo.put(key, key)

    for key in range(3, 9):
        assert memo.get(0) == 0
        memo.put(key, key)

    assert memo.get(0) == 0
    assert len(memo) == 3


def test_an_entry_is_spared_once_for_being_asked() -> None:
    """When all were asked for, the oldest still makes room."""
    memo: Memo[int, int] = Memo(max_entries=2, max_weight=100)
    memo.put(0, 0)
    memo.put(1, 1)
    assert (memo.get(0), memo.get(1)) == (0, 1)

    memo.put(2, 2)

    assert (memo.get(0), memo.get(1), memo.get(2)) == (None, 1, 2)


def test_what_is_heavier_than_the_bound_is_not_kept() -> None:
    """An oversized entry drives nothing out."""
    memo: Memo[str, int] = Memo(max_entries=4, max_weight=100)
    memo.put("a", 1, 10)

    memo.put("huge", 2, 101)

    assert (memo.get("huge"), memo.get("a")) == (None, 1)


def test_clear_forgets_everything() -> None:
    """Nothing is found, and the room is free again."""
    memo: Memo[str, int] = Memo(max_entries=4, max_weight=100)
    memo.put("a", 1, 99)

    memo.clear()

    assert (memo.get("a"), memo.weight, len(memo)) == (None, 0, 0)


def test_threads_share_it_without_losing_count() -> None:
    """Under contention values stay right and the bounds hold."""
    memo: Memo[int, int] = Memo(max_entries=50, max_weight=500)

    def work(seed: int) -> bool:
        right = True
        for step in range(3000):
            key = (seed * 7919 + step * 31) % 120
            found = memo.get(key)
            right = right and found in (None, key * key)
            memo.put(key, key * key, 1 + key % 20)
        return right

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))
    assert len(memo) <= 50
    assert memo.weight == sum(1 + key % 20 for key in range(120) if memo.get(key) is not None) <= 500
