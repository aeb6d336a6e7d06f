"""The provider's caching and billing rules, written a second time to check the gateway's.

Rates are nano-USD per token, from the price page as the reference gives it; tokens are characters
divided by four. What a cache hit needs: the same bytes up to a breakpoint that an earlier request
wrote, within its time to live, at least `min_cache` tokens long, at most twenty blocks back.
"""

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from core.domain.jsonvalue import Json

LOOK_BACK = 20
TTL_SECONDS = {"5m": 300.0, "1h": 3600.0}


@dataclass(frozen=True, slots=True)
class Rates:
    input: int
    output: int
    write_5m: int
    write_1h: int
    read: int
    min_cache: int = 512


RATES = {
    "claude-haiku-5-5": Rates(100, 500, 125, 200, 10),
    "claude-sonnet-5-5": Rates(2_000, 10_000, 2_500, 4_000, 100),
    "claude-opus-5-5": Rates(4_000, 20_000, 5_000, 8_000, 200),
    "claude-sonnet-5": Rates(2_000, 10_000, 2_500, 4_000, 200, 1024),
    "claude-sonnet-4-6": Rates(3_000, 15_000, 3_750, 6_000, 300, 1024),
    "claude-haiku-4-5": Rates(1_000, 5_000, 1_250, 2_000, 100, 4096),
}
UNPRICED = Rates(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Metered:
    """The counters of one request as the provider would report them."""

    input: int
    read: int = 0
    write_5m: int = 0
    write_1h: int = 0

    def nusd(self, rates: Rates, output: int = 0) -> int:
        return (
            self.input * rates.input
            + self.read * rates.read
            + self.write_5m * rates.write_5m
            + self.write_1h * rates.write_1h
            + output * rates.output
        )

    def usage(self) -> dict[str, Json]:
        return {
            "input_tokens": self.input,
            "cache_read_input_tokens": self.read,
            "cache_creation_input_tokens": self.write_5m + self.write_1h,
            "cache_creation": {
                "ephemeral_5m_input_tokens": self.write_5m,
                "ephemeral_1h_input_tokens": self.write_1h,
            },
            "output_tokens": 1,
        }


@dataclass(frozen=True, slots=True)
class _Mark:
    """The end of a block: hash and tokens of everything before it, and its breakpoint if any."""

    prefix: bytes
    tokens: int
    ttl: str


@dataclass(slots=True)
class CacheMeter:
    """Bills request bodies one after another; `now` in seconds."""

    now: Callable[[], float]
    entries: dict[bytes, tuple[float, float]] = field(default_factory=dict)

    def meter(self, body: dict[str, Json]) -> Metered:
        rates = RATES.get(str(body["model"]), UNPRICED)
        marks = _marks(body)
        total = marks[-1].tokens if marks else 0
        hit = self._longest_hit(marks, rates.min_cache)
        written = {"5m": 0, "1h": 0}
        done = hit
        for mark in marks:
            if mark.ttl and mark.tokens >= rates.min_cache:
                self._remember(mark)
                written[mark.ttl] += max(0, mark.tokens - done)
                done = max(done, mark.tokens)
        return Metered(total - done, hit, written["5m"], written["1h"])

    def _longest_hit(self, marks: list[_Mark], minimum: int) -> int:
        best = 0
        for end, mark in enumerate(marks):
            if mark.ttl:
                for earlier in marks[max(0, end - LOOK_BACK) : end + 1]:
                    if earlier.tokens >= minimum and self._alive(earlier):
                        best = max(best, earlier.tokens)
        return best

    def _alive(self, mark: _Mark) -> bool:
        expires, ttl = self.entries.get(mark.prefix, (0.0, 0.0))
        if expires <= self.now():
            return False
        self.entries[mark.prefix] = (self.now() + ttl, ttl)
        return True

    def _remember(self, mark: _Mark) -> None:
        ttl = TTL_SECONDS[mark.ttl]
        self.entries[mark.prefix] = (self.now() + ttl, ttl)


def blocks(body: dict[str, Json]) -> list[dict[str, Json]]:
    """Tools, system and message blocks in the order of the cache, each with its role."""
    found: list[dict[str, Json]] = []
    system = body.get("system", [])
    parts = [{"type": "text", "text": system}] if isinstance(system, str) else system
    found += [{"role": "^", **part} for part in parts]
    for message in body["messages"]:
        content = message["content"]
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        found += [{"role": message["role"], **part} for part in parts]
    return found


def _marks(body: dict[str, Json]) -> list[_Mark]:
    digest = hashlib.sha256(str(body["model"]).encode())
    marks: list[_Mark] = []
    tokens = 0
    for block in blocks(body):
        control = block.pop("cache_control", None)
        digest.update(json.dumps(block, sort_keys=True).encode())
        tokens += token_count(str(block.get("text", "")))
        ttl = str(control.get("ttl", "5m")) if isinstance(control, dict) else ""
        marks.append(_Mark(digest.digest(), tokens, ttl))
    moving = body.get("cache_control")
    if marks and isinstance(moving, dict):
        last = marks[-1]
        marks[-1] = _Mark(last.prefix, last.tokens, str(moving.get("ttl", "5m")))
    return marks


def token_count(text: str) -> int:
    return math.ceil(len(text) / 4)


def rates_of(body: dict[str, Json]) -> Rates:
    return RATES.get(str(body["model"]), UNPRICED)
