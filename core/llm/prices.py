"""What a call costs, in integer nano-USD; an unknown price is unknown, never zero."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import genai_prices

from core.domain.ledger import Cost, TokenCounts
from core.llm.capability import CAPABILITIES, ModelSettingError, is_anthropic
from core.llm.modelfile import NO_FILE, DeclaredRates, ModelFile

NANO = 10**9
_PROVIDER = "anthropic"
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
    prices = [_public_nusd(model, tokens, at) for model in CAPABILITIES]
    known = [price for price in prices if price is not None]
    if not known:
        raise ModelSettingError(
            "The price table has no supported model; install genai-prices anew."
        )
    return max(known)


def _whole(nusd: Decimal) -> int:
    # Rounded up where a rate is finer than a nano-dollar: never under-count.
    return math.ceil(nusd)
