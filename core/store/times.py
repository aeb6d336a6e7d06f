"""Delivery time: milliseconds UTC that follow the wall clock but never go back."""

import threading
import time
from collections.abc import Callable

SLEW = 0.1
FAR_MS = 3_600_000


class SteadyTime:
    """Wall time for leases and waits.

    A clock that was put forward (or slept) is followed at once; one that was put back by less
    than an hour is approached by running slower, because leases and waits must still end.
    """

    def __init__(self, wall_ms: Callable[[], int], monotonic: Callable[[], float]) -> None:
        self._wall_ms = wall_ms
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._read_at = monotonic()
        self._steady_ms = float(wall_ms())

    def read(self) -> int:
        """Milliseconds UTC."""
        with self._lock:
            now = self._monotonic()
            elapsed_ms = (now - self._read_at) * 1000
            expected = self._steady_ms + elapsed_ms
            gap = self._wall_ms() - expected
            if -FAR_MS < gap < 0:
                gap = max(gap, -elapsed_ms * SLEW)
            self._read_at = now
            self._steady_ms = expected + gap
            return int(self._steady_ms)


class ServerClock:
    """Another machine's clock, asked once a minute and carried on by our monotonic one."""

    REFRESH = 60.0

    def __init__(self, ask_ms: Callable[[], int]) -> None:
        self._ask_ms = ask_ms
        # One tuple: threads must never pair an old reading with a new time.
        self._reading = (0, float("-inf"))

    def read(self) -> int:
        """Milliseconds UTC by the other clock."""
        server_ms, read_at = self._reading
        now = time.monotonic()
        if now - read_at < self.REFRESH:
            return server_ms + int((now - read_at) * 1000)
        asked = self._ask_ms()
        self._reading = (asked, time.monotonic())
        return asked
