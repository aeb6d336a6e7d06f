"""Erasures: who asked, how many steps are done, when it ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from core.domain.ids import new_key
from core.store.privacy_tables import erasures
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure; `steps` are done."""

    id: str
    person_id: str
    steps: int
    asked_at: datetime
    done_at: datetime | None


COLUMNS = tuple(erasures.c[name] for name in Erasure.__slots__)


def begin(tx: Transaction, person_id: str, now: datetime) -> str:
    """Record a new one; its id."""
    made = new_key()
    values = {"id": made, "tenant": tx.tenant, "person_id": person_id, "asked_at": now}
    tx.run(insert(erasures), values)
    return made


def find(tx: Transaction, erasure_id: str) -> Erasure | None:
    """The erasure with this id."""
    query = select(*COLUMNS).where(erasures.c.tenant == tx.tenant, erasures.c.id == erasure_id)
    row = tx.run(query).mappings().first()
    return None if row is None else Erasure(**row)


def record(tx: Transaction, erasure_id: str, steps: int) -> None:
    """So many steps are done."""
    mine = (erasures.c.tenant == tx.tenant) & (erasures.c.id == erasure_id)
    tx.run(update(erasures).where(mine, erasures.c.steps < steps).values(steps=steps))


def end(tx: Transaction, erasure_id: str, now: datetime) -> None:
    """It is carried out."""
    mine = (erasures.c.tenant == tx.tenant) & (erasures.c.id == erasure_id)
    tx.run(update(erasures).where(mine, erasures.c.done_at.is_(None)).values(done_at=now))
