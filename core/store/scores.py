"""Released scores: what a gradebook may show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Executable, bindparam, func, select

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


COLUMNS = (
    evaluations.c.id,
    evaluations.c.session_id,
    evaluations.c.assignment_id,
    sessions.c.client_id,
    sessions.c.student_id,
    sessions.c.attempt,
    evaluations.c.total,
    evaluations.c.released_at,
)
OLDEST_FIRST = (evaluations.c.released_at, evaluations.c.id)
RELEASED = (
    select(*COLUMNS)
    .join(sessions, sessions.c.id == evaluations.c.session_id)
    .where(
        evaluations.c.tenant == bindparam("of_tenant"),
        evaluations.c.section_id == bindparam("of_section"),
        evaluations.c.released_at.is_not(None),
    )
    .order_by(*OLDEST_FIRST)
)
# From the students' interviews, by an index that holds all that is asked of them.
OF_STUDENTS = (
    select(*COLUMNS)
    .join(sessions, sessions.c.id == evaluations.c.session_id)
    .where(
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.section_id == bindparam("of_section"),
        sessions.c.student_id.in_(bindparam("students", expanding=True)),
        func.coalesce(evaluations.c.tenant, "") == bindparam("of_tenant"),
        evaluations.c.released_at.is_not(None),
    )
    .order_by(*OLDEST_FIRST)
)


def released(tx: Transaction, section_id: str) -> tuple[Score, ...]:
    """Every released score of a section, the oldest release first; one statement."""
    return _scores(tx, RELEASED, {"of_section": section_id})


def of_students(tx: Transaction, section_id: str, students: tuple[str, ...]) -> dict[str, Score]:
    """The last released score of each interview of some students, by session."""
    values = {"of_section": section_id, "students": list(students)}
    return {one.session_id: one for one in _scores(tx, OF_STUDENTS, values)}


def _scores(tx: Transaction, query: Executable, values: Mapping[str, object]) -> tuple[Score, ...]:
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
        for row in tx.run(query, {**values, "of_tenant": tx.tenant})
    )


# Not by the tenant's index: a few sessions are found faster by their own.
OF_SESSIONS = (
    select(evaluations.c.session_id, evaluations.c.total)
    .where(
        func.coalesce(evaluations.c.tenant, "") == bindparam("of_tenant"),
        evaluations.c.session_id.in_(bindparam("sessions", expanding=True)),
        evaluations.c.released_at.is_not(None),
        evaluations.c.total != "",
    )
    .order_by(evaluations.c.released_at, evaluations.c.id)
)


def of_sessions(tx: Transaction, session_ids: tuple[str, ...]) -> dict[str, Decimal]:
    """The last released percentage of each of some interviews."""
    values = {"of_tenant": tx.tenant, "sessions": list(session_ids)}
    return {row.session_id: Decimal(row.total) for row in tx.run(OF_SESSIONS, values)}
