"""`acompress` beside `compress`."""

from __future__ import annotations

import inspect
import json
from collections.abc import Sequence
from typing import Any, cast

import pytest

from headroom.errors import ConfigurationError
from headroom.pipeline.aio import acompress
from headroom.pipeline.entry import compress
from tests.fakes.requests import anthropic_messages, openai_messages

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both event loops."""
    return str(request.param)


@pytest.mark.parametrize("messages", [openai_messages(), anthropic_messages(), openai_messages("short")])
async def test_it_gives_what_compress_gives(messages: list[dict[str, Any]]) -> None:
    """Messages, report and figures are the same, small or big."""
    awaited, direct = await acompress(messages, environ={}), compress(messages, environ={})
    assert json.dumps(awaited.messages) == json.dumps(direct.messages)
    assert awaited.report == direct.report
    assert awaited.tokens_saved == direct.tokens_saved


async def test_what_is_no_conversation_comes_back() -> None:
    """As in `compress`, with a warning."""
    result = await acompress(cast("Sequence[object]", "hello"), environ={})
    assert cast("object", result.messages) == "hello"
    assert len(result.report.warnings) == 1


async def test_a_setting_that_makes_no_sense_raises() -> None:
    """As in `compress`."""
    with pytest.raises(ConfigurationError):
        await acompress(openai_messages(), preset="best")


async def test_the_signatures_agree() -> None:
    """What can be asked of one can be asked of the other."""
    assert inspect.signature(acompress) == inspect.signature(compress)
