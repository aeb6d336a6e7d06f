"""Clients: immutable versions of profiles, and the rubrics beside them."""

from datetime import datetime

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.ids import new_key
from core.domain.teaching import ClientVersion
from core.store.class_tables import clients, rubrics
from core.store.transaction import Transaction

COLUMNS = (
    clients.c.id,
    clients.c.slug,
    clients.c.version,
    clients.c.name,
    clients.c.language,
    clients.c.status,
)
INSERTS = {
    name: insert_(clients).on_conflict_do_nothing(
        index_elements=[clients.c.tenant, clients.c.slug, clients.c.version]
    )
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def add(tx: Transaction, made: ClientVersion, sha256: str, profile: str, now: datetime) -> None:
    """Keep a version; an existing one stays as it is."""
    values = {
        "id": made.id,
        "tenant": tx.tenant,
        "slug": made.slug,
        "version": made.version,
        "status": made.status,
        "name": made.name,
        "language": made.language,
        "sha256": sha256,
        "profile": profile,
        "created_at": now,
    }
    tx.run(INSERTS[tx.connection.dialect.name], values)


PROFILE = select(clients.c.profile).where(
    clients.c.tenant == bindparam("tenant"), clients.c.id == bindparam("of_id")
)


def profile_text(tx: Transaction, client_id: str) -> str | None:
    """The profile of one version, as JSON text."""
    value = tx.run(PROFILE, {"tenant": tx.tenant, "of_id": client_id}).scalar()
    return None if value is None else str(value)


BY_ID = select(*COLUMNS).where(
    clients.c.tenant == bindparam("tenant"), clients.c.id == bindparam("of_id")
)


def find(tx: Transaction, client_id: str) -> ClientVersion | None:
    """One version by its id."""
    row = tx.run(BY_ID, {"tenant": tx.tenant, "of_id": client_id}).mappings().first()
    return None if row is None else ClientVersion(**row)


def published(tx: Transaction) -> tuple[ClientVersion, ...]:
    """The newest published version of each client, by name."""
    newest = (
        select(clients.c.slug, func.max(clients.c.version).label("version"))
        .where(clients.c.tenant == tx.tenant, clients.c.status == "published")
        .group_by(clients.c.slug)
        .subquery()
    )
    rows = tx.run(
        select(*COLUMNS)
        .join(
            newest,
            (clients.c.slug == newest.c.slug) & (clients.c.version == newest.c.version),
        )
        .where(clients.c.tenant == tx.tenant)
        .order_by(clients.c.name, clients.c.id)
    ).mappings()
    return tuple(ClientVersion(**row) for row in rows)


def add_rubric(tx: Transaction, slug: str, name: str, criteria: str, now: datetime) -> str:
    """Keep version 1 of a rubric and return its id."""
    rubric_id = new_key()
    values = {
        "id": rubric_id,
        "tenant": tx.tenant,
        "slug": slug,
        "version": 1,
        "name": name,
        "criteria": criteria,
        "created_at": now,
    }
    tx.run(insert(rubrics), values)
    return rubric_id
