"""The real clock."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Wall time in UTC and the system's monotonic time."""

    def now(self) -> datetime:
        """The current instant."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()
