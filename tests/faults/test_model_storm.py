"""A minute of overload: how many calls it costs and how it ends."""

import asyncio
import random

import pytest

from core.errors import ModelError, ModelFault
from core.llm.providers import Gateway
from tests.gateway import FastClock, MemoryLedger, house, prompt, serving, sweep
from tests.provider import Provider, Reply

STORM_SECONDS = 60
GOOD = Reply("I am fine.")
# Forty times as fast in the gate; in real time with VC_SWEEP=full.
SPEED = sweep(40, 1)


async def turn(model: Gateway, clock: FastClock, after: float) -> ModelFault | None:
    await clock.sleep(after)
    try:
        await model.answer(prompt())
    except ModelError as error:
        return error.fault
    return None


def arrivals(kind: str, turns: int) -> list[float]:
    dice = random.Random(3)
    if kind == "burst":
        return [0.0] * turns
    return sorted(dice.uniform(0, STORM_SECONDS) for _ in range(turns))


@pytest.mark.parametrize("retry_after", ["", "1"])
@pytest.mark.parametrize(("kind", "turns"), [("burst", 50), ("spread", 50), ("spread", 200)])
async def test_a_minute_of_overload_adds_at_most_a_tenth_of_the_calls(
    kind: str, turns: int, retry_after: str
) -> None:
    clock = FastClock(SPEED)
    async with serving(Provider(Reply(status=529, retry_after=retry_after)), house(clock)) as (
        provider,
        model,
    ):
        storm = [turn(model, clock, after) for after in arrivals(kind, turns)]
        ends = await asyncio.gather(*storm)
        # Once its pause is over, the breaker would let a single call through again.
        assert model.health().state in {"unavailable", "degraded"}
    assert None not in ends
    assert len(provider.journal) <= 1.1 * turns


async def test_when_the_storm_is_over_turns_are_answered_again() -> None:
    clock, ledger = FastClock(300), MemoryLedger()
    async with serving(Provider(Reply(status=529)), house(clock, ledger)) as (provider, model):
        await asyncio.gather(*(turn(model, clock, n) for n in range(20)))
        provider.default = GOOD
        await clock.sleep(300)
        ends = [await turn(model, clock, 0) for _ in range(10)]
        assert ends == [None] * 10
        assert model.health().state in {"healthy", "degraded"}
    assert sum(record.cost.booked_nusd for record in ledger.records) == provider.bill


async def test_a_revoked_key_costs_few_calls() -> None:
    clock = FastClock(40)
    async with serving(Provider(Reply(status=401)), house(clock)) as (provider, model):
        for _ in range(50):
            await turn(model, clock, 0.1)
    assert len(provider.journal) <= 3


async def test_a_spend_limit_costs_one_call_and_names_its_code() -> None:
    reply = Reply(status=429, error_code="enforced_spend_limit_reached")
    async with serving(Provider(reply), house(FastClock())) as (provider, model):
        with pytest.raises(ModelError, match="enforced_spend_limit_reached"):
            await model.answer(prompt())
        assert model.health().fault is ModelFault.BILLING
    assert len(provider.journal) == 1
