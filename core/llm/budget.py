"""Reserves before each attempt, settles after it: no call without a price rule or a limit."""

import asyncio

from core.domain.ledger import CallPlan, CallRecord, Cost
from core.errors import ModelError
from core.llm.endpoint import Endpoint, Exchange, attempt_number
from core.llm.ledger import Ledger
from core.llm.prices import PriceList
from core.ports import Clock, Completion, Prompt


class BudgetedModel:
    """One attempt at the endpoint, on account of the ledger.

    Innermost of the wrappers, so that every attempt is reserved and written down by itself: a
    retry is never free, and while the breaker is open nothing is reserved. An error of the ledger
    (the database is gone) is the only thing besides ModelError that comes through.
    """

    def __init__(self, endpoint: Endpoint, ledger: Ledger, prices: PriceList, clock: Clock) -> None:
        self._endpoint = endpoint
        self._ledger = ledger
        self._prices = prices
        self._clock = clock

    @property
    def name(self) -> str:
        return self._endpoint.name

    async def answer(self, prompt: Prompt) -> Completion:
        plan = self._plan(prompt)
        reservation = await self._ledger.reserve(plan)
        exchange: Exchange | None = None
        try:
            exchange = await self._endpoint.exchange(prompt)
        finally:
            # Cancelled, or a bug: what the server did with the request is unknown for ever.
            if exchange is None:
                await asyncio.shield(self._ledger.spoil(reservation))
        # The answer is paid for: a cancellation now must not lose the row.
        await asyncio.shield(self._book(reservation, plan, exchange))
        if isinstance(exchange.outcome, ModelError):
            raise exchange.outcome
        return exchange.outcome

    def _plan(self, prompt: Prompt) -> CallPlan:
        model = self._endpoint.name.partition(":")[2]
        upper = self._prices.upper_bound(
            model, self._endpoint.size(prompt), prompt.max_tokens, self._clock.now()
        )
        return CallPlan(
            purpose=prompt.purpose,
            model=model,
            attempt=attempt_number.get(),
            upper_nusd=upper,
            tenant=prompt.tenant,
            section=prompt.section,
            person=prompt.person,
            session=prompt.session,
        )

    async def _book(self, reservation: str, plan: CallPlan, exchange: Exchange) -> None:
        if exchange.billed == "unsent":
            await self._ledger.release(reservation)
            return
        error = exchange.outcome if isinstance(exchange.outcome, ModelError) else None
        record = CallRecord(
            plan=plan,
            cost=self._cost(plan, exchange),
            tokens=exchange.tokens,
            model_answered=exchange.model_answered,
            request_id=exchange.request_id,
            stop_reason=exchange.stop_reason,
            fault=error.fault.value if error else "",
            ttft_ms=exchange.ttft_ms,
            duration_ms=exchange.duration_ms,
        )
        await self._ledger.settle(reservation, record)

    def _cost(self, plan: CallPlan, exchange: Exchange) -> Cost:
        # The model asked sets the price: what a server calls itself in its answer is its own word.
        cost = self._prices.cost(plan.model, exchange.tokens, self._clock.now())
        if exchange.billed == "nothing":
            return Cost(0, 0, "known", cost.source)
        if exchange.billed == "unknown" and cost.nusd is None:
            return Cost(None, plan.upper_nusd, "unknown", cost.source)
        if exchange.billed == "unknown":
            return Cost(plan.upper_nusd, plan.upper_nusd, "estimated", cost.source)
        return cost
