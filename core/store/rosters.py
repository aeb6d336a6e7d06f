"""The roster as a teacher reads it: a page of people, and how far each is with each work."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, bindparam, case, func, literal, select, union_all

from core.domain.teaching import Person, SectionRole
from core.store.class_tables import assignment_clients, assignments, enrolments, people
from core.store.session_tables import RUNS, sessions
from core.store.transaction import Transaction

OF_SECTION = (enrolments.c.tenant == bindparam("of_tenant")) & (
    enrolments.c.section_id == bindparam("of_section")
)
CURRENT = enrolments.c.until.is_(None)
later = enrolments.alias("later")
# Somebody's last period, and it is over: no other one runs or ended after it.
GONE = (
    enrolments.c.until.is_not(None)
    & (enrolments.c.ended != "changed")
    & ~select(later.c.id)
    .where(
        later.c.section_id == enrolments.c.section_id,
        later.c.person_id == enrolments.c.person_id,
        later.c.until.is_(None) | (later.c.until > enrolments.c.until),
    )
    .exists()
)
RANK = case({"pending": 0, "teacher": 1, "ta": 2, "student": 3}, value=enrolments.c.role, else_=4)
FILTERS = {
    "everybody": CURRENT,
    "waiting": CURRENT & (enrolments.c.role == SectionRole.PENDING.value),
    "students": CURRENT & (enrolments.c.role == SectionRole.STUDENT.value),
    "left": GONE,
}


def _page(name: str) -> Select[tuple[str, str, str, str, str, datetime, datetime | None]]:
    return (
        select(
            people.c.id,
            people.c.tenant,
            people.c.user,
            people.c.name,
            enrolments.c.role,
            enrolments.c.since,
            enrolments.c.until,
        )
        .join(people, people.c.id == enrolments.c.person_id)
        .where(OF_SECTION, FILTERS[name])
        .order_by(RANK, func.lower(people.c.name), people.c.id)
        .limit(bindparam("most"))
        .offset(bindparam("skip"))
    )


PAGES = {name: _page(name) for name in FILTERS}
COUNTS = {
    name: select(func.count()).select_from(enrolments).where(OF_SECTION, which)
    for name, which in FILTERS.items()
}
WORK = (
    select(
        assignments.c.id,
        assignments.c.title,
        func.count(assignment_clients.c.client_id).label("clients"),
    )
    .outerjoin(
        assignment_clients,
        and_(
            assignment_clients.c.assignment_id == assignments.c.id,
            assignment_clients.c.removed_at.is_(None),
        ),
    )
    .where(
        assignments.c.tenant == bindparam("of_tenant"),
        assignments.c.section_id == bindparam("of_section"),
        assignments.c.state != "draft",
    )
    .group_by(assignments.c.id, assignments.c.title, assignments.c.due_at)
    .order_by(assignments.c.due_at.is_(None), assignments.c.due_at, assignments.c.id)
)
COMPLETED = and_(sessions.c.state == "completed", sessions.c.assignment_id.is_not(None))
OF_STUDENTS = (
    sessions.c.tenant == bindparam("of_tenant"),
    sessions.c.section_id == bindparam("of_section"),
    sessions.c.student_id.in_(bindparam("students", expanding=True)),
)
BY_WORK = (sessions.c.student_id, sessions.c.assignment_id)
# The index holds all of it; whoever is over was last active at the end.
COUNTED = (
    select(
        *BY_WORK,
        func.count(sessions.c.attempt).label("attempts"),
        func.count(case((COMPLETED, sessions.c.client_id)).distinct()).label("done"),
        func.max(sessions.c.ended_at).label("last_at"),
    )
    .where(*OF_STUDENTS)
    .group_by(*BY_WORK)
)
GOING_ON = (
    select(*BY_WORK, literal(0), literal(0), func.max(sessions.c.last_at))
    .where(*OF_STUDENTS, RUNS)
    .group_by(*BY_WORK)
)
BOTH = union_all(COUNTED, GOING_ON).subquery()
PROGRESS = select(
    BOTH.c.student_id,
    func.coalesce(BOTH.c.assignment_id, "").label("assignment_id"),
    func.sum(BOTH.c.attempts).label("attempts"),
    func.sum(BOTH.c.done).label("done"),
    func.max(BOTH.c.last_at).label("last_at"),
).group_by(BOTH.c.student_id, BOTH.c.assignment_id)


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the roster; `until` is set for those who left."""

    person: Person
    role: SectionRole
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Work:
    """A published assignment and how many clients it has."""

    id: str
    title: str
    clients: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one student is with one assignment; `done` counts clients, not attempts."""

    attempts: int
    done: int
    last_at: datetime | None


NO_PROGRESS = Progress(0, 0, None)


def count(tx: Transaction, section_id: str, which: str = "everybody") -> int:
    """How many people a filter finds."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    return int(tx.run(COUNTS[which], values).scalar_one())


def page(tx: Transaction, section_id: str, which: str, most: int, skip: int) -> tuple[Line, ...]:
    """One page: who waits first, then teachers, TAs and students by name."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "most": most, "skip": skip}
    return tuple(
        Line(
            Person(row.id, row.tenant, row.user, row.name),
            SectionRole(row.role),
            row.since,
            row.until,
        )
        for row in tx.run(PAGES[which], values)
    )


def work(tx: Transaction, section_id: str) -> tuple[Work, ...]:
    """What was published in the section, the nearest due date first."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    return tuple(Work(**row) for row in tx.run(WORK, values).mappings())


def progress(
    tx: Transaction, section_id: str, students: tuple[str, ...]
) -> dict[tuple[str, str], Progress]:
    """By student and assignment (empty: free practice), in one statement for any number."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "students": list(students)}
    return {
        (row.student_id, row.assignment_id): Progress(int(row.attempts), int(row.done), row.last_at)
        for row in tx.run(PROGRESS, values)
    }
