"""Who is asked again, how long is waited, and when it is enough."""

import asyncio
from dataclasses import dataclass, field

import pytest

from core.errors import ModelError, ModelFault
from core.llm.policy import POLICY, NoSentenceError
from core.llm.retry import DEFAULT_RETRY, RetryingModel, RetrySettings
from core.ports import Completion, Prompt
from tests.gateway import ScriptedModel, StillClock, prompt


@dataclass
class Bench:
    """A retrying model around a script, with the waits that it made."""

    script: list[ModelFault | ModelError]
    settings: RetrySettings = DEFAULT_RETRY
    clock: StillClock = field(default_factory=StillClock)
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inner = ScriptedModel(list(self.script))
        self.model = RetryingModel(self.inner, self.settings, self.clock, self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await self.clock.sleep(seconds)

    async def fault(self) -> ModelError:
        with pytest.raises(ModelError) as caught:
            await self.model.answer(prompt())
        return caught.value


def hint(seconds: float, fault: ModelFault = ModelFault.RATE_LIMITED) -> ModelError:
    return ModelError(fault, retry_after=seconds)


@pytest.mark.parametrize("fault", [fault for fault in ModelFault if POLICY[fault].tries > 1])
async def test_a_passing_fault_is_asked_again(fault: ModelFault) -> None:
    bench = Bench([fault])
    assert (await bench.model.answer(prompt())).text == "Fine."


@pytest.mark.parametrize("fault", [fault for fault in ModelFault if POLICY[fault].tries == 1])
async def test_a_lasting_fault_is_never_asked_again(fault: ModelFault) -> None:
    bench = Bench([fault])
    assert (await bench.fault()).fault is fault
    assert len(bench.inner.prompts) == 1


@pytest.mark.parametrize("fault", list(ModelFault))
async def test_no_fault_is_tried_more_often_than_its_policy_says(fault: ModelFault) -> None:
    bench = Bench([fault] * 50)
    assert (await bench.fault()).fault is fault
    assert len(bench.inner.prompts) == POLICY[fault].tries


async def test_a_retry_sends_the_very_same_prompt() -> None:
    bench = Bench([ModelFault.OVERLOADED, ModelFault.TIMEOUT])
    await bench.model.answer(prompt())
    assert len(set(bench.inner.prompts)) == 1


async def test_an_answer_that_did_not_fit_is_asked_for_shorter() -> None:
    bench = Bench([NoSentenceError()])
    await bench.model.answer(prompt(correction="Stay."))
    assert bench.inner.prompts[1].correction.startswith("Stay.\nThe last answer was too long")


async def test_a_wait_that_is_asked_for_is_kept_with_a_little_more() -> None:
    bench = Bench([hint(7.0)])
    await bench.model.answer(prompt())
    assert 7.05 <= bench.waits[0] <= 7.3


async def test_waits_grow_without_a_hint() -> None:
    bench = Bench([ModelFault.SERVER_ERROR] * 3)
    await bench.model.answer(prompt())
    assert 0.25 <= bench.waits[0] <= 0.5 <= bench.waits[1] <= 1.0 <= bench.waits[2] <= 2.0


@pytest.mark.parametrize("seconds", [21.0, 3600.0, 1e9])
async def test_a_long_wait_is_told_at_once_and_not_slept(seconds: float) -> None:
    bench = Bench([hint(seconds)])
    error = await bench.fault()
    assert (error.fault, error.retry_after) == (ModelFault.BUSY_UNTIL, seconds)
    assert bench.waits == []


async def test_a_hint_beyond_the_deadline_is_told_at_once() -> None:
    bench = Bench([hint(15.0)], RetrySettings(deadline=10.0))
    assert (await bench.fault()).fault is ModelFault.BUSY_UNTIL


async def test_other_turns_wait_too_when_the_server_asks_for_a_pause() -> None:
    bench = Bench([hint(3600.0)])
    await bench.fault()
    assert (await bench.fault()).fault is ModelFault.BUSY_UNTIL
    assert len(bench.inner.prompts) == 1
    bench.clock.seconds += DEFAULT_RETRY.longest_cool
    assert (await bench.model.answer(prompt())).text == "Fine."


async def test_another_turn_starts_when_a_short_pause_is_over() -> None:
    bench = Bench([hint(5.0)])
    slow = asyncio.create_task(bench.model.answer(prompt()))
    await asyncio.sleep(0)
    await asyncio.gather(slow, bench.model.answer(prompt("other")))
    assert len(bench.inner.prompts) == 3
    assert bench.model.cool_for() == 0


@dataclass
class SilentModel:
    name: str = "scripted:silent"

    async def answer(self, prompt: Prompt) -> Completion:
        await asyncio.sleep(600)
        return Completion(prompt.system, "silent")


async def test_a_turn_never_lasts_longer_than_its_deadline() -> None:
    model = RetryingModel(SilentModel(), RetrySettings(deadline=0.05), StillClock())
    with pytest.raises(ModelError) as caught:
        await asyncio.wait_for(model.answer(prompt()), 60)
    assert caught.value.fault is ModelFault.TIMEOUT


async def test_a_cancelled_turn_stays_cancelled() -> None:
    task = asyncio.create_task(
        RetryingModel(SilentModel(), DEFAULT_RETRY, StillClock()).answer(prompt())
    )
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_burst_of_failing_turns_adds_at_most_a_tenth() -> None:
    bench = Bench([ModelFault.OVERLOADED] * 1000)
    turns = [bench.model.answer(prompt(str(n))) for n in range(50)]
    failed = await asyncio.gather(*turns, return_exceptions=True)
    assert len(failed) == 50
    assert len(bench.inner.prompts) <= 55


async def test_retries_come_back_when_calls_work_again() -> None:
    bench = Bench([ModelFault.OVERLOADED] * 12)
    while bench.inner.script:
        await bench.fault()
    bench.clock.seconds += 400
    bench.inner.script = [ModelFault.OVERLOADED]
    assert (await bench.model.answer(prompt())).text == "Fine."
