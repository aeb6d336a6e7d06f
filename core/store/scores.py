"""Released scores: what a gradebook may show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import bindparam, select

from core.store.grade_tables import evaluations
from core.store.session_tables import sessions
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Score:
    """One released grading; `percent` is None while a criterion has no level."""

    evaluation_id: str
    session_id: str
    assignment_id: str
    client_id: str
    student_id: str
    attempt: int | None
    percent: Decimal | None
    released_at: datetime


RELEASED = (
    select(
        evaluations.c.id,
        evaluations.c.session_id,
        evaluations.c.assignment_id,
        sessions.c.client_id,
        sessions.c.student_id,
        sessions.c.attempt,
        evaluations.c.total,
        evaluations.c.released_at,
    )
    .join(sessions, sessions.c.id == evaluations.c.session_id)
    .where(
        evaluations.c.tenant == bindparam("of_tenant"),
        evaluations.c.section_id == bindparam("of_section"),
        evaluations.c.released_at.is_not(None),
    )
    .order_by(evaluations.c.released_at, evaluations.c.id)
)


def released(tx: Transaction, section_id: str) -> tuple[Score, ...]:
    """Every released score of a section, the oldest release first; one statement."""
    rows = tx.run(RELEASED, {"of_tenant": tx.tenant, "of_section": section_id})
    return tuple(
        Score(
            row.id,
            row.session_id,
            row.assignment_id,
            row.client_id,
            row.student_id,
            row.attempt,
            Decimal(row.total) if row.total else None,
            row.released_at,
        )
        for row in rows
    )
