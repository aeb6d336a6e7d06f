"""How a model is doing, in words for people; told from what was seen, never by asking it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ModelHealth:
    """`state` is healthy, degraded or unavailable; `at` is of the last failure that counted."""

    model: str
    state: str
    text: str = ""
    at: datetime | None = None
    retry_after: float | None = None
