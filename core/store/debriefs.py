"""What a debrief of an assignment is made from, and which quotes students have let out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.store.class_tables import people
from core.store.grade_tables import evaluations, findings, verdicts
from core.store.rows import Named
from core.store.session_tables import reports, sessions
from core.store.supervision_tables import quote_consents
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Finished:
    """One finished interview of an assignment with its report (JSON text)."""

    session_id: str
    student_id: str
    student: str
    place: str
    report: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A line that the class may see where its student has `agreed`; None: not answered."""

    id: str
    assignment_id: str
    session_id: str
    seq: int
    text: str
    agreed: bool | None
    asked_at: datetime


FINISHED = (
    select(
        sessions.c.id.label("session_id"),
        sessions.c.student_id,
        people.c.name.label("student"),
        sessions.c.place,
        reports.c.report,
    )
    .join(reports, reports.c.session_id == sessions.c.id)
    .join(people, people.c.id == sessions.c.student_id)
    .where(
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.assignment_id == bindparam("of_assignment"),
        sessions.c.test.is_(False),
    )
    .order_by(sessions.c.created_at, sessions.c.id)
)


def newest(tx: Transaction, assignment_id: str) -> tuple[Finished, ...]:
    """The last finished interview of each student with this work."""
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id}
    found = {row["student_id"]: row for row in tx.run(FINISHED, values).mappings()}
    return tuple(Finished(**{**row, "place": row["place"] or ""}) for row in found.values())


RELEASED = (
    evaluations.c.tenant == bindparam("of_tenant"),
    evaluations.c.assignment_id == bindparam("of_assignment"),
    evaluations.c.released_at.is_not(None),
)
FOUND = (
    select(findings.c.evaluation_id, findings.c.criterion, findings.c.level, sessions.c.student_id)
    .join(evaluations, evaluations.c.id == findings.c.evaluation_id)
    .join(sessions, sessions.c.id == evaluations.c.session_id)
    .where(*RELEASED)
    .order_by(sessions.c.created_at, sessions.c.id)
)
RULED = (
    select(verdicts.c.evaluation_id, verdicts.c.criterion, verdicts.c.level)
    .join(evaluations, evaluations.c.id == verdicts.c.evaluation_id)
    .where(*RELEASED, verdicts.c.level.is_not(None))
    .order_by(verdicts.c.evaluation_id, verdicts.c.number)
)


def levels(tx: Transaction, assignment_id: str) -> Mapping[str, tuple[int, ...]]:
    """By criterion: each student's newest released level, in no order that names anybody."""
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id}
    standing: dict[tuple[str, str], int | None] = {}
    newest: dict[str, str] = {}
    for row in tx.run(FOUND, values):
        standing[row.evaluation_id, row.criterion] = row.level
        newest[row.student_id] = row.evaluation_id
    for row in tx.run(RULED, values):
        standing[row.evaluation_id, row.criterion] = row.level
    counted = set(newest.values())
    found: dict[str, list[int]] = {}
    for (evaluation, criterion), level in standing.items():
        if level is not None and evaluation in counted:
            found.setdefault(criterion, []).append(level)
    return {criterion: tuple(sorted(values)) for criterion, values in found.items()}


QUOTE = tuple(quote_consents.c[name] for name in Quote.__slots__)
INSERTS = {
    name: insert_(quote_consents).on_conflict_do_nothing().returning(quote_consents.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def ask(tx: Transaction, made: Quote) -> bool:
    """Keep that a student was asked; False when that was done before."""
    values: dict[str, object] = {name: getattr(made, name) for name in Quote.__slots__}
    done = tx.run(INSERTS[tx.connection.dialect.name], values | {"tenant": tx.tenant})
    return done.first() is not None


def _quote(row: Named) -> Quote:
    return Quote(**row)


def find(tx: Transaction, quote_id: str) -> Quote | None:
    """One by its id."""
    query = select(*QUOTE).where(
        quote_consents.c.tenant == bindparam("of_tenant"), quote_consents.c.id == bindparam("of_id")
    )
    row = tx.run(query, {"of_tenant": tx.tenant, "of_id": quote_id}).mappings().first()
    return None if row is None else _quote(row)


def of_assignment(tx: Transaction, assignment_id: str) -> tuple[Quote, ...]:
    """All that was asked for, oldest first."""
    query = (
        select(*QUOTE)
        .where(
            quote_consents.c.tenant == bindparam("of_tenant"),
            quote_consents.c.assignment_id == bindparam("of_assignment"),
        )
        .order_by(quote_consents.c.asked_at, quote_consents.c.id)
    )
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id}
    return tuple(_quote(row) for row in tx.run(query, values).mappings())


ANSWER = (
    update(quote_consents)
    .where(
        quote_consents.c.tenant == bindparam("of_tenant"),
        quote_consents.c.id == bindparam("of_id"),
    )
    .values(agreed=bindparam("new_agreed"))
)


def answer(tx: Transaction, quote_id: str, *, agreed: bool) -> None:
    """The student's word, which may change until the debrief is posted."""
    tx.run(ANSWER, {"of_tenant": tx.tenant, "of_id": quote_id, "new_agreed": agreed})
