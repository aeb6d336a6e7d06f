"""What waits for a teacher, in one statement a page: names, dates, how much is decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, distinct, func, select

from core.domain.grading import Evaluation
from core.store.class_tables import assignments, clients, people
from core.store.evaluations import COLUMNS as EVALUATION
from core.store.evaluations import evaluation_of
from core.store.grade_tables import contests, double_marks, evaluations, findings, verdicts
from core.store.rows import Named
from core.store.session_tables import sessions
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Line:
    """One grading that waits; `hidden`: to be marked blind first."""

    id: str
    session_id: str
    student: str
    client: str
    assignment: str
    attempt: int | None
    created_at: datetime
    criteria: int
    decided: int
    hidden: bool


DECIDED = (
    select(func.count(distinct(verdicts.c.criterion)))
    .where(verdicts.c.evaluation_id == evaluations.c.id, verdicts.c.level.is_not(None))
    .scalar_subquery()
)
CRITERIA = (
    select(func.count()).where(findings.c.evaluation_id == evaluations.c.id).scalar_subquery()
)
HIDDEN = (
    select(func.count())
    .where(double_marks.c.evaluation_id == evaluations.c.id, double_marks.c.done_at.is_(None))
    .scalar_subquery()
)
LINES = (
    select(
        evaluations.c.id,
        evaluations.c.session_id,
        people.c.name.label("student"),
        clients.c.name.label("client"),
        assignments.c.title.label("assignment"),
        sessions.c.attempt,
        evaluations.c.created_at,
        CRITERIA.label("criteria"),
        DECIDED.label("decided"),
        HIDDEN.label("hidden"),
    )
    .join(sessions, sessions.c.id == evaluations.c.session_id)
    .join(people, people.c.id == sessions.c.student_id)
    .join(clients, clients.c.id == sessions.c.client_id)
    .join(assignments, assignments.c.id == evaluations.c.assignment_id)
    .where(
        evaluations.c.tenant == bindparam("of_tenant"),
        evaluations.c.section_id == bindparam("of_section"),
        evaluations.c.done,
        evaluations.c.released_at.is_(None),
    )
    .order_by(evaluations.c.created_at, evaluations.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)


def lines(tx: Transaction, section_id: str, most: int, skip: int = 0) -> tuple[Line, ...]:
    """Oldest first."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "most": most, "skip": skip}
    return tuple(_line(row) for row in tx.run(LINES, values).mappings())


def _line(row: Named) -> Line:
    return Line(**{**row, "hidden": bool(row["hidden"])})


OPEN_CONTESTS = (
    select(func.count())
    .select_from(contests)
    .join(evaluations, evaluations.c.id == contests.c.evaluation_id)
    .where(
        evaluations.c.tenant == bindparam("of_tenant"),
        evaluations.c.section_id == bindparam("of_section"),
        contests.c.answered_at.is_(None),
    )
)


def open_contests(tx: Transaction, section_id: str) -> int:
    """How many objections nobody has answered."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    return int(tx.run(OPEN_CONTESTS, values).scalar_one())


NEWEST = (
    select(*EVALUATION)
    .where(
        evaluations.c.tenant == bindparam("of_tenant"),
        evaluations.c.section_id == bindparam("of_section"),
        evaluations.c.done,
    )
    .order_by(evaluations.c.created_at.desc(), evaluations.c.id)
    .limit(500)
)


def graders(tx: Transaction, section_id: str) -> tuple[Evaluation, ...]:
    """The newest grading of each grader (rubric version, model, prompt, language) of a class."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    found: dict[tuple[str, ...], Evaluation] = {}
    for row in tx.run(NEWEST, values).mappings():
        one = evaluation_of(row)
        pinned = one.pinned
        key = (pinned.rubric_id, pinned.config, pinned.language)
        found.setdefault(key, one)
    return tuple(found.values())
