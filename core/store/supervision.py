"""Who reads along in an interview, and what they write beside it; never part of the transcript."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.ids import new_key
from core.store.supervision_tables import observers, supervision
from core.store.transaction import Transaction

OBSERVERS = {
    name: insert_(observers).on_conflict_do_nothing().returning(observers.c.person_id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on a turn (0: on the whole), or a hint that was whispered while it ran."""

    session_id: str
    turn: int
    kind: str
    author_id: str
    text: str
    at: datetime


def observe(tx: Transaction, session_id: str, person_id: str, now: datetime) -> bool:
    """Somebody reads along from now on; False when they did before."""
    values = {"session_id": session_id, "person_id": person_id}
    values |= {"tenant": tx.tenant, "since": now}  # type: ignore[dict-item]
    return tx.run(OBSERVERS[tx.connection.dialect.name], values).first() is not None


def add(tx: Transaction, made: Remark) -> None:
    """Keep a remark."""
    values: dict[str, object] = {name: getattr(made, name) for name in Remark.__slots__}
    tx.run(insert(supervision), values | {"id": new_key(), "tenant": tx.tenant})


OF_SESSION = (
    select(*(supervision.c[name] for name in Remark.__slots__))
    .where(
        supervision.c.tenant == bindparam("of_tenant"),
        supervision.c.session_id == bindparam("of_session"),
    )
    .order_by(supervision.c.turn, supervision.c.at, supervision.c.id)
)


def of_session(tx: Transaction, session_id: str) -> tuple[Remark, ...]:
    """All remarks about an interview, by turn."""
    rows = tx.run(OF_SESSION, {"of_tenant": tx.tenant, "of_session": session_id}).mappings()
    return tuple(Remark(**row) for row in rows)
