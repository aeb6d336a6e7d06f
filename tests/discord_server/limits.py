"""Buckets per method, route and major parameter, told in headers; off until asked for."""

import re
import time
from dataclasses import dataclass, field

MAJOR = re.compile(r"^/(channels|guilds|webhooks)/(\d+)")


@dataclass
class Limits:
    """`sends` messages in `window` seconds for each channel; 0 means no limit."""

    sends: int = 0
    window: float = 5.0
    hits: int = 0
    _taken: dict[str, list[float]] = field(default_factory=dict)

    def key(self, method: str, path: str) -> str:
        found = MAJOR.match(path)
        rest = re.sub(r"\d{5,}", "*", path)
        return f"{method} {rest} {found[2] if found else ''}"

    def take(self, method: str, path: str) -> float:
        """How long to wait, or 0 with the place taken."""
        if not self.sends or method != "POST" or not path.endswith("/messages"):
            return 0.0
        now = time.monotonic()
        taken = [
            one for one in self._taken.get(self.key(method, path), []) if now - one < self.window
        ]
        self._taken[self.key(method, path)] = taken
        if len(taken) >= self.sends:
            self.hits += 1
            return round(self.window - (now - taken[0]), 3)
        taken.append(now)
        return 0.0

    def headers(self, method: str, path: str) -> dict[str, str]:
        """Without them the library lets only one request of a kind run at a time."""
        limit = self.sends or 1_000
        taken = self._taken.get(self.key(method, path), [])
        reset = self.window - (time.monotonic() - taken[0]) if taken else self.window
        bucket = str(abs(hash(self.key(method, path).rpartition(" ")[0])))
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(limit - len(taken)),
            "X-RateLimit-Reset": str(time.time() + reset),
            "X-RateLimit-Reset-After": str(round(reset, 3)),
            "X-RateLimit-Bucket": bucket,
        }
