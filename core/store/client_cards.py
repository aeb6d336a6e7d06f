"""The list of clients as a teacher looks through it: one statement for any number of them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.domain.teaching import ClientVersion
from core.store.class_tables import clients
from core.store.clients import COLUMNS
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; empty means: whatever."""

    owner_id: str
    search: str = ""
    tag: str = ""
    language: str = ""
    difficulty: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One client as a list shows it."""

    version: ClientVersion
    difficulty: int
    tags: tuple[str, ...]
    summary: str


def page(tx: Transaction, wanted: Wanted, number: int, size: int) -> tuple[int, tuple[Card, ...]]:
    """How many there are, and one page of them: the teacher's own first, each by name."""
    query = (
        select(
            *COLUMNS,
            clients.c.difficulty,
            clients.c.tags,
            clients.c.summary,
            func.count().over().label("total"),
        )
        .where(*conditions(tx.tenant, wanted))
        .order_by(clients.c.owner_id.is_(None), clients.c.name, clients.c.id)
    )
    rows = tx.run(query.limit(size).offset((number - 1) * size)).mappings().all()
    total = int(rows[0]["total"]) if rows else how_many(tx, query)
    return total, tuple(card(dict(row)) for row in rows)


def how_many(tx: Transaction, query: Select[tuple[object, ...]]) -> int:
    """For a page beyond the last one."""
    return int(tx.run(select(func.count()).select_from(query.subquery())).scalar_one())


def conditions(tenant: str, wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    """The newest version of whatever the teacher may see and asked for."""
    other = clients.alias()
    newer = select(other.c.id).where(
        other.c.tenant == tenant,
        other.c.slug == clients.c.slug,
        other.c.version > clients.c.version,
    )
    found: list[ColumnElement[bool]] = [
        clients.c.tenant == tenant,
        or_(clients.c.owner_id.is_(None), clients.c.owner_id == wanted.owner_id),
        ~newer.exists(),
        clients.c.archived_at.is_not(None) if wanted.archived else clients.c.archived_at.is_(None),
    ]
    if wanted.search:
        found.append(
            or_(
                clients.c.name.icontains(wanted.search, autoescape=True),
                clients.c.summary.icontains(wanted.search, autoescape=True),
            )
        )
    if wanted.tag:
        found.append(clients.c.tags.contains(f"|{wanted.tag.casefold()}|", autoescape=True))
    if wanted.language:
        found.append(clients.c.language == wanted.language)
    if wanted.difficulty:
        found.append(and_(clients.c.difficulty == wanted.difficulty))
    return tuple(found)


def card(row: dict[str, object]) -> Card:
    """One row as a value."""
    columns = {column.name: row[column.name] for column in COLUMNS}
    tags = tuple(tag for tag in str(row["tags"]).split("|") if tag)
    return Card(ClientVersion(**columns), int(str(row["difficulty"])), tags, str(row["summary"]))  # type: ignore[arg-type]
