"""The ledger against the provider's own bill, to the nano-dollar."""

import asyncio
import random
import time
from dataclasses import replace

import pytest

from core.domain.ledger import CallRecord
from core.errors import ModelError, ModelFault, StoreBusyError
from core.llm.config import ModelConfig
from core.ports import Model, Prompt, Turn
from tests.gateway import MemoryLedger, StillClock, gateway, house, prompt, serving, sweep
from tests.provider import Provider, Reply, Seen

GOOD = Reply("I am tired. Ask me something else.")
FAULTS = [
    Reply(status=529),
    Reply(status=429, retry_after="2"),
    Reply(status=500),
    Reply(status=502, html=True),
    Reply(status=400),
    Reply(html=True),
    Reply(stop_reason="refusal"),
    Reply(text=""),
    Reply(text="Well. " * 900),
    Reply(text="well " * 900),
    Reply("Yes.", thinking="hm " * 200, pings=3),
    *(Reply(fault=fault, at=650) for fault in ("reset", "eof", "garbage", "utf8", "error")),
    Reply(fault="reset"),
]


def system(words: int) -> str:
    return "You are Mena. " + "calm " * words


def grown(before: Prompt, said: str) -> Prompt:
    """The next turn of the same interview."""
    more = (Turn("assistant", said), Turn("user", "And then? " * 20, "Still tense."))
    return replace(before, turns=before.turns + more)


async def interview(model: object, clock: StillClock, dice: random.Random, calls: int) -> None:
    """Ask on and on, waiting whenever the gateway says so; start anew every twenty turns."""
    asked = prompt(system=system(1000))
    for n in range(calls):
        clock.seconds += dice.choice([5, 60, 400, 4000])
        try:
            said = (await model.answer(asked)).text  # type: ignore[attr-defined]
        except ModelError as error:
            clock.seconds += error.retry_after or 0
            continue
        asked = prompt(system=system(1000)) if n % 20 == 0 else grown(asked, said)


def is_exact(seen: Seen) -> bool:
    """Whether the provider told what it bills for this request."""
    whole = seen.complete or (seen.reply.status != 200 and not seen.reply.html)
    return whole and not seen.reply.fault


def check_exact(pairs: list[tuple[CallRecord, Seen]]) -> None:
    assert [record.cost.nusd for record, _ in pairs] == [seen.nusd for _, seen in pairs]
    assert sum(record.tokens.cache_read for record, _ in pairs) > 0


def check_cut(pairs: list[tuple[CallRecord, Seen]]) -> None:
    assert len(pairs) > 20
    assert {record.cost.status for record, _ in pairs} == {"estimated"}
    assert [seen.request_id for record, seen in pairs if record.cost.booked_nusd < seen.nusd] == []


@pytest.mark.parametrize("model_id", ["claude-sonnet-5-5", "claude-haiku-5-5"])
async def test_the_ledger_equals_the_bill_through_every_fault(model_id: str) -> None:
    dice, clock, ledger = random.Random(7), StillClock(), MemoryLedger()
    async with Provider(now=clock.monotonic) as provider:
        provider.choose = lambda _: GOOD if dice.random() < 0.6 else dice.choice(FAULTS)
        async with gateway(provider.url, house(clock, ledger), ModelConfig(model_id)) as model:
            await interview(model, clock, dice, sweep(250, 1000))
    pairs = list(zip(ledger.records, provider.journal, strict=True))
    check_exact([pair for pair in pairs if is_exact(pair[1])])
    check_cut([pair for pair in pairs if not is_exact(pair[1])])
    assert ledger.booked_nusd >= provider.bill


async def whole(model: Model) -> float:
    """How long an answer takes here and now, when nobody cuts it off."""
    await model.answer(prompt(system=system(50)))
    began = time.monotonic()
    await model.answer(prompt(system=system(50)))
    return time.monotonic() - began


async def test_after_many_kills_the_ledger_never_counts_too_little() -> None:
    dice, ledger = random.Random(11), MemoryLedger()
    clock = StillClock()
    async with Provider(replace(GOOD, delay=0.004), now=clock.monotonic) as provider:
        async with gateway(provider.url, house(clock, ledger)) as model:
            longest, paid = await whole(model), provider.bill
            for _ in range(sweep(200, 1000)):
                turn = asyncio.create_task(model.answer(prompt(system=system(50))))
                await asyncio.sleep(dice.random() * longest)
                turn.cancel()
                await asyncio.gather(turn, return_exceptions=True)
        assert provider.bill > paid > 0
        assert ledger.spoiled_nusd > 0
        assert ledger.reserved == {}
        assert ledger.booked_nusd >= provider.bill


async def test_racing_turns_at_the_cap_never_overshoot() -> None:
    clock, free = StillClock(), MemoryLedger()
    async with Provider(replace(GOOD, delay=0.05), now=clock.monotonic) as provider:
        async with gateway(provider.url, house(clock, free)) as model:
            await model.answer(prompt())
        upper = free.records[0].plan.upper_nusd
        capped = MemoryLedger(limit_nusd=20 * upper - 1)
        async with gateway(provider.url, house(clock, capped)) as model:
            turns = [model.answer(prompt()) for _ in range(64)]
            ends = await asyncio.gather(*turns, return_exceptions=True)
    refused = [end.fault for end in ends if isinstance(end, ModelError)]
    assert refused == [ModelFault.BUDGET] * 45
    assert len(provider.journal) == 1 + 19
    assert capped.booked_nusd <= capped.limit_nusd


async def test_a_full_budget_sends_nothing() -> None:
    async with serving(Provider(GOOD), house(StillClock(), MemoryLedger(0))) as (provider, model):
        with pytest.raises(ModelError, match="budget"):
            await model.answer(prompt())
        assert model.health().state == "healthy"
    assert provider.journal == []


async def test_an_unknown_price_is_booked_but_not_claimed() -> None:
    ledger = MemoryLedger()
    async with Provider(GOOD) as provider:
        provider.say(Reply(fault="eof", at=650))
        config = ModelConfig("nobody-knows")
        async with gateway(provider.url, house(StillClock(), ledger), config) as model:
            await model.answer(prompt())
    assert [(r.cost.nusd, r.cost.status) for r in ledger.records] == [(None, "unknown")] * 2
    assert all(record.cost.booked_nusd > 0 for record in ledger.records)


class FullLedger(MemoryLedger):
    """A store that takes the reservation and is too busy for the rest."""

    async def settle(self, reservation: str, record: CallRecord) -> None:
        raise StoreBusyError(reservation + record.request_id)


async def test_a_row_that_cannot_be_written_stays_reserved_and_is_told() -> None:
    ledger = FullLedger()
    async with serving(Provider(GOOD), house(StillClock(), ledger)) as (provider, model):
        with pytest.raises(StoreBusyError):
            await model.answer(prompt())
    assert ledger.booked_nusd >= provider.bill > 0
