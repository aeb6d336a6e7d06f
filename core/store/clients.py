"""Clients: immutable versions of profiles; the newest of each is what people see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from core.domain.teaching import ClientVersion
from core.store.class_tables import assignment_clients, clients
from core.store.materials import Shelf
from core.store.session_tables import sessions
from core.store.transaction import Transaction

SHELF = Shelf(
    clients,
    ClientVersion,
    assignment_clients.c.client_id,
    sessions.c.client_id,
    clients.c.status == "published",
)
COLUMNS = SHELF.columns
find = SHELF.find
newest = SHELF.newest
usable = SHELF.usable
uses = SHELF.uses


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
        "sha256": content.sha256,
        "profile": content.profile,
        "difficulty": content.difficulty,
        "tags": tag_text(content.tags),
        "summary": content.summary,
    }
    return SHELF.keep(tx, made, values, now)


def tag_text(tags: tuple[str, ...]) -> str:
    """`|grief|loss|`: a tag is found between its bars."""
    return "".join(f"|{tag.casefold()}" for tag in tags) + "|" if tags else ""


PROFILE = select(clients.c.profile).where(SHELF.of_tenant, clients.c.id == bindparam("of_id"))


def profile_text(tx: Transaction, client_id: str) -> str | None:
    """The profile of one version, as JSON text."""
    value = tx.run(PROFILE, {"of_tenant": tx.tenant, "of_id": client_id}).scalar()
    return None if value is None else str(value)


LIBRARY = SHELF.last.where(clients.c.owner_id.is_(None)).order_by(clients.c.name, clients.c.id)


def published(tx: Transaction) -> tuple[ClientVersion, ...]:
    """The library's clients by name: whom anybody may meet outside assignments.

    A teacher's own reach students through assignments alone, so that nobody meets a graded client
    before its time.
    """
    rows = tx.run(LIBRARY, {"of_tenant": tx.tenant}).mappings()
    return tuple(ClientVersion(**row) for row in rows)
