"""What is refused at start, what is only said, and what a model is known to do."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from anthropic.resources.messages.messages import DEPRECATED_MODELS

from core.llm.breaker import BreakerSettings
from core.llm.capability import (
    CAPABILITIES,
    PLAIN,
    RETIREMENTS,
    ModelSettingError,
    check_retirement,
    find_capability,
)
from core.llm.config import DEFAULT_BASE_URL, ModelConfig, check_config
from core.llm.modelfile import ModelEntry, ModelFile
from core.llm.providers import build_model
from tests.gateway import StillClock, house

TODAY = datetime(2026, 11, 20, tzinfo=UTC)
GOOD = ModelConfig(api_key="sk-canary")


def test_the_default_model_starts_without_a_notice() -> None:
    assert check_config(GOOD, TODAY).notices == ()


@pytest.mark.parametrize(
    ("config", "says"),
    [
        (ModelConfig(), "ANTHROPIC_API_KEY is missing.*CLIENT_MODEL=demo"),
        (replace(GOOD, model=""), "ANTHROPIC_MODEL is empty"),
        (replace(GOOD, model="gpt-9"), "gpt-9 is not in the capability table.*claude-sonnet-5-5"),
        (replace(GOOD, model="claude-3-opus-20240229"), "was retired on 2026-01-05"),
        (replace(GOOD, base_url="api.anthropic.com"), "must be a URL"),
        (replace(GOOD, base_url="ftp://x"), "must be a URL"),
        (replace(GOOD, base_url="http://[::1"), "must be a URL"),
        (replace(GOOD, base_url="https://x:99999"), "must be a URL"),
        (replace(GOOD, base_url="https://x/?a=1"), "without a query"),
        (replace(GOOD, base_url="http://models.example"), "unencrypted"),
        (replace(GOOD, base_url="http://127.0.0.1:11434/v1/"), "ends in /v1"),
        (replace(GOOD, breaker=BreakerSettings(threshold=0)), "ANTHROPIC_FAILURE_THRESHOLD=0"),
        (replace(GOOD, breaker=BreakerSettings(recovery=-1)), "ANTHROPIC_RECOVERY_TIMEOUT=-1"),
        (replace(GOOD, breaker=BreakerSettings(probes=0)), "ANTHROPIC_HALF_OPEN_REQUESTS=0"),
    ],
)
def test_what_cannot_work_is_refused_with_its_fix(config: ModelConfig, says: str) -> None:
    with pytest.raises(ModelSettingError, match=says):
        check_config(config, TODAY)


def test_the_retirement_table_holds_all_of_the_sdks() -> None:
    plain = {model: re.sub(r"(?<=\d)[a-z]+", "", day) for model, day in DEPRECATED_MODELS.items()}
    of_sdk = {
        model: datetime.strptime(day, "%B %d, %Y").replace(tzinfo=UTC).date()
        for model, day in plain.items()
    }
    assert of_sdk
    assert {model: RETIREMENTS.get(model) for model in of_sdk} == of_sdk


@pytest.mark.parametrize(
    ("day", "says"), [(date(2026, 11, 20), "in 10 days"), (date(2026, 11, 29), "in 1 days")]
)
def test_a_model_near_its_end_is_named(day: date, says: str) -> None:
    assert says in check_retirement("claude-sonnet-4-5", day)


@pytest.mark.parametrize("model", ["claude-sonnet-4-5", "claude-sonnet-4-5-20250929"])
def test_a_model_past_its_end_is_refused(model: str) -> None:
    with pytest.raises(ModelSettingError, match=r"retired on 2026-11-30. Set ANTHROPIC_MODEL="):
        check_retirement(model, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("url", "model", "like", "capability"),
    [
        (DEFAULT_BASE_URL, "claude-sonnet-5-5", "", CAPABILITIES["claude-sonnet-5-5"]),
        (DEFAULT_BASE_URL, "claude-haiku-4-5-20251001", "", CAPABILITIES["claude-haiku-4-5"]),
        ("http://127.0.0.1:11434", "llama3.2", "", PLAIN),
        ("http://127.0.0.1:11434", "claude-sonnet-5-5", "", PLAIN),
        ("https://proxy.example", "ours", "claude-opus-5-5", CAPABILITIES["claude-opus-5-5"]),
        ("https://api.anthropic.com.evil.example", "claude-sonnet-5-5", "", PLAIN),
    ],
)
def test_only_the_vendors_host_is_taken_at_its_name(
    url: str, model: str, like: str, capability: object
) -> None:
    assert find_capability(url, model, like) == capability


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("claude-sonnet-5-5", ("anthropic", "claude-sonnet-5-5")),
        ("anthropic:claude-sonnet-5-5", ("anthropic", "claude-sonnet-5-5")),
        ("llama3:8b", ("anthropic", "llama3:8b")),
        ("anthropic:llama3:8b", ("anthropic", "llama3:8b")),
    ],
)
def test_a_model_is_named_with_or_without_its_provider(
    written: str, parts: tuple[str, str]
) -> None:
    assert replace(GOOD, model=written).provider_and_model() == parts


async def test_a_foreign_host_and_a_missing_price_are_said() -> None:
    config = replace(GOOD, base_url="https://proxy.example", model="ours")
    model = build_model(config, house(StillClock()))
    await model.aclose()
    assert model.name == "anthropic:ours"
    assert [notice.split(":")[0] for notice in model.notices] == [
        "ANTHROPIC_BASE_URL",
        "No price is known for ours at https",
    ]


def test_the_operator_can_say_what_a_model_behaves_like() -> None:
    file = ModelFile((ModelEntry("ours", date.min, None, "claude-sonnet-5-5"),), "m.toml")
    config = replace(GOOD, base_url="http://127.0.0.1:1", model="ours", models=file)
    assert check_config(config, TODAY).capability.mid_system


def test_the_key_is_in_no_representation() -> None:
    assert "canary" not in repr(GOOD)


def test_the_sdk_is_loaded_only_when_its_model_is_built() -> None:
    code = "import sys, core.llm.providers; sys.exit('anthropic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
