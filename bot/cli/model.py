"""From settings to models: the client's voice and the grader's, with one ledger and one key."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from bot.app import Basis
from bot.settings import Settings, SettingsError
from core.domain.health import ModelHealth
from core.domain.limits import Limits
from core.llm.breaker import BreakerSettings
from core.llm.capability import ModelSettingError
from core.llm.config import ModelConfig, check_config
from core.llm.modelfile import NO_FILE, read_model_file
from core.llm.providers import Gateway, Surroundings, build_model
from core.llm.request import Effort
from core.ports import Model
from core.services.usage import StoreLedger
from core.store import usage

NANO = 10**9


def config_of(settings: Settings, model: str, effort: Effort = "low") -> ModelConfig:
    """What the settings say about one model; SettingsError when its file cannot be used."""
    try:
        file = read_model_file(Path(settings.model_file)) if settings.model_file else NO_FILE
    except ModelSettingError as error:
        raise SettingsError([str(error)]) from None
    breaker = BreakerSettings(
        settings.anthropic_failure_threshold,
        float(settings.anthropic_recovery_timeout),
        settings.anthropic_half_open_requests,
    )
    return ModelConfig(
        model=model,
        api_key=settings.anthropic_api_key.get_secret_value(),
        base_url=settings.anthropic_base_url,
        effort=effort,
        models=file,
        breaker=breaker,
    )


def client_model(settings: Settings) -> str:
    """The model that plays the client."""
    return settings.client_model or settings.anthropic_model


def check_model(settings: Settings) -> tuple[str, ...]:
    """Everything that can be known before the store is opened, with what the operator should know.

    SettingsError names the fix.
    """
    if settings.demo:
        return ()
    now = datetime.now(UTC)
    notices: list[str] = []
    try:
        for name in (client_model(settings), settings.grader_model or client_model(settings)):
            notices += check_config(config_of(settings, name), now).notices
    except ModelSettingError as error:
        raise SettingsError([str(error)]) from None
    return tuple(dict.fromkeys(notices))


def limits_of(settings: Settings) -> Limits:
    """The amounts and rates of the settings; an interview may cost twice what is critical."""
    day = _nusd(settings.anthropic_daily_limit)
    critical = _nusd(settings.anthropic_cost_critical)
    warning = _nusd(settings.anthropic_cost_warning)
    return Limits(
        day_nusd=day,
        student_day_nusd=day,
        section_month_nusd=31 * day,
        session_nusd=2 * max(critical, warning),
        start_nusd=warning,
        warning_nusd=warning,
        critical_nusd=critical,
        calls_per_hour=settings.rate_limit_global_per_hour,
        turns_per_minute=settings.rate_limit_user_per_minute,
        session_tokens=settings.max_tokens_per_session,
    )


def _nusd(usd: Decimal) -> int:
    return int(usd * NANO)


@dataclass(slots=True)
class Models:
    """The models of this process, each opened once; `notices` are for the operator."""

    basis: Basis
    settings: Settings
    opened: dict[str, Gateway] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    writing: set["asyncio.Task[None]"] = field(default_factory=set)

    async def connect(self) -> None:
        """Give the house its voices; with the scripted client there is nothing to do."""
        if self.settings.demo:
            return
        house = self.basis.house
        house.limits = limits_of(self.settings)
        house.endpoint = self.settings.anthropic_base_url
        house.model = await self._open(config_of(self.settings, client_model(self.settings)))
        grader = self.settings.grader_model or client_model(self.settings)
        house.grader = await self._open(config_of(self.settings, grader, "medium"))
        house.reopen = self.find
        house.health = self.health

    def find(self, engine: str) -> Model | None:
        """The model that an older session was begun with, opened when it is asked for."""
        if engine in self.opened:
            return self.opened[engine]
        try:
            return self._build(config_of(self.settings, engine.partition(":")[2]))
        except (ModelSettingError, SettingsError):
            return None

    def health(self) -> tuple[ModelHealth, ...]:
        """How each opened model is doing; none is asked."""
        return tuple(
            ModelHealth(seen.model, seen.state, seen.operator_text, seen.at, seen.retry_after)
            for seen in (model.health() for model in self.opened.values())
        )

    async def close(self) -> None:
        """Let go of the connections."""
        await asyncio.gather(*(model.aclose() for model in self.opened.values()))
        await asyncio.gather(*self.writing)

    async def _open(self, config: ModelConfig) -> Gateway:
        gateway = self._build(config)
        until = await self.basis.database.read(lambda tx: usage.opening(tx, gateway.name))
        if until is not None:
            gateway.reopen(datetime.fromtimestamp(until / 1000, UTC))
        return gateway

    def _build(self, config: ModelConfig) -> Gateway:
        house = self.basis.house
        ledger = StoreLedger(self.basis.database, house.limits or Limits(), house.failed)
        name = config.model

        def remember(until: datetime) -> None:
            task = asyncio.ensure_future(self._keep(f"anthropic:{name}", until))
            self.writing.add(task)
            task.add_done_callback(self.writing.discard)

        gateway = build_model(config, Surroundings(ledger, self.basis.clock, remember))
        self.opened.setdefault(gateway.name, gateway)
        self.notices += [one for one in gateway.notices if one not in self.notices]
        return gateway

    async def _keep(self, model: str, until: datetime) -> None:
        until_ms = int(until.timestamp() * 1000)
        await self.basis.database.write(lambda tx: usage.keep_opening(tx, model, until_ms))
