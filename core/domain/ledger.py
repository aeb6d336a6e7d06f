"""What is asked of the ledger before a model call and written into it afterwards."""

from dataclasses import dataclass
from typing import Literal

PriceStatus = Literal["known", "unknown", "declared", "estimated"]


@dataclass(frozen=True, slots=True)
class CallPlan:
    """One attempt that is about to be sent; `upper_nusd` is the most that it can cost, in nano-USD.

    `tenant`, `section`, `person` and `session` say on whose account; empty when nobody's.
    """

    purpose: str
    model: str
    attempt: int
    upper_nusd: int
    tenant: str = ""
    section: str = ""
    person: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """The provider's own counters; `input` excludes cached tokens, `output` includes thinking."""

    input: int = 0
    cache_read: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0
    output: int = 0
    thinking: int = 0


NO_TOKENS = TokenCounts()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call cost: `nusd` is None when no price is known, `booked_nusd` counts at the caps.

    `source` names the price table and its version. A cost that nobody can know (a call cut in the
    middle) is `estimated`: the whole reservation.
    """

    nusd: int | None
    booked_nusd: int
    status: PriceStatus
    source: str = ""


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One attempt that reached the server; milliseconds, `fault` empty when it answered."""

    plan: CallPlan
    cost: Cost
    tokens: TokenCounts
    model_answered: str = ""
    request_id: str = ""
    stop_reason: str = ""
    fault: str = ""
    ttft_ms: int | None = None
    duration_ms: int = 0
