"""Assignments and the clients in them."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from core.domain.teaching import Assignment, AssignmentState, ClientVersion
from core.store import clients as client_store
from core.store.class_tables import assignment_clients, assignments, clients
from core.store.transaction import Transaction

COLUMNS = tuple(
    assignments.c[name]
    for name in (
        "id",
        "tenant",
        "section_id",
        "title",
        "briefing",
        "graded",
        "state",
        "available_at",
        "due_at",
        "max_attempts",
        "announcement_key",
    )
)


def add(tx: Transaction, made: Assignment, created_by: str | None, now: datetime) -> None:
    """Keep a new assignment."""
    values = {column.name: getattr(made, column.name) for column in COLUMNS}
    values |= {"state": made.state.value, "created_by": created_by, "created_at": now}
    tx.run(insert(assignments), values)


def add_client(
    tx: Transaction, assignment_id: str, client_id: str, rubric_id: str | None, position: int
) -> None:
    """Add a client with the rubric that judges it."""
    values = {
        "assignment_id": assignment_id,
        "client_id": client_id,
        "rubric_id": rubric_id,
        "tenant": tx.tenant,
        "position": position,
    }
    tx.run(insert(assignment_clients), values)


BY_ID = select(*COLUMNS).where(
    assignments.c.tenant == bindparam("tenant"), assignments.c.id == bindparam("of_id")
)
OF_SECTION = (
    select(*COLUMNS)
    .where(
        assignments.c.tenant == bindparam("tenant"),
        assignments.c.section_id == bindparam("of_section"),
        assignments.c.state != "draft",
    )
    .order_by(assignments.c.due_at.is_(None), assignments.c.due_at, assignments.c.id)
)


def find(tx: Transaction, assignment_id: str) -> Assignment | None:
    """The assignment with this id."""
    row = tx.run(BY_ID, {"tenant": tx.tenant, "of_id": assignment_id}).mappings().first()
    return None if row is None else _assignment(dict(row))


def of_section(tx: Transaction, section_id: str) -> tuple[Assignment, ...]:
    """What was published in a section, the nearest due date first."""
    values = {"tenant": tx.tenant, "of_section": section_id}
    return tuple(_assignment(dict(row)) for row in tx.run(OF_SECTION, values).mappings())


def _assignment(row: dict[str, object]) -> Assignment:
    return Assignment(**(row | {"state": AssignmentState(row["state"])}))  # type: ignore[arg-type]


def clients_of(tx: Transaction, assignment_id: str) -> tuple[ClientVersion, ...]:
    """The clients of an assignment in the teacher's order."""
    rows = tx.run(
        select(*client_store.COLUMNS)
        .join(assignment_clients, assignment_clients.c.client_id == clients.c.id)
        .where(
            assignment_clients.c.tenant == tx.tenant,
            assignment_clients.c.assignment_id == assignment_id,
        )
        .order_by(assignment_clients.c.position, clients.c.id)
    ).mappings()
    return tuple(ClientVersion(**row) for row in rows)


def set_announcement(tx: Transaction, assignment_id: str, key: str) -> None:
    """Remember under which outbox key the class was told."""
    tx.run(
        update(assignments)
        .where(assignments.c.tenant == tx.tenant, assignments.c.id == assignment_id)
        .values(announcement_key=key)
    )
