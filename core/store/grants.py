"""Grants: who an administrator has named a teacher of the workspace."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.ids import new_key
from core.domain.place import Place
from core.domain.teaching import Person
from core.store.access_tables import grants
from core.store.class_tables import people
from core.store.transaction import Transaction

CURRENT = (
    (grants.c.tenant == bindparam("of_tenant"))
    & (grants.c.person_id == bindparam("of_person"))
    & grants.c.until.is_(None)
)
HELD = select(grants.c.id).where(CURRENT)
INSERTS = {
    name: insert_(grants)
    .on_conflict_do_nothing(
        index_elements=[grants.c.tenant, grants.c.person_id],
        index_where=grants.c.until.is_(None),
    )
    .returning(grants.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
REVOKE = update(grants).where(CURRENT).values(until=bindparam("at"), revoked_by=bindparam("by"))
HOLDERS = (
    select(people.c.id, people.c.tenant, people.c.user, people.c.name)
    .join(grants, grants.c.person_id == people.c.id)
    .where(grants.c.tenant == bindparam("of_tenant"), grants.c.until.is_(None))
    .order_by(people.c.name, people.c.id)
    .limit(bindparam("most"))
)


def held(tx: Transaction, person_id: str) -> bool:
    """Whether the person is a teacher of the workspace now."""
    return tx.run(HELD, {"of_tenant": tx.tenant, "of_person": person_id}).first() is not None


def give(tx: Transaction, person_id: str, by: str, place: Place, now: datetime) -> bool:
    """Name a teacher; False when they are one already."""
    values = {
        "id": new_key(),
        "tenant": tx.tenant,
        "person_id": person_id,
        "granted_by": by,
        "place": str(place),
        "since": now,
    }
    return tx.run(INSERTS[tx.connection.dialect.name], values).first() is not None


def revoke(tx: Transaction, person_id: str, by: str, now: datetime) -> bool:
    """Take the grant back; False when there was none."""
    values = {"of_tenant": tx.tenant, "of_person": person_id, "at": now, "by": by}
    return tx.run(REVOKE, values).rowcount > 0


def holders(tx: Transaction, most: int = 100) -> tuple[Person, ...]:
    """The teachers of the workspace, by name."""
    rows = tx.run(HOLDERS, {"of_tenant": tx.tenant, "most": most}).mappings()
    return tuple(Person(**row) for row in rows)
