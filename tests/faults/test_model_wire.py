"""Faults on the wire that llmock cannot make, on a provider of our own."""

import asyncio
import logging
import time
from dataclasses import replace

import pytest

from bot.clock import SystemClock
from core.errors import ModelError, ModelFault
from core.llm.config import ModelConfig
from core.llm.retry import RetrySettings
from core.ports import Completion
from tests.core.delivery import until
from tests.gateway import MemoryLedger, StillClock, gateway, house, prompt, serving, sweep
from tests.provider import Provider, Reply

GOOD = Reply("I do not know. Maybe.")
STALL = replace(GOOD, fault="stall", at=600, stall=30)


async def ask(replies: list[Reply], read: float = 20.0) -> tuple[str, MemoryLedger, Provider]:
    """The answer after these replies and then good ones, with the ledger and the journal."""
    ledger = MemoryLedger()
    async with Provider(GOOD) as provider:
        provider.say(*replies)
        async with gateway(provider.url, house(StillClock(), ledger), read=read) as model:
            return (await model.answer(prompt())).text, ledger, provider


async def fault_of(*replies: Reply) -> ModelFault:
    with pytest.raises(ModelError) as caught:
        await ask(list(replies))
    return caught.value.fault


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (Reply(fault="error", at=600), "overloaded"),
        (Reply(fault="error", at=600, error_type="api_error"), "server_error"),
        (Reply(fault="eof", at=0), "malformed"),
        (Reply(fault="eof", at=700), "truncated"),
        (Reply(fault="reset", at=0), "connection"),
        (Reply(fault="reset", at=700), "connection"),
        (Reply(fault="garbage", at=700), "malformed"),
        (Reply(fault="utf8", at=700), "malformed"),
        (Reply(fault="stall", at=700, stall=10), "timeout"),
        (Reply(delay=10), "timeout"),
        (Reply(html=True), "malformed"),
        (Reply(status=502, html=True), "server_error"),
        (Reply(status=529, retry_after="1"), "overloaded"),
        (Reply(status=429, retry_after="2"), "rate_limited"),
        (Reply(text="", stop_reason="end_turn"), "empty"),
        (Reply(text="I was about to" + " and" * 600), "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_passing_fault_is_written_down_and_then_answered(reply: Reply, fault: str) -> None:
    text, ledger, _ = await ask([reply], 1.5 if fault == "timeout" else 20.0)
    assert text == GOOD.text
    assert [record.fault for record in ledger.records] == [fault, ""]


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (Reply(stop_reason="refusal", category="general_harms"), ModelFault.REFUSAL),
        (Reply(stop_reason="model_context_window_exceeded"), ModelFault.TOO_LONG),
        (Reply(status=413), ModelFault.TOO_LONG),
        (Reply(status=400), ModelFault.BAD_REQUEST),
        (Reply(status=301), ModelFault.BAD_REQUEST),
        (Reply(status=501, error_type="x"), ModelFault.BAD_REQUEST),
        (Reply(status=401), ModelFault.AUTH),
        (Reply(status=402), ModelFault.BILLING),
        (Reply(status=429, error_code="ramp_limit_exceeded"), ModelFault.BILLING),
        (Reply(status=429, retry_after="3600"), ModelFault.BUSY_UNTIL),
        (Reply(status=529, retry_after="21"), ModelFault.BUSY_UNTIL),
    ],
    ids=str,
)
async def test_a_lasting_fault_is_named_after_one_call(reply: Reply, fault: ModelFault) -> None:
    assert await fault_of(reply) is fault


async def test_thinking_and_pings_are_no_part_of_the_answer() -> None:
    text, ledger, _ = await ask([Reply("Yes.", thinking="hm " * 50, pings=20)])
    assert text == "Yes."
    assert ledger.records[0].tokens.thinking > 0


async def test_a_server_that_is_not_there_is_told_and_costs_nothing() -> None:
    ledger = MemoryLedger()
    async with Provider() as provider:
        url = provider.url
    async with gateway(url, house(StillClock(), ledger)) as model:
        with pytest.raises(ModelError, match="connection"):
            await model.answer(prompt())
    assert (ledger.records, ledger.booked_nusd) == ([], 0)


async def test_pings_keep_a_silent_answer_alive_only_until_the_deadline() -> None:
    config = ModelConfig(retry=RetrySettings(deadline=6.0))
    async with serving(
        Provider(Reply(fault="stall", at=0, stall=30, pings=1)),
        house(SystemClock()),
        config,
        read=4.0,
    ) as (_, model):
        began = time.monotonic()
        with pytest.raises(ModelError, match="deadline"):
            await model.answer(prompt())
        assert time.monotonic() - began < 30


async def test_a_cancelled_call_stays_paid_for() -> None:
    ledger = MemoryLedger()
    async with serving(Provider(Reply(delay=5)), house(SystemClock(), ledger), read=120) as (
        provider,
        model,
    ):
        turn = asyncio.create_task(model.answer(prompt()))
        await until(lambda: bool(provider.journal))
        turn.cancel()
        await asyncio.gather(turn, return_exceptions=True)
    assert turn.cancelled()
    assert ledger.spoiled_nusd > 0


async def test_every_attempt_carries_the_same_bytes() -> None:
    _, ledger, provider = await ask([Reply(status=529), Reply(fault="eof", at=700)])
    assert len({seen.body for seen in provider.journal}) == 1
    assert [record.plan.attempt for record in ledger.records] == [1, 2, 3]


async def test_only_known_headers_leave_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Canary: 1")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "canary")
    _, _, provider = await ask([])
    headers = provider.journal[0].headers
    assert not [name for name in headers if name.startswith(("x-", "traceparent"))]
    assert headers["authorization"] == "Bearer test-key"


async def test_no_word_of_a_prompt_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("anthropic").setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        async with Provider(Reply("canary-answer.")) as provider:
            provider.say(Reply(status=400), Reply(fault="garbage", at=700))
            async with gateway(provider.url, house(StillClock())) as model:
                asked = prompt("canary-question", system="canary-system")
                await asyncio.gather(
                    model.answer(asked), model.answer(asked), return_exceptions=True
                )
    assert provider.journal
    assert "canary" not in caplog.text
    assert "test-key" not in caplog.text


async def test_stalled_turns_do_not_hold_up_a_healthy_one() -> None:
    turns = sweep(150, 500)
    async with Provider() as provider:
        provider.choose = lambda body: GOOD if "well" in str(body["messages"]) else STALL
        async with gateway(provider.url, house(SystemClock()), read=120) as model:
            stalled = [model.answer(prompt(f"stall {n}")) for n in range(turns)]
            waiting = asyncio.gather(*stalled, return_exceptions=True)
            await asyncio.sleep(0.5)
            assert (await model.answer(prompt("well"))).text == GOOD.text
            assert not waiting.done()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting


@pytest.mark.parametrize("text", ["\ud800", "\x00", "", "é" * 20_000, "\u202e<!channel>"])
async def test_strange_text_ends_in_an_answer_or_a_model_error(text: str) -> None:
    async with serving(Provider(GOOD), house(StillClock())) as (_, model):
        ends = await asyncio.gather(model.answer(prompt(text)), return_exceptions=True)
    assert isinstance(ends[0], Completion | ModelError)
