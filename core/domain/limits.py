"""What may be spent and how fast, as plain numbers; money in nano-USD."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`start_nusd` is kept back for each interview at its start, so that none is cut short.

    `warning_nusd` and `critical_nusd` alert and stop nothing; `session_nusd` is the most that one
    interview may cost; `session_tokens` is the length of its transcript, not of its requests.
    """

    day_nusd: int = 10_000_000_000
    student_day_nusd: int = 10_000_000_000
    section_month_nusd: int = 310_000_000_000
    session_nusd: int = 1_000_000_000
    start_nusd: int = 100_000_000
    warning_nusd: int = 100_000_000
    critical_nusd: int = 500_000_000
    calls_per_hour: int = 1_000
    turns_per_minute: int = 10
    session_tokens: int = 20_000
