"""What every Model promises; a new provider adds a row to MODELS and passes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.clock import SystemClock
from core.errors import ModelError, ModelFault
from core.llm.breaker import DEFAULT_BREAKER, BreakerModel
from core.llm.config import ModelConfig
from core.llm.retry import DEFAULT_RETRY, RetryingModel
from core.ports import Completion, Model, Prompt, Turn
from tests.gateway import ScriptedModel, StillClock, gateway, house, prompt
from tests.provider import Provider, Reply

Opening = Callable[[ModelFault | None], AbstractAsyncContextManager[Model]]
WIRE = {
    None: Reply("Fine."),
    ModelFault.REFUSAL: Reply(stop_reason="refusal"),
    ModelFault.AUTH: Reply(status=401),
    ModelFault.BAD_REQUEST: Reply(status=404),
    ModelFault.BILLING: Reply(status=402),
    ModelFault.TOO_LONG: Reply(status=413),
}


def over_the_wire(model_id: str) -> Opening:
    @asynccontextmanager
    async def opened(fault: ModelFault | None) -> AsyncIterator[Model]:
        async with Provider(WIRE[fault]) as provider:
            config = ModelConfig(model_id)
            async with gateway(provider.url, house(SystemClock()), config) as model:
                yield model

    return opened


@asynccontextmanager
async def retrying(fault: ModelFault | None) -> AsyncIterator[Model]:
    clock = StillClock()
    inner = ScriptedModel([fault] * 9 if fault else [])
    yield RetryingModel(inner, DEFAULT_RETRY, clock, clock.sleep)


@asynccontextmanager
async def broken(fault: ModelFault | None) -> AsyncIterator[Model]:
    inner = ScriptedModel([fault] * 9 if fault else [])
    yield BreakerModel(inner, DEFAULT_BREAKER, StillClock())


MODELS: dict[str, Opening] = {
    "gateway": over_the_wire("claude-sonnet-5-5"),
    "gateway, plain": over_the_wire("local"),
    "retry": retrying,
    "breaker": broken,
}


@pytest.fixture(params=MODELS)
def opening(request: pytest.FixtureRequest) -> Opening:
    return MODELS[request.param]


async def test_a_model_is_named_by_provider_and_model(opening: Opening) -> None:
    async with opening(None) as model:
        provider, _, name = model.name.partition(":")
        assert provider
        assert name


async def test_a_model_answers_with_words(opening: Opening) -> None:
    async with opening(None) as model:
        answer = await model.answer(prompt())
    assert isinstance(answer, Completion)
    assert answer.text == "Fine."
    assert answer.model


@pytest.mark.parametrize("fault", [fault for fault in WIRE if fault])
async def test_a_model_fails_with_a_model_error_only(opening: Opening, fault: ModelFault) -> None:
    async with opening(fault) as model:
        with pytest.raises(ModelError) as caught:
            await model.answer(prompt())
    assert caught.value.fault is fault


async def test_a_model_answers_many_at_once(opening: Opening) -> None:
    async with opening(None) as model:
        answers = await asyncio.gather(*(model.answer(prompt(str(n))) for n in range(32)))
    assert {answer.text for answer in answers} == {"Fine."}


async def test_a_model_lets_itself_be_cancelled_and_works_on(opening: Opening) -> None:
    async with opening(None) as model:
        turn = asyncio.create_task(model.answer(prompt()))
        await asyncio.sleep(0)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        assert (await model.answer(prompt())).text == "Fine."


async def test_a_model_leaves_its_prompt_as_it_was(opening: Opening) -> None:
    asked = Prompt("grader", "s", (Turn("user", "t", "n"),), schema='{"type":"object"}')
    async with opening(None) as model:
        await model.answer(asked)
    assert asked == Prompt("grader", "s", (Turn("user", "t", "n"),), schema='{"type":"object"}')
