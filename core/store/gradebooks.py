"""A gradebook's rows: three statements for a class of any size."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from core.domain.gradebook import Attempt, Student
from core.store.assignment_tables import extensions
from core.store.class_tables import assignments, clients, enrolments, people
from core.store.privacy_tables import roster_lines
from core.store.session_tables import sessions
from core.store.transaction import Transaction

STUDENTS = (
    select(
        people.c.id,
        people.c.user,
        func.coalesce(func.nullif(roster_lines.c.name, ""), people.c.name).label("name"),
        func.coalesce(roster_lines.c.email, "").label("email"),
        func.coalesce(roster_lines.c.login, "").label("login"),
        func.coalesce(roster_lines.c.sis, "").label("sis"),
    )
    .join(enrolments, enrolments.c.person_id == people.c.id)
    .outerjoin(
        roster_lines,
        (roster_lines.c.person_id == people.c.id)
        & (roster_lines.c.section_id == enrolments.c.section_id)
        & roster_lines.c.until.is_(None),
    )
    .where(
        enrolments.c.tenant == bindparam("of_tenant"),
        enrolments.c.section_id == bindparam("of_section"),
        enrolments.c.role == "student",
        enrolments.c.until.is_(None),
    )
    .order_by(func.lower(people.c.name), people.c.id, roster_lines.c.since)
)
ATTEMPTS = (
    select(
        sessions.c.id,
        sessions.c.student_id,
        sessions.c.client_id,
        clients.c.name.label("client"),
        sessions.c.attempt,
        sessions.c.ended_at,
        func.coalesce(
            extensions.c.due_at, assignments.c.due_at, type_=assignments.c.due_at.type
        ).label("due_at"),
    )
    .join(clients, clients.c.id == sessions.c.client_id)
    .join(assignments, assignments.c.id == sessions.c.assignment_id)
    .outerjoin(
        extensions,
        (extensions.c.assignment_id == sessions.c.assignment_id)
        & (extensions.c.person_id == sessions.c.student_id),
    )
    .where(
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.assignment_id == bindparam("of_assignment"),
        sessions.c.attempt.is_not(None),
    )
    .order_by(sessions.c.student_id, sessions.c.created_at, sessions.c.id)
)


def students(tx: Transaction, section_id: str) -> tuple[Student, ...]:
    """Who is enrolled as a student now, with what an imported roster says of them."""
    rows = tx.run(STUDENTS, {"of_tenant": tx.tenant, "of_section": section_id}).mappings()
    return tuple({row["id"]: Student(**row) for row in rows}.values())


Taken = tuple[Attempt, datetime | None]


def attempts(tx: Transaction, assignment_id: str) -> dict[str, list[Taken]]:
    """By student: what was begun, each with its due date; nothing is scored or late yet."""
    found: dict[str, list[Taken]] = {}
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id}
    for row in tx.run(ATTEMPTS, values):
        made = Attempt(row.id, row.client_id, row.client, row.attempt, row.ended_at, late=False)
        found.setdefault(row.student_id, []).append((made, row.due_at))
    return found
