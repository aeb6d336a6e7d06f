"""A due date on its way into a calendar."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DueDate:
    """One event; `sequence` grows with every change, so that calendars follow."""

    id: str
    title: str
    section: str
    about: str
    due_at: datetime
    sequence: int
    cancelled: bool = False
