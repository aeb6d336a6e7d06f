"""What students say of the practice itself: 1 to 10, one for each interview, never a grade."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.session import Session
from core.store.record_tables import ratings
from core.store.transaction import Transaction

LOWEST, HIGHEST = 1, 10


@dataclass(frozen=True, slots=True)
class Rating:
    """How it was, with the student's own line."""

    score: int
    line: str


INSERTS = {
    name: insert_(ratings)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
PUT = {
    name: made.on_conflict_do_update(
        index_elements=[ratings.c.session_id],
        set_={name: made.excluded[name] for name in ("score", "line", "at")},
    )
    for name, made in INSERTS.items()
}
FIND = select(ratings.c.score, ratings.c.line).where(
    ratings.c.tenant == bindparam("of_tenant"), ratings.c.session_id == bindparam("of_session")
)


def put(tx: Transaction, session: Session, given: Rating, now: datetime) -> None:
    """Keep it in place of what was said before."""
    values = {
        "session_id": session.id,
        "tenant": tx.tenant,
        "section_id": session.section_id,
        "score": given.score,
        "line": given.line,
        "at": now,
    }
    tx.run(PUT[tx.connection.dialect.name], values)


def find(tx: Transaction, session_id: str) -> Rating | None:
    """What the student said of one interview."""
    row = tx.run(FIND, {"of_tenant": tx.tenant, "of_session": session_id}).first()
    return None if row is None else Rating(row.score, row.line)


MEAN = select(func.count().label("given"), func.avg(ratings.c.score).label("mean")).where(
    ratings.c.tenant == bindparam("of_tenant"), ratings.c.section_id == bindparam("of_section")
)


def of_section(tx: Transaction, section_id: str) -> tuple[int, float | None]:
    """How many ratings a class has given, and their mean; nobody's own is told."""
    row = tx.run(MEAN, {"of_tenant": tx.tenant, "of_section": section_id}).one()
    return int(row.given), None if row.mean is None else float(row.mean)
