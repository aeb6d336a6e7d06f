"""What the gateway's tests share: clocks, a ledger in memory, a gateway onto a loopback URL."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.clock import SystemClock
from core.domain.ledger import CallPlan, CallRecord
from core.errors import ModelError, ModelFault
from core.llm.anthropic import AnthropicEndpoint, Wire
from core.llm.capability import CAPABILITIES, PLAIN
from core.llm.config import ModelConfig
from core.llm.providers import Gateway, Surroundings
from core.llm.request import Voice
from core.ports import Completion, Prompt, Turn
from tests.provider import Provider

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class StillClock:
    """Stands still until somebody sleeps or moves it."""

    seconds: float = 1000.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds - 1000.0)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


@dataclass(slots=True)
class FastClock:
    """Real time, `speed` times as fast."""

    speed: float = 50.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.monotonic() % 1e6)

    def monotonic(self) -> float:
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)


@dataclass(slots=True)
class MemoryLedger:
    """The port's promises in a dictionary: one event loop makes each step atomic."""

    limit_nusd: int = 10**15
    reserved: dict[str, int] = field(default_factory=dict)
    records: list[CallRecord] = field(default_factory=list)
    spoiled_nusd: int = 0

    @property
    def booked_nusd(self) -> int:
        settled = sum(record.cost.booked_nusd for record in self.records)
        return settled + self.spoiled_nusd + sum(self.reserved.values())

    async def reserve(self, plan: CallPlan) -> str:
        if self.booked_nusd + plan.upper_nusd > self.limit_nusd:
            raise ModelError(ModelFault.BUDGET, "the limit is reached")
        key = str(len(self.records) + len(self.reserved) + id(plan))
        self.reserved[key] = plan.upper_nusd
        return key

    async def settle(self, reservation: str, record: CallRecord) -> None:
        del self.reserved[reservation]
        self.records.append(record)

    async def release(self, reservation: str) -> None:
        del self.reserved[reservation]

    async def spoil(self, reservation: str) -> None:
        self.spoiled_nusd += self.reserved.pop(reservation)


@dataclass(slots=True)
class ScriptedModel:
    """A Model that answers or fails as told, then answers for ever; counts its calls."""

    script: list[ModelFault | ModelError] = field(default_factory=list)
    name: str = "scripted:one"
    prompts: list[Prompt] = field(default_factory=list)

    async def answer(self, prompt: Prompt) -> Completion:
        self.prompts.append(prompt)
        step = self.script.pop(0) if self.script else None
        await asyncio.sleep(0)
        if step is None:
            return Completion("Fine.", "one")
        raise step if isinstance(step, ModelError) else ModelError(step)


def prompt(text: str = "How are you?", **changes: object) -> Prompt:
    base = Prompt("client", "You are Mena.", (Turn("user", text),), person="p1", session="s1")
    return replace(base, **changes)  # type: ignore[arg-type]


@asynccontextmanager
async def gateway(
    url: str,
    house: Surroundings,
    config: ModelConfig = ModelConfig(),  # noqa: B008 - frozen
    read: float = 20.0,
) -> AsyncIterator[Gateway]:
    """A gateway onto `url` with the vendor's prices; an unknown model is spoken to plainly."""
    voice = Voice(config.model, CAPABILITIES.get(config.model, PLAIN), salt="salt")
    endpoint = AnthropicEndpoint(Wire(url, "test-key", read=read), voice)
    model = Gateway(endpoint, config, house)
    try:
        yield model
    finally:
        await model.aclose()


@asynccontextmanager
async def serving(
    provider: Provider,
    house: Surroundings,
    config: ModelConfig = ModelConfig(),  # noqa: B008 - frozen
    read: float = 20.0,
) -> AsyncIterator[tuple[Provider, Gateway]]:
    """The provider and a gateway onto it, both running."""
    async with provider, gateway(provider.url, house, config, read) as model:
        yield provider, model


def house(
    clock: StillClock | FastClock | SystemClock, ledger: MemoryLedger | None = None
) -> Surroundings:
    sleep = asyncio.sleep if isinstance(clock, SystemClock) else clock.sleep
    return Surroundings(ledger or MemoryLedger(), clock, sleep=sleep)


def sweep(short: int, full: int) -> int:
    """How many rounds: few in the gate, all with VC_SWEEP=full in the environment."""
    return full if os.environ.get("VC_SWEEP") == "full" else short
