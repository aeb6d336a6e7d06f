"""How far a class is with one assignment, each question in one statement."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, bindparam, case, func, select

from core.domain.session import Session, SessionState
from core.domain.teaching import Person
from core.store import sessions as session_store
from core.store.class_tables import enrolments, people
from core.store.session_tables import RUNS, messages, sessions
from core.store.transaction import Transaction

OF_ASSIGNMENT = and_(
    sessions.c.tenant == bindparam("of_tenant"),
    sessions.c.assignment_id == bindparam("of_assignment"),
)
BEGUN = sessions.c.attempt.is_not(None)
INTERVIEWS = select(func.count()).where(OF_ASSIGNMENT, BEGUN | RUNS)
FINISHED = func.count(case((sessions.c.state == "completed", sessions.c.client_id)).distinct())
STUDENTS = (
    select(
        people.c.id,
        people.c.tenant,
        people.c.user,
        people.c.name,
        func.count(case((BEGUN, 1))).label("begun"),
        FINISHED.label("finished"),
        func.count(case((RUNS, 1))).label("running"),
    )
    .join(enrolments, enrolments.c.person_id == people.c.id)
    .outerjoin(sessions, and_(OF_ASSIGNMENT, sessions.c.student_id == people.c.id))
    .where(
        enrolments.c.tenant == bindparam("of_tenant"),
        enrolments.c.section_id == bindparam("of_section"),
        enrolments.c.role == "student",
        enrolments.c.until.is_(None),
    )
    .group_by(people.c.id, people.c.tenant, people.c.user, people.c.name)
    .order_by(people.c.name, people.c.id)
)
OF_ONE = select(FINISHED).where(OF_ASSIGNMENT, sessions.c.student_id == bindparam("of_student"))
COUNTS = (
    select(
        sessions.c.assignment_id,
        func.count(sessions.c.student_id.distinct()).label("students"),
        func.count(case((sessions.c.state == "completed", 1))).label("finished"),
        func.count(case((RUNS, 1))).label("running"),
    )
    .where(
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.section_id == bindparam("of_section"),
        sessions.c.assignment_id.is_not(None),
        BEGUN,
    )
    .group_by(sessions.c.assignment_id)
)
LAST_WORDS = (
    select(messages.c.session_id, func.max(messages.c.at_ms).label("at_ms"))
    .join(sessions, sessions.c.id == messages.c.session_id)
    .where(OF_ASSIGNMENT, messages.c.role == "student")
    .group_by(messages.c.session_id)
)
LAST_WORD = select(func.max(messages.c.at_ms)).where(
    messages.c.tenant == bindparam("of_tenant"),
    messages.c.session_id == bindparam("of_session"),
    messages.c.role == "student",
)


@dataclass(frozen=True, slots=True)
class Doing:
    """What one enrolled student has done for an assignment; `finished` counts clients."""

    person: Person
    begun: int
    finished: int
    running: int


@dataclass(frozen=True, slots=True)
class Tally:
    """An assignment in three numbers."""

    students: int
    finished: int
    running: int


NO_TALLY = Tally(0, 0, 0)


def interviews(tx: Transaction, assignment_id: str) -> int:
    """How many interviews there are, begun or beginning."""
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id}
    return int(tx.run(INTERVIEWS, values).scalar_one())


def students(tx: Transaction, section_id: str, assignment_id: str) -> tuple[Doing, ...]:
    """Every enrolled student, by name."""
    values = {
        "of_tenant": tx.tenant,
        "of_section": section_id,
        "of_assignment": assignment_id,
    }
    return tuple(
        Doing(Person(row.id, row.tenant, row.user, row.name), row.begun, row.finished, row.running)
        for row in tx.run(STUDENTS, values)
    )


def finished(tx: Transaction, assignment_id: str, student_id: str) -> int:
    """With how many clients of the assignment one student has finished."""
    values = {
        "of_tenant": tx.tenant,
        "of_assignment": assignment_id,
        "of_student": student_id,
    }
    return int(tx.run(OF_ONE, values).scalar_one())


def tallies(tx: Transaction, section_id: str) -> dict[str, Tally]:
    """The numbers of every assignment of a class that anybody has begun."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    return {
        row.assignment_id: Tally(row.students, row.finished, row.running)
        for row in tx.run(COUNTS, values)
    }


RUNNING = select(*session_store.COLUMNS).where(OF_ASSIGNMENT, RUNS)


def running(tx: Transaction, assignment_id: str) -> tuple[Session, ...]:
    """The interviews of an assignment that run now."""
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id}
    return tuple(
        Session(**(dict(row) | {"state": SessionState(row["state"])}))
        for row in tx.run(RUNNING, values).mappings()
    )


def last_words(tx: Transaction, assignment_id: str) -> dict[str, datetime]:
    """When the student of each interview spoke last, by the platform's own time."""
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id}
    return {row.session_id: instant(row.at_ms) for row in tx.run(LAST_WORDS, values)}


def last_word(tx: Transaction, session_id: str) -> datetime | None:
    """When the student of one interview spoke last, by the platform's own time."""
    value = tx.run(LAST_WORD, {"of_tenant": tx.tenant, "of_session": session_id}).scalar()
    return None if value is None else instant(int(value))


def instant(at_ms: int) -> datetime:
    """Milliseconds UTC as an instant."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)
