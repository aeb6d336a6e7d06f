"""Clients: immutable versions of profiles; the newest of each is what people see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.teaching import ClientVersion
from core.store.class_tables import assignment_clients, assignments, clients
from core.store.session_tables import sessions
from core.store.transaction import Transaction

COLUMNS = (
    clients.c.id,
    clients.c.slug,
    clients.c.version,
    clients.c.name,
    clients.c.language,
    clients.c.status,
    clients.c.owner_id,
    clients.c.archived_at,
)
OF_TENANT = clients.c.tenant == bindparam("of_tenant")
OF_SLUG = clients.c.slug == bindparam("of_slug")
INSERTS = {
    name: insert_(clients)
    .on_conflict_do_nothing(index_elements=[clients.c.tenant, clients.c.slug, clients.c.version])
    .returning(clients.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a version holds: the profile as JSON text, its hash, and what lists are searched by."""

    profile: str
    sha256: str
    difficulty: int = 0
    tags: tuple[str, ...] = ()
    summary: str = ""


def add(tx: Transaction, made: ClientVersion, content: Content, now: datetime) -> bool:
    """Keep a version; False when that version is there already, and stays as it is."""
    values = {
        "id": made.id,
        "tenant": tx.tenant,
        "slug": made.slug,
        "version": made.version,
        "status": made.status,
        "owner_id": made.owner_id,
        "name": made.name,
        "language": made.language,
        "sha256": content.sha256,
        "profile": content.profile,
        "created_at": now,
        "difficulty": content.difficulty,
        "tags": tag_text(content.tags),
        "summary": content.summary,
    }
    return tx.run(INSERTS[tx.connection.dialect.name], values).first() is not None


def tag_text(tags: tuple[str, ...]) -> str:
    """`|grief|loss|`: a tag is found between its bars."""
    return "".join(f"|{tag.casefold()}" for tag in tags) + "|" if tags else ""


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


NEWEST = select(*COLUMNS).where(OF_TENANT, OF_SLUG).order_by(clients.c.version.desc()).limit(1)


def newest(tx: Transaction, slug: str) -> ClientVersion | None:
    """The newest version of a client, draft or not."""
    row = tx.run(NEWEST, {"of_tenant": tx.tenant, "of_slug": slug}).mappings().first()
    return None if row is None else ClientVersion(**row)


LAST_PUBLISHED = (
    select(clients.c.slug, func.max(clients.c.version).label("version"))
    .where(OF_TENANT, clients.c.status == "published")
    .group_by(clients.c.slug)
    .subquery()
)
PUBLISHED = (
    select(*COLUMNS)
    .join(
        LAST_PUBLISHED,
        (clients.c.slug == LAST_PUBLISHED.c.slug) & (clients.c.version == LAST_PUBLISHED.c.version),
    )
    .where(OF_TENANT, clients.c.archived_at.is_(None))
)
LIBRARY = PUBLISHED.where(clients.c.owner_id.is_(None)).order_by(clients.c.name, clients.c.id)
USABLE = PUBLISHED.where(
    or_(clients.c.owner_id.is_(None), clients.c.owner_id == bindparam("of_owner"))
).order_by(clients.c.owner_id.is_(None), clients.c.name, clients.c.id)


def published(tx: Transaction) -> tuple[ClientVersion, ...]:
    """The library's clients by name: whom anybody may meet outside assignments.

    A teacher's own reach students through assignments alone, so that nobody meets a graded client
    before its time.
    """
    rows = tx.run(LIBRARY, {"of_tenant": tx.tenant}).mappings()
    return tuple(ClientVersion(**row) for row in rows)


def usable(tx: Transaction, owner_id: str) -> tuple[ClientVersion, ...]:
    """What a teacher can assign: the newest published of their own, then of the library."""
    rows = tx.run(USABLE, {"of_tenant": tx.tenant, "of_owner": owner_id}).mappings()
    return tuple(ClientVersion(**row) for row in rows)


USES = (
    select(assignments.c.title)
    .distinct()
    .join(assignment_clients, assignment_clients.c.assignment_id == assignments.c.id)
    .join(clients, clients.c.id == assignment_clients.c.client_id)
    .where(OF_TENANT, OF_SLUG)
    .order_by(assignments.c.title)
    .limit(bindparam("most"))
)
ARCHIVE = update(clients).where(OF_TENANT, OF_SLUG).values(archived_at=bindparam("at"))
DELETE = delete(clients).where(OF_TENANT, OF_SLUG)


def uses(tx: Transaction, slug: str, most: int = 20) -> tuple[str, ...]:
    """The titles of the assignments that hold any version of a client."""
    values = {"of_tenant": tx.tenant, "of_slug": slug, "most": most}
    return tuple(tx.run(USES, values).scalars())


INTERVIEWS = select(
    select(sessions.c.id)
    .join(clients, clients.c.id == sessions.c.client_id)
    .where(OF_TENANT, OF_SLUG)
    .exists()
)


def interviews(tx: Transaction, slug: str) -> bool:
    """Whether anybody has ever spoken with any version of a client."""
    return bool(tx.run(INTERVIEWS, {"of_tenant": tx.tenant, "of_slug": slug}).scalar())


def archive(tx: Transaction, slug: str, at: datetime | None) -> None:
    """Take a client out of the lists, or (None) put it back; what runs goes on."""
    tx.run(ARCHIVE, {"of_tenant": tx.tenant, "of_slug": slug, "at": at})


def remove(tx: Transaction, slug: str) -> None:
    """Delete every version; the database refuses where one is in use."""
    tx.run(DELETE, {"of_tenant": tx.tenant, "of_slug": slug})
