"""Consents: periods in which a person agrees to a version of the notice."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.ids import new_key
from core.store.consent_tables import consents
from core.store.transaction import Transaction

CURRENT = (
    (consents.c.tenant == bindparam("of_tenant"))
    & (consents.c.person_id == bindparam("of_person"))
    & consents.c.until.is_(None)
)
ANY = select(consents.c.id).where(CURRENT).limit(1)
TO_VERSION = ANY.where(consents.c.version == bindparam("of_version"))
INSERTS = {
    name: insert_(consents)
    .on_conflict_do_nothing(
        index_elements=[consents.c.tenant, consents.c.person_id, consents.c.version],
        index_where=consents.c.until.is_(None),
    )
    .returning(consents.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
WITHDRAW = update(consents).where(CURRENT).values(until=bindparam("at"))


def given(tx: Transaction, person_id: str, version: str) -> bool:
    """Whether the person agrees to this version now."""
    values = {"of_tenant": tx.tenant, "of_person": person_id, "of_version": version}
    return tx.run(TO_VERSION, values).first() is not None


def ever(tx: Transaction, person_id: str) -> bool:
    """Whether the person agrees to any version: an interview that runs may finish."""
    return tx.run(ANY, {"of_tenant": tx.tenant, "of_person": person_id}).first() is not None


def give(tx: Transaction, person_id: str, version: str, now: datetime) -> bool:
    """Begin a period; False when one runs already."""
    values = {
        "id": new_key(),
        "tenant": tx.tenant,
        "person_id": person_id,
        "version": version,
        "since": now,
    }
    return tx.run(INSERTS[tx.connection.dialect.name], values).first() is not None


def withdraw(tx: Transaction, person_id: str, now: datetime) -> bool:
    """End every period that runs; the record that it was given stays."""
    values = {"of_tenant": tx.tenant, "of_person": person_id, "at": now}
    return tx.run(WITHDRAW, values).rowcount > 0
