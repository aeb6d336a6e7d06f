"""A stream cut at every byte is never taken for a whole answer."""

import asyncio

import pytest

from core.errors import ModelError
from core.llm.anthropic import AnthropicEndpoint, Wire
from core.llm.capability import CAPABILITIES
from core.llm.request import Voice
from tests.gateway import prompt, sweep
from tests.provider import Provider, Reply

TEXT = "I wake up at night, ¿sabes? Then I lie there — until five. " * 3
VOICE = Voice("claude-sonnet-5-5", CAPABILITIES["claude-sonnet-5-5"])
LONGEST = 1700


@pytest.mark.parametrize("fault", ["eof", "reset", "garbage", "utf8", "error"])
async def test_a_cut_answer_is_whole_or_a_fault(fault: str) -> None:
    step = sweep(13, 1)
    async with Provider() as provider:
        provider.say(*(Reply(TEXT, fault=fault, at=at) for at in range(0, LONGEST, step)))
        cuts = len(provider.script)
        endpoint = AnthropicEndpoint(Wire(provider.url, "k", read=2), VOICE)
        ends = await asyncio.gather(*(endpoint.exchange(prompt()) for _ in range(cuts)))
        await endpoint.aclose()
    whole = [end for end in ends if not isinstance(end.outcome, ModelError)]
    assert {end.outcome.text for end in whole} <= {TEXT.strip()}
    assert all(end.billed == "usage" for end in whole)
    assert len(whole) < cuts / 4
