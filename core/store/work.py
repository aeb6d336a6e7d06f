"""How far a student is with each work, in one statement for any number."""

from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select

from core.store.session_tables import RUNS, sessions
from core.store.transaction import Transaction

DONE = (
    select(
        sessions.c.assignment_id,
        sessions.c.client_id,
        func.count(sessions.c.attempt).label("taken"),
        func.count(case((sessions.c.state == "completed", 1))).label("done"),
        func.count(case((RUNS, 1))).label("running"),
    )
    .where(
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.student_id == bindparam("of_person"),
        sessions.c.assignment_id.is_not(None),
    )
    .group_by(sessions.c.assignment_id, sessions.c.client_id)
)


@dataclass(frozen=True, slots=True)
class Done:
    """What a student did with one client of an assignment."""

    taken: int
    done: int
    running: bool


NOTHING_DONE = Done(0, 0, running=False)


def done(tx: Transaction, person_id: str) -> dict[tuple[str, str], Done]:
    """By assignment and client."""
    rows = tx.run(DONE, {"of_tenant": tx.tenant, "of_person": person_id})
    return {
        (row.assignment_id, row.client_id): Done(row.taken, row.done, running=row.running > 0)
        for row in rows
    }


FINISHED = (
    select(sessions.c.client_id)
    .where(
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.student_id == bindparam("of_person"),
        sessions.c.assignment_id == bindparam("of_assignment"),
        sessions.c.state == "completed",
    )
    .distinct()
)


def finished_clients(tx: Transaction, person_id: str, assignment_id: str) -> frozenset[str]:
    """The clients of an assignment with whom the student has finished an interview."""
    values = {"of_tenant": tx.tenant, "of_person": person_id, "of_assignment": assignment_id}
    return frozenset(tx.run(FINISHED, values).scalars())
