"""What a student says against a level, and what the teacher answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.store.grade_tables import contests, evaluations
from core.store.rows import Named
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Contest:
    """One objection to one criterion; `answered_at` None: it waits."""

    id: str
    evaluation_id: str
    criterion: str
    text: str
    at: datetime
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


COLUMNS = tuple(contests.c[name] for name in Contest.__slots__)
OF_TENANT = contests.c.tenant == bindparam("of_tenant")
INSERTS = {
    name: insert_(contests).on_conflict_do_nothing().returning(contests.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def add(tx: Transaction, made: Contest) -> bool:
    """Keep an objection; False when this criterion was contested before."""
    values = {name: getattr(made, name) for name in Contest.__slots__} | {"tenant": tx.tenant}
    return tx.run(INSERTS[tx.connection.dialect.name], values).first() is not None


def _contest(row: Named) -> Contest:
    return Contest(**row)


def find(tx: Transaction, contest_id: str) -> Contest | None:
    """One by its id."""
    query = select(*COLUMNS).where(OF_TENANT, contests.c.id == bindparam("of_id"))
    row = tx.run(query, {"of_tenant": tx.tenant, "of_id": contest_id}).mappings().first()
    return None if row is None else _contest(row)


def of_evaluation(tx: Transaction, evaluation_id: str) -> tuple[Contest, ...]:
    """All about one grading, oldest first."""
    query = (
        select(*COLUMNS)
        .where(OF_TENANT, contests.c.evaluation_id == bindparam("of_evaluation"))
        .order_by(contests.c.at, contests.c.id)
    )
    values = {"of_tenant": tx.tenant, "of_evaluation": evaluation_id}
    return tuple(_contest(row) for row in tx.run(query, values).mappings())


def waiting(tx: Transaction, section_id: str, most: int = 20) -> tuple[Contest, ...]:
    """What nobody has answered in a class, oldest first."""
    query = (
        select(*COLUMNS)
        .join(evaluations, evaluations.c.id == contests.c.evaluation_id)
        .where(
            OF_TENANT,
            evaluations.c.section_id == bindparam("of_section"),
            contests.c.answered_at.is_(None),
        )
        .order_by(contests.c.at, contests.c.id)
        .limit(bindparam("most"))
    )
    values = {"of_tenant": tx.tenant, "of_section": section_id, "most": most}
    return tuple(_contest(row) for row in tx.run(query, values).mappings())


ANSWER = (
    update(contests)
    .where(OF_TENANT, contests.c.id == bindparam("of_id"))
    .values(
        answer=bindparam("new_answer"), answered_by=bindparam("by"), answered_at=bindparam("now")
    )
)


def answer(tx: Transaction, contest_id: str, text: str, by: str, now: datetime) -> None:
    """Keep the teacher's answer."""
    values = {"new_answer": text, "by": by, "now": now}
    tx.run(ANSWER, values | {"of_tenant": tx.tenant, "of_id": contest_id})
