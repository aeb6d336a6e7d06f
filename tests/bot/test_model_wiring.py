"""From settings to models: what is refused at start, what the house gets."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from bot import app as wiring
from bot.cli.cost import command as cost_command
from bot.cli.cost import table, usd
from bot.cli.doctor import model as model_finding
from bot.cli.model import Models, check_model, limits_of
from bot.clock import SystemClock
from bot.settings import Settings, SettingsError
from core.store.usage import Total

KEY = SecretStr("key")


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[arg-type]


def test_without_a_key_and_without_the_scripted_client_the_line_to_add_is_named() -> None:
    with pytest.raises(SettingsError, match=r"ANTHROPIC_API_KEY is missing\. Add .*CLIENT_MODEL"):
        check_model(settings())


def test_the_scripted_client_needs_nothing() -> None:
    check_model(settings(client_model="demo"))


def test_an_unknown_model_and_a_missing_file_are_named() -> None:
    with pytest.raises(SettingsError, match="claude-nobody"):
        check_model(settings(anthropic_api_key=KEY, anthropic_model="claude-nobody"))
    with pytest.raises(SettingsError, match="nowhere"):
        check_model(settings(anthropic_api_key=KEY, model_file="nowhere.toml"))


def test_the_doctor_names_a_model_that_is_retired_or_about_to_be() -> None:
    gone = model_finding(settings(anthropic_api_key=KEY, anthropic_model="claude-3-opus-20240229"))
    assert not gone.ok
    assert "was retired on 2026-01-05. Set ANTHROPIC_MODEL=" in gone.text
    near = model_finding(settings(anthropic_api_key=KEY, anthropic_base_url="https://x.example"))
    assert near.ok
    assert "transcripts and the key go to x.example" in near.text


def test_limits_are_whole_nano_dollars() -> None:
    limits = limits_of(settings())
    assert (limits.day_nusd, limits.warning_nusd) == (10_000_000_000, 100_000_000)
    assert limits.session_nusd == 2 * limits.critical_nusd


async def test_the_house_gets_its_voices_and_finds_older_ones(tmp_path: Path) -> None:
    basis = wiring.open_basis(f"sqlite:///{tmp_path / 'x.sqlite3'}", SystemClock(), None)
    models = Models(basis, settings(anthropic_api_key=KEY, grader_model="claude-haiku-5-5"))
    await models.connect()
    house = basis.house
    assert house.engine == "anthropic:claude-sonnet-5-5"
    assert house.grader is not None
    assert house.grader.name == "anthropic:claude-haiku-5-5"
    assert house.voice("anthropic:claude-opus-5-5") is not None
    assert house.voice("anthropic:claude-nobody") is None
    assert house.voice("anthropic:claude-sonnet-5-5") is house.model
    await models.close()
    await basis.database.close()


async def test_an_open_breaker_stays_open_over_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    for restart in (False, True):
        basis = wiring.open_basis(url, SystemClock(), None)
        models = Models(basis, settings(anthropic_api_key=KEY))
        await models.connect()
        gateway = models.opened["anthropic:claude-sonnet-5-5"]
        assert gateway.health().state == ("unavailable" if restart else "healthy")
        await models._keep(gateway.name, datetime.now(UTC) + timedelta(seconds=60))  # noqa: SLF001
        await models.close()
        await basis.database.close()


def test_the_table_of_costs_shows_every_nano_dollar(tmp_path: Path) -> None:
    lines = table("model", (Total("claude", 3, 91_000_001, 91_000_005, 1),))
    assert "0.091000001" in lines[1]
    assert usd(10_000_000_000) == "10.000000000"
    run = CliRunner().invoke(
        cost_command,
        ["--env-file", str(tmp_path / "none")],
        env={"DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"},
    )
    assert "No model was called" in run.output
