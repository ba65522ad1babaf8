"""Conversations to try things on."""

from __future__ import annotations

from headroom.messages import Conversation, Message, Text, ToolCall, ToolResult

__all__ = ["agent_conversation"]


def agent_conversation(*results: str, is_numbered: bool = True, last_question: str = "") -> Conversation:
    """A question, then a call and its result for each text; one part a message, the results at 2, 4, 6 and so on.

    A last question stands before the last call.
    """
    messages = [Message(role="user", parts=(Text(text="What  went   wrong?"),), origin=0 if is_numbered else -1)]
    for number, result in enumerate(results):
        call = ToolCall(id=f"call_{number}", name="fetch", arguments="{}")
        answer = ToolResult(call_id=f"call_{number}", content=(Text(text=result),))
        if last_question and number == len(results) - 1:
            asked = Text(text=last_question)
            messages.append(Message(role="user", parts=(asked,), origin=len(messages) if is_numbered else -1))
        for role, part in (("assistant", call), ("tool", answer)):
            messages.append(Message(role=role, parts=(part,), origin=len(messages) if is_numbered else -1))
    return Conversation(messages=tuple(messages), model="gpt-4o")
