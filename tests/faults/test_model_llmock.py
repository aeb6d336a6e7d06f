"""An independent judge: llmock injects the fault and says how the gateway behaved."""

import time
from collections.abc import Callable

import pytest
from llmock.pytest_plugin import LLMock

from bot.clock import SystemClock
from core.errors import ModelError, ModelFault
from core.llm.config import ModelConfig
from tests.gateway import gateway, house, prompt

# Long enough that the judge is still sending when the gateway hangs up on a broken chunk.
SAID = " ".join(["I would rather not say."] * 200)
PLAIN_MODEL = ModelConfig(model="local")
PASSING: dict[str, Callable[[LLMock], object]] = {
    "429 twice": lambda judge: judge.rate_limit(times=2, retry_after=0.2),
    "529 twice": lambda judge: judge.fail(529, times=2, retry_after=0.2),
    "500": lambda judge: judge.fail(500),
    "500 three times": lambda judge: judge.fail(500, times=3),
    "502": lambda judge: judge.fail(502),
    "503": lambda judge: judge.fail(503),
    "disconnect": lambda judge: judge.disconnect(after_chunks=2),
    "truncate": lambda judge: judge.truncate(after_chunks=2),
    "corrupt": lambda judge: judge.corrupt(after_chunks=2),
    "stall": lambda judge: judge.stall(after_chunks=2, seconds=15),
    "slow first token": lambda judge: judge.slow_first_token(15),
    "a little slow": lambda judge: judge.delay(0.2),
}
LASTING = {
    400: ModelFault.BAD_REQUEST,
    401: ModelFault.AUTH,
    403: ModelFault.AUTH,
    404: ModelFault.BAD_REQUEST,
    422: ModelFault.BAD_REQUEST,
}


def patience(case: str) -> float:
    """Seconds of silence before it is asked again: little only where silence is the fault."""
    return 5.0 if case in {"stall", "slow first token"} else 20.0


async def ask(judge: LLMock, read: float = 20.0) -> str:
    url = judge.base_url("anthropic")
    async with gateway(url, house(SystemClock()), PLAIN_MODEL, read=read) as model:
        return (await model.answer(prompt())).text


@pytest.mark.parametrize("case", PASSING)
async def test_a_passing_fault_ends_in_an_answer_and_no_finding(llmock: LLMock, case: str) -> None:
    PASSING[case](llmock)
    said = SAID if case == "corrupt" else "I would rather not say."
    llmock.reply(said, times=None)
    assert await ask(llmock, patience(case)) == said
    llmock.assert_resilient(strict=True)


@pytest.mark.parametrize(("status", "fault"), LASTING.items())
async def test_a_lasting_fault_is_told_after_one_call(
    llmock: LLMock, status: int, fault: ModelFault
) -> None:
    llmock.fail(status, times=None)
    with pytest.raises(ModelError) as caught:
        await ask(llmock)
    assert caught.value.fault is fault
    assert len(llmock.requests) == 1
    llmock.assert_resilient(strict=True)


async def test_a_prompt_that_is_too_long_is_told_as_such(llmock: LLMock) -> None:
    llmock.context_overflow()
    with pytest.raises(ModelError) as caught:
        await ask(llmock)
    assert caught.value.fault is ModelFault.TOO_LONG
    llmock.assert_resilient(strict=True)


async def test_an_hour_to_wait_is_told_at_once(llmock: LLMock) -> None:
    llmock.rate_limit(times=None, retry_after=3600)
    url = llmock.base_url("anthropic")
    async with gateway(url, house(SystemClock()), PLAIN_MODEL) as model:
        began = time.monotonic()
        with pytest.raises(ModelError) as caught:
            await model.answer(prompt())
        assert time.monotonic() - began < 30
    assert (caught.value.fault, caught.value.retry_after) == (ModelFault.BUSY_UNTIL, 3600)
    assert len(llmock.requests) == 1
