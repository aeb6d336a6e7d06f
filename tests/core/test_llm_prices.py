"""Prices to the nano-dollar."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.domain.ledger import NO_TOKENS, TokenCounts
from core.llm.capability import CAPABILITIES, ModelSettingError
from core.llm.config import DEFAULT_BASE_URL
from core.llm.modelfile import ModelFile, read_model_file
from core.llm.prices import PriceList, dearest_nusd
from tests.billing import RATES, Metered

NOW = datetime(2026, 11, 20, tzinfo=UTC)
VENDOR = PriceList(DEFAULT_BASE_URL)
LOCAL = "http://127.0.0.1:11434"


@pytest.mark.parametrize(
    ("model", "tokens", "nusd"),
    [
        ("claude-sonnet-5-5", TokenCounts(30, 3000, 200, 0, 120), 2_060_000),
        ("claude-sonnet-5-5", TokenCounts(30, 3000, 0, 200, 120), 2_360_000),
        ("claude-sonnet-5-5-20991231", TokenCounts(30, 3000, 0, 200, 120), 2_360_000),
        ("claude-haiku-5-5", TokenCounts(input=99_999, output=100), 10_049_900),
        ("claude-haiku-5-5", TokenCounts(input=100_001, output=100), 50_250_500),
        ("claude-haiku-5-5", TokenCounts(cache_read=1), 10),
        ("claude-haiku-5-5", NO_TOKENS, 0),
    ],
)
def test_a_call_costs_what_the_price_page_says(model: str, tokens: TokenCounts, nusd: int) -> None:
    cost = VENDOR.cost(model, tokens, NOW)
    assert (cost.nusd, cost.booked_nusd, cost.status) == (nusd, nusd, "known")


@pytest.mark.parametrize("model", RATES)
def test_the_table_agrees_with_a_second_one(model: str) -> None:
    tokens = TokenCounts(101, 103, 107, 109, 113)
    second = Metered(101, 103, 107, 109).nusd(RATES[model], 113)
    assert VENDOR.cost(model, tokens, NOW).nusd == second


def test_every_supported_model_has_a_price() -> None:
    assert [VENDOR.check(model, NOW) for model in CAPABILITIES] == [""] * len(CAPABILITIES)


@pytest.mark.parametrize(
    ("url", "model"),
    [
        (DEFAULT_BASE_URL, "claude-mythos-preview"),
        (DEFAULT_BASE_URL, "llama3.2"),
        (LOCAL, "claude-sonnet-5-5"),
        (LOCAL, "llama3.2"),
    ],
)
def test_an_unknown_price_is_unknown_and_guarded_by_the_dearest(url: str, model: str) -> None:
    tokens = TokenCounts(input=1000, output=10)
    cost = PriceList(url).cost(model, tokens, NOW)
    assert (cost.nusd, cost.status) == (None, "unknown")
    assert cost.booked_nusd == dearest_nusd(tokens, NOW) > 0
    assert model in PriceList(url).check(model, NOW)


@pytest.mark.parametrize("model", RATES)
def test_the_upper_bound_is_above_any_bill_of_such_a_request(model: str) -> None:
    size, most = 40_000, 500
    bound = VENDOR.upper_bound(model, size, most, NOW)
    for split in (Metered(size // 2), Metered(0, 0, size // 2), Metered(0, 0, 0, size // 2)):
        assert bound >= split.nusd(RATES[model], most)


def test_the_upper_bound_knows_the_dearer_tier_of_long_prompts() -> None:
    short = VENDOR.upper_bound("claude-haiku-5-5", 190_000, 0, NOW)
    assert VENDOR.upper_bound("claude-haiku-5-5", 210_000, 0, NOW) > 5 * short


def declare(folder: Path, text: str) -> ModelFile:
    file = folder / "models.toml"
    file.write_text(text, encoding="utf-8")
    return read_model_file(file)


TWO_PRICES = """
[[model]]
name = "llama3.2"
effective_from = 2026-01-01
input = 0
output = 0
[[model]]
name = "llama3.2"
effective_from = 2026-06-01
input = 0.1
output = 0.125
cache_read = 0.001
"""


@pytest.mark.parametrize(
    ("day", "nusd"), [(date(2026, 3, 1), 0), (date(2026, 7, 1), 100 * 100 + 10 * 125 + 1)]
)
def test_a_declared_price_counts_from_its_day(tmp_path: Path, day: date, nusd: int) -> None:
    prices = PriceList(LOCAL, declare(tmp_path, TWO_PRICES))
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    cost = prices.cost("llama3.2", TokenCounts(input=100, cache_read=1, output=10), at)
    assert (cost.nusd, cost.status, cost.source) == (nusd, "declared", "models.toml")


def test_a_declared_price_goes_before_the_public_one(tmp_path: Path) -> None:
    text = '[[model]]\nname = "claude-sonnet-5-5"\ninput = 1\noutput = 1\n'
    prices = replace(VENDOR, declared=declare(tmp_path, text))
    cost = prices.cost("claude-sonnet-5-5", TokenCounts(input=3), NOW)
    assert (cost.nusd, cost.status) == (3000, "declared")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("model = 3", r"\[\[model\]\]"),
        ("[[model]]\ninput = 1", "name is missing"),
        ('[[model]]\nname = "x"\ninput = 1', "input and output"),
        ('[[model]]\nname = "x"\ninput = -1\noutput = 1', "0 or more"),
        ('[[model]]\nname = "x"\ninput = true\noutput = 1', "0 or more"),
        ('[[model]]\nname = "x"\ninput = nan\noutput = 1', "input"),
        ('[[model]]\nname = "x"\ninput = inf\noutput = 1', "input"),
        ('[[model]]\nname = "x"\ninput = 0.0001\noutput = 1', "three decimals"),
        ('[[model]]\nname = "x"\nprice = 1', "unknown key price"),
        ('[[model]]\nname = "x"\neffective_from = "soon"', "effective_from"),
        ('[[model]]\nname = "x"\nbehaves_like = "gpt"', "behaves_like"),
        ("[[model", "cannot be read"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ModelSettingError, match=says):
        declare(tmp_path, text)


def test_a_missing_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelSettingError, match=r"MODEL_FILE=gone\.toml cannot be read"):
        read_model_file(tmp_path / "gone.toml")


def test_the_dearest_is_dearest_among_all_models() -> None:
    dice = random.Random(7)
    for _ in range(200):
        counts = [
            dice.choice((0, dice.randint(0, 3_000), dice.randint(0, 700_000))) for _ in "12345"
        ]
        tokens = TokenCounts(*counts)
        costs = (VENDOR.cost(model, tokens, NOW).nusd for model in CAPABILITIES)
        assert dearest_nusd(tokens, NOW) == max(one for one in costs if one is not None)
