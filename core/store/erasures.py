"""Erasures: who asked, how many steps are done, when it ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from core.domain.ids import new_key
from core.store.consent_tables import consents
from core.store.privacy_tables import erasures
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure; `steps` are done; since `held_at` a part of it waits for the end of a hold."""

    id: str
    person_id: str
    steps: int
    asked_at: datetime
    done_at: datetime | None
    held_at: datetime | None


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


OPEN = (
    (erasures.c.tenant == bindparam("of_tenant"))
    & (erasures.c.person_id == bindparam("of_person"))
    & erasures.c.done_at.is_(None)
)
WAIT = update(erasures).where(OPEN, erasures.c.held_at.is_(None)).values(held_at=bindparam("at"))
END = update(erasures).where(OPEN).values(done_at=bindparam("at"))
GO_ON = update(erasures).where(OPEN).values(held_at=None)
WAITING = (
    select(*COLUMNS)
    .where(
        erasures.c.tenant == bindparam("of_tenant"),
        erasures.c.held_at.is_not(None),
        erasures.c.done_at.is_(None),
    )
    .order_by(erasures.c.id)
)


def end(tx: Transaction, person_id: str, now: datetime) -> None:
    """Whatever the person has asked for is carried out."""
    tx.run(END, {"of_tenant": tx.tenant, "of_person": person_id, "at": now})


def wait(tx: Transaction, person_id: str, now: datetime) -> bool:
    """What is under way of the person waits for the end of a hold; False when it does already."""
    values = {"of_tenant": tx.tenant, "of_person": person_id, "at": now}
    return tx.run(WAIT, values).rowcount > 0


def go_on(tx: Transaction, person_id: str) -> None:
    """Nothing of the person waits any more."""
    tx.run(GO_ON, {"of_tenant": tx.tenant, "of_person": person_id})


def waits(tx: Transaction, person_id: str) -> bool:
    """Whether something of the person waits."""
    query = WAITING.where(erasures.c.person_id == bindparam("of_person"))
    return tx.run(query, {"of_tenant": tx.tenant, "of_person": person_id}).first() is not None


def waiting(tx: Transaction, after: str) -> Erasure | None:
    """The next one that waits."""
    query = WAITING.where(erasures.c.id > bindparam("after")).limit(1)
    row = tx.run(query, {"of_tenant": tx.tenant, "after": after}).mappings().first()
    return None if row is None else Erasure(**row)


def waits_for(tx: Transaction, proof: str) -> bool:
    """Whether something waits of somebody who has no account here any more."""
    query = WAITING.join(consents, consents.c.person_id == erasures.c.person_id).where(
        consents.c.tenant == bindparam("of_tenant"), consents.c.proof == bindparam("of_proof")
    )
    return tx.run(query, {"of_tenant": tx.tenant, "of_proof": proof}).first() is not None
