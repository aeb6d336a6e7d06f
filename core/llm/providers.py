"""Builds a model from its configuration: budget inside retry inside breaker, around a provider."""

import asyncio
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from core.errors import ModelFault
from core.llm.breaker import BreakerModel
from core.llm.budget import BudgetedModel
from core.llm.config import PROVIDERS, ModelConfig, check_config
from core.llm.endpoint import Endpoint
from core.llm.health import Health
from core.llm.ledger import Ledger
from core.llm.prices import PriceList
from core.llm.request import Voice
from core.llm.retry import RetryingModel, Sleep
from core.ports import Clock, Completion, Prompt


class ProviderModule(Protocol):
    """What a provider's module offers."""

    def open_endpoint(self, config: ModelConfig, voice: Voice) -> Endpoint: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a model needs of the house; `opened` keeps the breaker's opening over a restart.

    `sleep` belongs to `clock`: whoever bends one bends the other.
    """

    ledger: Ledger
    clock: Clock
    opened: Callable[[datetime], None] | None = None
    sleep: Sleep = asyncio.sleep


class Gateway:
    """A whole model: ask it, see how it is, close it. `notices` are for the operator at start."""

    def __init__(self, endpoint: Endpoint, config: ModelConfig, house: Surroundings) -> None:
        prices = PriceList(config.base_url, config.models)
        self._endpoint = endpoint
        budgeted = BudgetedModel(endpoint, house.ledger, prices, house.clock)
        self._retrying = RetryingModel(budgeted, config.retry, house.clock, house.sleep)
        self._breaker = BreakerModel(self._retrying, config.breaker, house.clock, house.opened)
        self.notices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self._endpoint.name

    async def answer(self, prompt: Prompt) -> Completion:
        return await self._breaker.answer(prompt)

    def reopen(self, until: datetime) -> None:
        """Take back the breaker's opening of an earlier process."""
        self._breaker.reopen(until)

    def health(self) -> Health:
        seen, cool = self._breaker.health(), self._retrying.cool_for()
        if seen.state == "healthy" and cool:
            return Health("degraded", self.name, ModelFault.RATE_LIMITED, seen.at, cool)
        return seen

    async def aclose(self) -> None:
        await self._endpoint.aclose()


def build_model(config: ModelConfig, house: Surroundings) -> Gateway:
    """Check the configuration and open the provider; ModelSettingError says what to mend."""
    now = house.clock.now()
    checked = check_config(config, now)
    provider, model = config.provider_and_model()
    module = cast("ProviderModule", importlib.import_module(PROVIDERS[provider]))
    voice = Voice(model, checked.capability, config.effort, config.salt)
    gateway = Gateway(module.open_endpoint(config, voice), config, house)
    unpriced = PriceList(config.base_url, config.models).check(model, now)
    gateway.notices = (*checked.notices, *((unpriced,) if unpriced else ()))
    return gateway
