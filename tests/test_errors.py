"""The exceptions as a caller sees them."""

from __future__ import annotations

import pytest

from headroom.errors import ConfigurationError, HeadroomError, TokenizationError, in_a_line


def test_details_are_told_and_kept() -> None:
    """The text names the details; they are there as data, too."""
    error = ConfigurationError("keep_turns must not be negative", {"field": "keep_turns", "value": -1})
    assert str(error) == "keep_turns must not be negative (field='keep_turns', value=-1)"
    assert error.details == {"field": "keep_turns", "value": -1}


def test_without_details_the_message_stands_alone() -> None:
    """No brackets round nothing."""
    assert str(TokenizationError("no vocabulary")) == "no vocabulary"


@pytest.mark.parametrize("kind", [ConfigurationError, TokenizationError])
def test_one_base_catches_all(kind: type[HeadroomError]) -> None:
    """Every exception of ours is a HeadroomError."""
    with pytest.raises(HeadroomError):
        raise kind("no")


def test_a_wrong_setting_is_a_value_error() -> None:
    """Callers that expect the built-in exception get it."""
    assert issubclass(ConfigurationError, ValueError)


def test_details_are_the_exceptions_own() -> None:
    """Changing the dict that was given changes nothing."""
    given: dict[str, object] = {"field": "a"}
    error = HeadroomError("no", given)
    given["field"] = "b"
    assert error.details == {"field": "a"}


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("no\n  such\tthing "), "ValueError: no such thing"),
        (MemoryError(), "MemoryError"),
        (KeyError(" "), "KeyError: ' '"),
        (RuntimeError("ab " * 100), f"RuntimeError: {'ab ' * 66}ab"),
    ],
)
def test_an_exception_is_told_in_a_line(error: Exception, line: str) -> None:
    """Its kind, and not more of its message than a report has room for."""
    assert in_a_line(error) == line


def test_an_exception_that_cannot_be_read_is_told_by_its_kind() -> None:
    """Whoever wrote it, a report of it is no trouble."""

    class UnreadableError(Exception):
        def __str__(self) -> str:
            raise LookupError

    assert in_a_line(UnreadableError()) == "UnreadableError"
