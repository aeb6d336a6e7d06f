"""What a call costs, in integer nano-USD; an unknown price is unknown, never zero."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

import genai_prices

from core.domain.ledger import Cost, TokenCounts
from core.llm.capability import CAPABILITIES, ModelSettingError, is_anthropic
from core.llm.modelfile import NO_FILE, DeclaredRates, ModelFile

NANO = 10**9
_PROVIDER = "anthropic"
Spans = tuple[tuple[int, int], ...]
SIZES = (0, 300_000, 5_000_000)
_TABLE = f"genai-prices {genai_prices.__version__}"


@dataclass(frozen=True, slots=True)
class PriceList:
    """Prices for the models of one endpoint: the operator's file first, then the public table.

    The public table is Anthropic's, so another host without a declared price has no price at all.
    """

    base_url: str
    declared: ModelFile = NO_FILE

    def cost(self, model: str, tokens: TokenCounts, at: datetime) -> Cost:
        """What the call cost; without a price it is booked at the dearest known one."""
        rates = self.declared.rates(model, at.date())
        if rates is not None:
            nusd = _declared_nusd(rates, tokens)
            return Cost(nusd, nusd, "declared", self.declared.source)
        public = _public_nusd(model, tokens, at) if is_anthropic(self.base_url) else None
        if public is not None:
            return Cost(public, public, "known", _TABLE)
        return Cost(None, dearest_nusd(tokens, at), "unknown", _TABLE)

    def upper_bound(self, model: str, request_bytes: int, max_tokens: int, at: datetime) -> int:
        """The most that a request can cost: half a token per byte, all written for an hour."""
        tokens = math.ceil(request_bytes / 2)
        written = TokenCounts(cache_write_1h=tokens, output=max_tokens)
        read = TokenCounts(input=tokens, output=max_tokens)
        return max(self.cost(model, each, at).booked_nusd for each in (written, read))

    def check(self, model: str, at: datetime) -> str:
        """One sentence when calls would have no price, else empty."""
        if self.cost(model, TokenCounts(input=1), at).nusd is not None:
            return ""
        return (
            f"No price is known for {model} at {self.base_url}: its cost is shown as unknown and "
            "limits count it at the dearest known price. Declare it in MODEL_FILE (0 is allowed)."
        )


def _public_nusd(model: str, tokens: TokenCounts, at: datetime) -> int | None:
    response = {"model": model, "usage": _as_usage(tokens)}
    try:
        # Its own Usage counts cached tokens into the input, the API does not: only extract_usage
        # converts.
        usage = genai_prices.extract_usage(response, provider_id=_PROVIDER)
        total = usage.calc_price(genai_request_timestamp=at).total_price
    except (LookupError, ValueError):
        return None
    return _whole(total * NANO)


def _as_usage(tokens: TokenCounts) -> Mapping[str, object]:
    return {
        "input_tokens": tokens.input,
        "cache_read_input_tokens": tokens.cache_read,
        "cache_creation_input_tokens": tokens.cache_write_5m + tokens.cache_write_1h,
        "cache_creation": {
            "ephemeral_5m_input_tokens": tokens.cache_write_5m,
            "ephemeral_1h_input_tokens": tokens.cache_write_1h,
        },
        "output_tokens": tokens.output,
    }


def _declared_nusd(rates: DeclaredRates, tokens: TokenCounts) -> int:
    return (
        tokens.input * rates.input
        + tokens.cache_read * rates.cache_read
        + tokens.cache_write_5m * rates.cache_write_5m
        + tokens.cache_write_1h * rates.cache_write_1h
        + tokens.output * rates.output
    )


def dearest_nusd(tokens: TokenCounts, at: datetime) -> int:
    """The price at the dearest model of the public table that can still be called."""
    prices = [_public_nusd(model, tokens, at) for model in _dear_models(at.date())]
    known = [price for price in prices if price is not None]
    if not known:
        raise ModelSettingError(
            "The price table has no supported model; install genai-prices anew."
        )
    return max(known)


@lru_cache(maxsize=4)
def _dear_models(day: date) -> tuple[str, ...]:
    """The models that can be the dearest: no other costs at least as much for every token."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    kept: dict[str, Spans] = {}
    for model in CAPABILITIES:
        spans = _spans(model, at)
        if spans and not any(_outprices(one, spans) for one in kept.values()):
            kept = {name: one for name, one in kept.items() if not _outprices(spans, one)}
            kept[model] = spans
    return tuple(kept)


def _spans(model: str, at: datetime) -> Spans:
    """The least and the most of a thousand tokens of each kind: beside a long input they cost more.

    Nothing for a model without a price.
    """
    found = []
    for kind in fields(TokenCounts):
        rates = [_marginal(model, kind.name, beside, at) for beside in SIZES]
        known = [one for one in rates if one is not None]
        if not known:
            return ()
        found.append((min(known), max(known)))
    return tuple(found)


def _marginal(model: str, kind: str, beside: int, at: datetime) -> int | None:
    """What a thousand tokens of a kind cost beside an input of that size."""
    before = TokenCounts(input=beside)
    after = replace(before, **{kind: getattr(before, kind) + 1_000})
    costs = (_public_nusd(model, before, at), _public_nusd(model, after, at))
    return None if costs[0] is None or costs[1] is None else costs[1] - costs[0]


def _outprices(one: Spans, other: Spans) -> bool:
    """Whether the first at its cheapest costs at least as much as the other at its dearest."""
    return all(low >= high for (low, _), (_, high) in zip(one, other, strict=True))


def _whole(nusd: Decimal) -> int:
    # Rounded up where a rate is finer than a nano-dollar: never under-count.
    return math.ceil(nusd)
