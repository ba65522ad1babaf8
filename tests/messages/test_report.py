"""Reports as a monoid, and what is derived from them."""

from __future__ import annotations

import hashlib

import pytest

from headroom.messages import Action, Decision, Original, Report, original_of


def decided(action: Action, message: int = 0, part: int = 0, step: str = "s") -> Decision:
    """A decision of a step on a part."""
    return Decision(message=message, part=part, step=step, action=action, reason="because")


ONE = Report(decisions=(decided("kept"),), originals=(Original("a", "A"),), warnings=("first",))
TWO = Report(decisions=(decided("compressed", 1),), originals=(Original("b", "B"),), warnings=("second",))
THREE = Report(warnings=("third",))


def test_the_empty_report_changes_nothing() -> None:
    """`Report()` is neutral on both sides."""
    assert ONE + Report() == ONE
    assert Report() + ONE == ONE


def test_adding_is_associative() -> None:
    """Grouping does not matter."""
    assert (ONE + TWO) + THREE == ONE + (TWO + THREE)


def test_adding_keeps_everything_in_order() -> None:
    """Decisions, originals and warnings follow one another, oldest first."""
    total = ONE + TWO
    assert total.decisions == ONE.decisions + TWO.decisions
    assert total.originals == (Original("a", "A"), Original("b", "B"))
    assert total.warnings == ("first", "second")


def test_original_texts_are_by_hash() -> None:
    """The originals as a dict."""
    assert (ONE + TWO).original_texts == {"a": "A", "b": "B"}


@pytest.mark.parametrize(
    ("actions", "standing"),
    [
        (("kept", "compressed"), "compressed"),
        (("compressed", "kept"), "compressed"),
        (("compressed", "reverted"), "reverted"),
        (("reverted", "kept"), "reverted"),
        (("kept", "kept"), "kept"),
    ],
)
def test_what_stands_is_the_last_change(actions: tuple[Action, ...], standing: Action) -> None:
    """A later step that kept a part does not hide that an earlier one compressed it."""
    report = Report(decisions=tuple(decided(action, step=str(index)) for index, action in enumerate(actions)))
    assert report.final[0, 0].action == standing


def test_what_was_kept_throughout_has_the_first_reason() -> None:
    """The first step is the one that looked at what the part is."""
    report = Report(decisions=(decided("kept", step="first"), decided("kept", step="second")))
    assert report.final[0, 0].step == "first"


def test_final_is_by_part() -> None:
    """Parts of one message have decisions of their own, and so has the system prompt."""
    report = Report(decisions=(decided("kept", -1), decided("kept", 0, 0), decided("compressed", 0, 1)))
    assert {address: decision.action for address, decision in report.final.items()} == {
        (-1, 0): "kept",
        (0, 0): "kept",
        (0, 1): "compressed",
    }


@pytest.mark.parametrize("text", ["", "plain", "schön 🙂"])
def test_the_hash_is_of_the_utf_8(text: str) -> None:
    """24 hex digits of SHA-256, with the whole text."""
    original = original_of(text)
    assert original.hash == hashlib.sha256(text.encode()).hexdigest()[:24]
    assert original.text == text


def test_lone_surrogates_have_a_hash() -> None:
    """A text that is no valid UTF-8 is named like any other, and not like another."""
    assert len(original_of("a\ud800").hash) == 24
    assert original_of("a\ud800").hash != original_of("a\udc00").hash
