"""What may go wrong on purpose, and a record of every call."""

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["before", "after", "429", "500", "500after", "slow", "error"]


@dataclass(frozen=True)
class Fault:
    """`before` drops the connection before the effect, `after` behind it; `value` is its number."""

    kind: Kind
    value: float = 0.0
    code: str = ""


@dataclass
class Call:
    """One call as it came in."""

    method: str
    arguments: dict[str, Any]
    at: float
    outcome: str = ""
    token: str = ""


@dataclass
class Faults:
    """The next faults of each method; buckets make Slack's own rate limits."""

    planned: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[Call] = field(default_factory=list)
    per_channel: float = 0.0
    burst: int = 1
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def plan(self, method: str, *faults: Fault) -> None:
        self.planned[method].extend(faults)

    def next(self, method: str) -> Fault | None:
        waiting = self.planned.get(method)
        return waiting.popleft() if waiting else None

    def limited(self, method: str, channel: str) -> int:
        """Seconds to wait, 0 when the call may be carried out."""
        if not self.per_channel or method != "chat.postMessage":
            return 0
        now = time.monotonic()
        left, then = self._buckets.get(channel, (float(self.burst), now))
        left = min(float(self.burst), left + (now - then) * self.per_channel)
        if left < 1:
            self._buckets[channel] = (left, now)
            return max(1, round((1 - left) / self.per_channel + 0.5))
        self._buckets[channel] = (left - 1, now)
        return 0

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(one.method == method for one in self.calls)
