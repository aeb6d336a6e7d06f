"""Plain values from the settings that describe one model, and the checks at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from core.llm.breaker import DEFAULT_BREAKER, BreakerSettings
from core.llm.capability import (
    ANTHROPIC_HOST,
    Capability,
    ModelSettingError,
    check_retirement,
    find_capability,
    is_anthropic,
)
from core.llm.modelfile import NO_FILE, ModelFile
from core.llm.request import Effort
from core.llm.retry import DEFAULT_RETRY, RetrySettings

DEFAULT_BASE_URL = f"https://{ANTHROPIC_HOST}"
DEFAULT_MODEL = "claude-sonnet-5-5"
# By name of the module, so that a provider's SDK is loaded only where its model is asked for; each
# offers `open_endpoint(config, voice)`.
PROVIDERS: Mapping[str, str] = MappingProxyType({"anthropic": "core.llm.anthropic"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """What the settings say about one model; `model` is an id or `provider:model`.

    `salt` hides people in what the provider gets; empty sends no user id.
    """

    model: str = DEFAULT_MODEL
    api_key: str = field(default="", repr=False)
    base_url: str = DEFAULT_BASE_URL
    effort: Effort = "low"
    salt: str = field(default="", repr=False)
    models: ModelFile = NO_FILE
    retry: RetrySettings = DEFAULT_RETRY
    breaker: BreakerSettings = DEFAULT_BREAKER
    connect_seconds: float = 5.0
    silence_seconds: float = 30.0

    def provider_and_model(self) -> tuple[str, str]:
        """Split `provider:model`; an Ollama tag such as `llama3:8b` names no provider of ours."""
        head, _, tail = self.model.partition(":")
        return (head, tail) if tail and head in PROVIDERS else ("anthropic", self.model)


@dataclass(frozen=True, slots=True)
class CheckedModel:
    """A configuration that can work; `notices` are sentences for the operator."""

    capability: Capability
    notices: tuple[str, ...]


def check_config(config: ModelConfig, at: datetime) -> CheckedModel:
    """Look at everything that can be known without a call; ModelSettingError names the fix."""
    _check_url(config.base_url)
    _check_numbers(config)
    _, model = config.provider_and_model()
    if not model:
        raise ModelSettingError(f"ANTHROPIC_MODEL is empty. Set ANTHROPIC_MODEL={DEFAULT_MODEL}.")
    notices = [_foreign(config.base_url)]
    if is_anthropic(config.base_url):
        # First, because a model that was retired long ago is in no other table any more.
        notices.append(check_retirement(model, at.date()))
    capability = find_capability(config.base_url, model, config.models.behaves_like(model))
    if is_anthropic(config.base_url) and not config.api_key:
        raise ModelSettingError(
            "ANTHROPIC_API_KEY is missing. Add ANTHROPIC_API_KEY=… to .env, or "
            "CLIENT_MODEL=demo for the scripted client."
        )
    return CheckedModel(capability, tuple(notice for notice in notices if notice))


def _check_url(base_url: str) -> None:
    parts = _parted(base_url)
    if parts is None:
        raise ModelSettingError(
            f"ANTHROPIC_BASE_URL must be a URL such as {DEFAULT_BASE_URL}, without a query."
        )
    if parts.path.rstrip("/").endswith("/v1"):
        raise ModelSettingError("ANTHROPIC_BASE_URL ends in /v1. Leave that out; it is added.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ModelSettingError(
            f"ANTHROPIC_BASE_URL sends the key to {parts.hostname} unencrypted. "
            "Use https, or loopback."
        )


def _parted(base_url: str) -> SplitResult | None:
    """The parts of a web address with a host and no query; None for anything else."""
    try:
        parts = urlsplit(base_url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    fits = bool(host) and parts.scheme in {"http", "https"} and not (parts.query or parts.fragment)
    return parts if fits else None


def _check_numbers(config: ModelConfig) -> None:
    limits = {
        "ANTHROPIC_FAILURE_THRESHOLD": config.breaker.threshold,
        "ANTHROPIC_RECOVERY_TIMEOUT": config.breaker.recovery,
        "ANTHROPIC_HALF_OPEN_REQUESTS": config.breaker.probes,
    }
    for name, value in limits.items():
        if not value > 0:
            raise ModelSettingError(f"{name}={value} must be more than 0.")


def _foreign(base_url: str) -> str:
    host = urlsplit(base_url).hostname or ""
    if host in _LOOPBACK or is_anthropic(base_url):
        return ""
    return f"ANTHROPIC_BASE_URL: transcripts and the key go to {host}."
