"""How late the event loop is: a blocked loop misses heartbeats and acknowledgements."""

import asyncio
import logging
from collections import deque

log = logging.getLogger(__name__)
EVERY, KEPT, LONG = 0.25, 240, 1.0


class Lag:
    """The longest delay of the last minute, in seconds, for `/metrics`."""

    def __init__(self) -> None:
        self._late: deque[float] = deque(maxlen=KEPT)

    async def watch(self) -> None:
        """Measure until it is cancelled; a second or more is logged."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + EVERY
            await asyncio.sleep(EVERY)
            late = max(0.0, loop.time() - due)
            self._late.append(late)
            if late >= LONG:
                log.warning("the event loop was blocked", extra={"seconds": round(late, 1)})

    def lines(self) -> list[str]:
        """One figure; 0 before the first look."""
        return [f"virtual_client_loop_lag_seconds {max(self._late, default=0.0):.4f}"]
