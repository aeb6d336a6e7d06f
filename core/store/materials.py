"""Material of any kind: immutable versions under one short name; the newest is what people see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Table, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Select

from core.domain.teaching import ClientVersion, RubricVersion
from core.store.class_tables import assignment_clients, assignments
from core.store.transaction import Transaction

V = TypeVar("V", bound=ClientVersion | RubricVersion)
MOST_USES = 20


class Shelf(Generic[V]):
    """Where one kind of material stands: its table, its value and what points at its versions.

    `assigned` is the column of an assignment's rows that names a version; `met` the column of the
    rows that were ever made with one. `ready` says which versions can be assigned at all.
    """

    def __init__(
        self,
        table: Table,
        value: type[V],
        assigned: Column[str],
        met: Column[str],
        *ready: ColumnElement[bool],
    ) -> None:
        self.table = table
        self.value = value
        self.columns = tuple(table.c[name] for name in value.__dataclass_fields__)
        self.of_tenant = table.c.tenant == bindparam("of_tenant")
        named = (self.of_tenant, table.c.slug == bindparam("of_slug"))
        self._inserts = {
            name: insert_(table)
            .on_conflict_do_nothing(index_elements=[table.c.tenant, table.c.slug, table.c.version])
            .returning(table.c.id)
            for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
        }
        self._by_id = select(*self.columns).where(self.of_tenant, table.c.id == bindparam("of_id"))
        self._newest = select(*self.columns).where(*named).order_by(table.c.version.desc()).limit(1)
        self.last = self._last(*ready)
        own = or_(table.c.owner_id.is_(None), table.c.owner_id == bindparam("of_owner"))
        first = (table.c.owner_id.is_(None), table.c.name, table.c.id)
        self._usable = self.last.where(own).order_by(*first)
        self._uses = (
            select(assignments.c.title)
            .distinct()
            .join(assignment_clients, assignment_clients.c.assignment_id == assignments.c.id)
            .join(table, table.c.id == assigned)
            .where(*named)
            .order_by(assignments.c.title)
            .limit(bindparam("most"))
        )
        self._met = select(
            select(met.table.c.id).join(table, table.c.id == met).where(*named).exists()
        )
        self._archive = update(table).where(*named).values(archived_at=bindparam("at"))
        self._delete = delete(table).where(*named)

    def _last(self, *ready: ColumnElement[bool]) -> Select[tuple[object, ...]]:
        """The newest version of each that is ready, but for those that were archived."""
        table = self.table
        last = (
            select(table.c.slug, func.max(table.c.version).label("version"))
            .where(self.of_tenant, *ready)
            .group_by(table.c.slug)
            .subquery()
        )
        same = (table.c.slug == last.c.slug) & (table.c.version == last.c.version)
        return (
            select(*self.columns)
            .join(last, same)
            .where(self.of_tenant, table.c.archived_at.is_(None))
        )

    def keep(self, tx: Transaction, made: V, content: Mapping[str, object], now: datetime) -> bool:
        """Keep a version; False when that version is there already, and stays as it is."""
        values = {name: getattr(made, name) for name in made.__dataclass_fields__}
        values |= {"tenant": tx.tenant, "created_at": now, **content}
        return tx.run(self._inserts[tx.connection.dialect.name], values).first() is not None

    def find(self, tx: Transaction, version_id: str) -> V | None:
        """One version by its id."""
        row = tx.run(self._by_id, {"of_tenant": tx.tenant, "of_id": version_id}).mappings().first()
        return None if row is None else self.value(**row)

    def newest(self, tx: Transaction, slug: str) -> V | None:
        """The newest version of what has this short name, ready or not."""
        row = tx.run(self._newest, {"of_tenant": tx.tenant, "of_slug": slug}).mappings().first()
        return None if row is None else self.value(**row)

    def usable(self, tx: Transaction, owner_id: str) -> tuple[V, ...]:
        """What a teacher can assign: the newest of their own by name, then of the library."""
        rows = tx.run(self._usable, {"of_tenant": tx.tenant, "of_owner": owner_id}).mappings()
        return tuple(self.value(**row) for row in rows)

    def uses(self, tx: Transaction, slug: str) -> tuple[str, ...]:
        """The titles of the assignments that hold any version of it."""
        values = {"of_tenant": tx.tenant, "of_slug": slug, "most": MOST_USES}
        return tuple(tx.run(self._uses, values).scalars())

    def met(self, tx: Transaction, slug: str) -> bool:
        """Whether anything was ever made with any version of it."""
        return bool(tx.run(self._met, {"of_tenant": tx.tenant, "of_slug": slug}).scalar())

    def archive(self, tx: Transaction, slug: str, at: datetime | None) -> None:
        """Take it out of the lists, or (None) put it back; what runs goes on."""
        tx.run(self._archive, {"of_tenant": tx.tenant, "of_slug": slug, "at": at})

    def remove(self, tx: Transaction, slug: str) -> None:
        """Delete every version; the database refuses where one is in use."""
        tx.run(self._delete, {"of_tenant": tx.tenant, "of_slug": slug})
