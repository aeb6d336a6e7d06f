"""Completion records: one for each student and graded assignment, and never a second one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.ids import new_key
from core.store.class_tables import clients
from core.store.record_tables import completions
from core.store.session_tables import sessions
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Met:
    """A client with whom the student has finished interviews of an assignment."""

    client: str
    finished: int
    last_at: datetime | None


OF_STUDENT = (completions.c.tenant == bindparam("of_tenant")) & (
    completions.c.assignment_id == bindparam("of_assignment")
)
FIND = select(completions.c.id).where(
    OF_STUDENT, completions.c.student_id == bindparam("of_student")
)
ADD = {
    name: insert_(completions)
    .on_conflict_do_nothing(index_elements=[completions.c.assignment_id, completions.c.student_id])
    .returning(completions.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
MET = (
    select(
        clients.c.name.label("client"),
        func.count().label("finished"),
        func.max(sessions.c.ended_at).label("last_at"),
    )
    .join(clients, clients.c.id == sessions.c.client_id)
    .where(
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.student_id == bindparam("of_student"),
        sessions.c.assignment_id == bindparam("of_assignment"),
        sessions.c.state == "completed",
    )
    .group_by(clients.c.id, clients.c.name)
    .order_by(func.max(sessions.c.ended_at), clients.c.id)
)


def _values(tx: Transaction, assignment_id: str, student_id: str) -> dict[str, object]:
    return {"of_tenant": tx.tenant, "of_assignment": assignment_id, "of_student": student_id}


def issued(tx: Transaction, assignment_id: str, student_id: str) -> bool:
    """Whether there is a record already."""
    return tx.run(FIND, _values(tx, assignment_id, student_id)).first() is not None


def add(tx: Transaction, assignment_id: str, student_id: str, now: datetime) -> str | None:
    """Issue the record and return its number; None when it was issued before."""
    values = {
        "id": new_key(),
        "tenant": tx.tenant,
        "assignment_id": assignment_id,
        "student_id": student_id,
        "issued_at": now,
    }
    row = tx.run(ADD[tx.connection.dialect.name], values).first()
    return None if row is None else str(row.id)


def attach(tx: Transaction, completion_id: str, file_id: str) -> None:
    """Remember which file the record is."""
    tx.run(
        update(completions)
        .where(completions.c.tenant == tx.tenant, completions.c.id == completion_id)
        .values(file_id=file_id)
    )


def met(tx: Transaction, assignment_id: str, student_id: str) -> tuple[Met, ...]:
    """With whom the student has finished the assignment."""
    rows = tx.run(MET, _values(tx, assignment_id, student_id)).mappings()
    return tuple(Met(**row) for row in rows)
