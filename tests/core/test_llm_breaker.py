"""When a failing model is left alone, and how it comes back."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from core.errors import ModelError, ModelFault
from core.llm.breaker import BreakerModel, BreakerSettings
from core.llm.policy import POLICY
from tests.gateway import START, ScriptedModel, StillClock, prompt

COUNTED = [fault for fault in ModelFault if POLICY[fault].counts]
NEUTRAL = [f for f in ModelFault if not POLICY[f].counts and not POLICY[f].opens]


@dataclass
class Bench:
    script: list[ModelFault | ModelError] = field(default_factory=list)
    settings: BreakerSettings = field(default_factory=BreakerSettings)
    clock: StillClock = field(default_factory=StillClock)
    openings: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inner = ScriptedModel(list(self.script))
        self.model = BreakerModel(self.inner, self.settings, self.clock, self.openings.append)

    @property
    def calls(self) -> int:
        return len(self.inner.prompts)

    async def outcome(self) -> ModelFault | None:
        try:
            await self.model.answer(prompt())
        except ModelError as error:
            return error.fault
        return None

    async def outcomes(self, count: int) -> list[ModelFault | None]:
        return [await self.outcome() for _ in range(count)]


async def opened() -> Bench:
    bench = Bench([ModelFault.OVERLOADED] * 5)
    await bench.outcomes(5)
    return bench


@pytest.mark.parametrize("fault", COUNTED)
async def test_five_counted_failures_in_a_row_open_it(fault: ModelFault) -> None:
    bench = Bench([fault] * 20)
    outcomes = await bench.outcomes(20)
    assert outcomes == [fault] * 5 + [ModelFault.CIRCUIT_OPEN] * 15
    assert bench.calls == 5


@pytest.mark.parametrize("fault", NEUTRAL)
async def test_what_is_not_the_providers_failure_never_opens_it(fault: ModelFault) -> None:
    bench = Bench([fault] * 20)
    assert await bench.outcomes(20) == [fault] * 20


@pytest.mark.parametrize("fault", [ModelFault.AUTH, ModelFault.BILLING])
async def test_a_refused_key_opens_it_at_once(fault: ModelFault) -> None:
    bench = Bench([fault] * 20)
    await bench.outcomes(20)
    assert bench.calls == 1


async def test_a_success_in_between_starts_the_count_again() -> None:
    bench = Bench([ModelFault.TIMEOUT] * 4)
    await bench.outcomes(5)
    bench.inner.script = [ModelFault.TIMEOUT] * 4
    assert ModelFault.CIRCUIT_OPEN not in await bench.outcomes(9)


async def test_an_open_breaker_says_when_it_will_try_again() -> None:
    bench = await opened()
    bench.clock.seconds += 100
    with pytest.raises(ModelError) as caught:
        await bench.model.answer(prompt())
    assert caught.value.retry_after == 200


async def test_after_the_pause_exactly_one_of_many_is_let_through() -> None:
    bench = await opened()
    bench.clock.seconds += 300
    outcomes = await asyncio.gather(*(bench.outcome() for _ in range(50)))
    assert outcomes.count(None) == 1
    assert bench.calls == 6


async def test_it_closes_only_after_three_probes_have_worked() -> None:
    bench = await opened()
    bench.clock.seconds += 300
    states = []
    for _ in range(3):
        states.append(bench.model.health().state)
        await bench.outcome()
    many = await asyncio.gather(*(bench.outcome() for _ in range(50)))
    assert states == ["degraded"] * 3
    assert many == [None] * 50


@pytest.mark.parametrize("successes", [0, 1, 2])
async def test_a_failed_probe_opens_it_for_the_full_time(successes: int) -> None:
    bench = await opened()
    bench.clock.seconds += 300
    await bench.outcomes(successes)
    bench.inner.script = [ModelFault.SERVER_ERROR]
    await bench.outcome()
    bench.clock.seconds += 299
    assert await bench.outcome() is ModelFault.CIRCUIT_OPEN


async def test_a_cancelled_probe_leaves_room_for_the_next() -> None:
    bench = await opened()
    bench.clock.seconds += 300
    probe = asyncio.create_task(bench.model.answer(prompt()))
    await asyncio.sleep(0)
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    assert await bench.outcome() is None


async def test_a_probe_that_was_rate_limited_neither_closes_nor_opens() -> None:
    bench = await opened()
    bench.clock.seconds += 300
    bench.inner.script = [ModelFault.BUSY_UNTIL]
    assert await bench.outcomes(4) == [ModelFault.BUSY_UNTIL, None, None, None]


async def test_a_straggler_from_before_does_not_close_it() -> None:
    bench = Bench()
    straggler = asyncio.create_task(bench.model.answer(prompt()))
    await asyncio.sleep(0)
    bench.inner.script = [ModelFault.AUTH]
    await bench.outcome()
    await straggler
    assert await bench.outcome() is ModelFault.CIRCUIT_OPEN


async def test_the_opening_is_told_and_taken_back_after_a_restart() -> None:
    before = await opened()
    assert before.openings == [START + timedelta(seconds=300)]
    after = Bench()
    after.model.reopen(before.openings[0])
    assert await after.outcome() is ModelFault.CIRCUIT_OPEN
    after.clock.seconds += 300
    assert await after.outcome() is None


async def test_a_clock_that_jumped_cannot_keep_it_open_for_ever() -> None:
    bench = Bench()
    bench.model.reopen(START + timedelta(days=4000))
    bench.clock.seconds += 300
    assert await bench.outcome() is None


async def test_health_is_told_without_a_call() -> None:
    bench = Bench([ModelFault.TIMEOUT] + [ModelFault.OVERLOADED] * 4)
    assert bench.model.health().state == "healthy"
    await bench.outcome()
    assert bench.model.health().state == "degraded"
    await bench.outcomes(4)
    health = bench.model.health()
    assert (health.state, health.fault, bench.calls) == ("unavailable", ModelFault.OVERLOADED, 5)
    assert health.operator_text == "The provider is overloaded."
