"""How long an interview may still last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from core.store.assignment_tables import time_limits
from core.store.transaction import Transaction

PUT = {
    name: insert.on_conflict_do_update(
        index_elements=[time_limits.c.session_id],
        set_={"ends_at": insert.excluded.ends_at, "left_s": insert.excluded.left_s},
    )
    for name, insert in (
        ("sqlite", sqlite.insert(time_limits)),
        ("postgresql", postgresql.insert(time_limits)),
    )
}
FIND = select(time_limits.c.ends_at, time_limits.c.left_s).where(
    time_limits.c.tenant == bindparam("of_tenant"),
    time_limits.c.session_id == bindparam("of_session"),
)


@dataclass(frozen=True, slots=True)
class Left:
    """The end while it runs; while it is paused, what is left."""

    ends_at: datetime | None
    left: timedelta


def put(tx: Transaction, session_id: str, ends_at: datetime | None, left: timedelta) -> None:
    """Keep when it ends, or (paused) how much is left."""
    values = {
        "session_id": session_id,
        "tenant": tx.tenant,
        "ends_at": ends_at,
        "left_s": round(left.total_seconds()),
    }
    tx.run(PUT[tx.connection.dialect.name], values)


def find(tx: Transaction, session_id: str) -> Left | None:
    """The limit of an interview, if it has one."""
    row = tx.run(FIND, {"of_tenant": tx.tenant, "of_session": session_id}).first()
    return None if row is None else Left(row.ends_at, timedelta(seconds=row.left_s))
