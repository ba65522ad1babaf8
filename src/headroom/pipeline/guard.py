"""One step of a pipeline, run so that it can do no harm.

A step that raises changes nothing. What breaks a law is put back as it was. Either way the report says so. This is the last
line of defence: what it has to do is a fault of the step, to be mended there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter

import msgspec

from headroom.errors import in_a_line
from headroom.messages import Conversation, Decision, Part, Report
from headroom.pipeline.addresses import part_addresses
from headroom.safety import Verdict, changes_between, verify
from headroom.transforms.contract import Transform, WindowTransform

__all__ = ["guarded"]

_ADDRESS = attrgetter("message", "part")
_VERDICTS_TOLD = 3
"""Broken laws told in one warning. Chosen: the first ones lead to the fault."""


def guarded(step: Transform, conversation: Conversation) -> tuple[Conversation, Report]:
    """What the step made, as far as every law holds.

    Keeps: the report has a decision for every part, and originals only of what stays compressed.
    No-op: a step that raises or returns no (Conversation, Report).
    """
    try:
        after, report = _verified(step, conversation)
    except Exception as error:  # noqa: BLE001 - whatever a step does, MemoryError included, the rest goes on
        return conversation, _failure(step.name, conversation, error)
    return after, _completed(report, conversation, f"no decision by {step.name}", step.name)


def _verified(step: Transform, before: Conversation) -> tuple[Conversation, Report]:
    outcome: object = step(before)
    match outcome:
        case (Conversation() as after, Report() as report):
            pass
        case _:
            raise TypeError(f"it returned {type(outcome).__name__}, not a conversation and a report")
    verdicts = _verdicts(step, before, after, report)
    return _put_back(step, before, after, report, verdicts) if verdicts else (after, report)


def _verdicts(step: Transform, before: Conversation, after: Conversation, report: Report) -> tuple[Verdict, ...]:
    """What the step broke of the laws and of what it promised itself."""
    if step.rewrites_history and isinstance(step, WindowTransform):
        return verify(before, after, report, may_drop=True, keep_turns=step.keeps_turns)
    # A `PromptTransform`; asking for the protocol itself would take longer than all of a small step.
    return verify(before, after, report, may_edit_prompt=getattr(step, "edits_prompt", False) is True)


def _put_back(
    step: Transform, before: Conversation, after: Conversation, report: Report, verdicts: tuple[Verdict, ...]
) -> tuple[Conversation, Report]:
    """The step's work without the messages that break a law, if the rest keeps the laws; else without any of it."""
    reasons = _reasons(verdicts)
    told = _told(verdicts)
    if len(before.messages) == len(after.messages):
        mended = _mended(before, after, reasons)
        trimmed = _trimmed(step.name, report, before, after, reasons)
        if not _verdicts(step, before, mended, trimmed):
            count = f"{len(reasons)} message{'s' if len(reasons) > 1 else ''}"
            return mended, trimmed + Report(warnings=(f"{step.name}: {count} put back: {told}",))
    everywhere = dict.fromkeys(range(-1, len(before.messages)), f"put back with all of {step.name}: {told}")
    undone = _trimmed(step.name, report, before, after, {**everywhere, **reasons})
    return before, Report(decisions=undone.decisions, warnings=(*undone.warnings, f"{step.name}: everything put back: {told}"))


def _mended(before: Conversation, after: Conversation, reasons: Mapping[int, str]) -> Conversation:
    """`after` with the messages that have a reason as they were."""
    messages = tuple(
        old if index in reasons else new for index, (old, new) in enumerate(zip(before.messages, after.messages, strict=True))
    )
    return msgspec.structs.replace(after, messages=messages, system=before.system if -1 in reasons else after.system)


def _trimmed(step: str, report: Report, before: Conversation, after: Conversation, reasons: Mapping[int, str]) -> Report:
    """The report with `reverted` for what was compressed in the messages that have a reason."""
    decisions: list[Decision] = []
    told: set[tuple[int, int]] = set()
    gone: set[str] = set()
    for decision in report.decisions:
        if decision.action == "compressed" and decision.message in reasons:
            told.add((decision.message, decision.part))
            gone.add(decision.original)
            decisions.append(
                msgspec.structs.replace(
                    decision,
                    action="reverted",
                    reason=reasons[decision.message],
                    original="",
                    chars_after=decision.chars_before,
                )
            )
        else:
            decisions.append(decision)
    decisions.extend(
        Decision(message=message, part=part, step=step, action="reverted", reason=reasons[message])
        for message, part in _changed_parts(before, after)
        if message in reasons and (message, part) not in told
    )
    gone -= {decision.original for decision in decisions}
    return Report(
        decisions=tuple(decisions),
        originals=tuple(original for original in report.originals if original.hash not in gone),
        warnings=report.warnings,
    )


def _changed_parts(before: Conversation, after: Conversation) -> Iterator[tuple[int, int]]:
    """The parts of `before` that `after` does not hold as they were."""
    yield from ((-1, part) for part in _differing(before.system, after.system))
    changes = changes_between(before, after)
    for index in changes.dropped:
        yield from ((index, part) for part in range(len(before.messages[index].parts)))
    for changed in changes.messages:
        yield from ((changed.index, part) for part in _differing(changed.old.parts, changed.new.parts))


def _differing(old: tuple[Part, ...], new: tuple[Part, ...]) -> Iterator[int]:
    return (index for index, part in enumerate(old) if index >= len(new) or new[index] != part)


def _completed(report: Report, conversation: Conversation, reason: str, step: str) -> Report:
    """The report with `kept` for every part that it does not mention."""
    parts = part_addresses(conversation)
    told = list(map(_ADDRESS, report.decisions))
    if told == parts:
        # One decision a part, in order, is what nearly every step reports.
        return report
    seen = set(told)
    missing = [
        Decision(message=message, part=part, step=step, action="kept", reason=reason)
        for message, part in parts
        if (message, part) not in seen
    ]
    return msgspec.structs.replace(report, decisions=(*report.decisions, *missing)) if missing else report


def _failure(step: str, conversation: Conversation, error: Exception) -> Report:
    reason = f"{step} failed: {in_a_line(error)}"
    return _completed(Report(warnings=(f"{reason}; it changed nothing",)), conversation, reason, step)


def _reasons(verdicts: tuple[Verdict, ...]) -> dict[int, str]:
    """The first broken law of each message, by its index; -1 for the system prompt or the conversation as a whole."""
    reasons: dict[int, str] = {}
    for verdict in verdicts:
        reasons.setdefault(verdict.message, str(verdict))
    return reasons


def _told(verdicts: tuple[Verdict, ...]) -> str:
    first = "; ".join(str(verdict) for verdict in verdicts[:_VERDICTS_TOLD])
    return first if len(verdicts) <= _VERDICTS_TOLD else f"{first}; and {len(verdicts) - _VERDICTS_TOLD} more"
