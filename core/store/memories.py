"""Memories of clients: entries that are only ever added, per class, student and client."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, or_, select

from core.domain.ids import new_key
from core.domain.remembered import Bond, EntryKind, MemoryEntry
from core.store.class_tables import people
from core.store.memory_tables import memory_entries
from core.store.transaction import Transaction

FIELDS = ("id", "slug", "at_ms", "student_id", "session_id", "text", "shift", "by_id")
COLUMNS = tuple(memory_entries.c[name] for name in ("kind", *FIELDS))
OF_BOND = (
    select(*COLUMNS)
    .where(
        memory_entries.c.tenant == bindparam("of_tenant"),
        memory_entries.c.section_id == bindparam("of_section"),
        memory_entries.c.slug == bindparam("of_slug"),
        or_(
            memory_entries.c.student_id == bindparam("of_student"),
            memory_entries.c.student_id.is_(None),
        ),
    )
    .order_by(memory_entries.c.number)
)


def of_bond(tx: Transaction, bond: Bond) -> tuple[MemoryEntry, ...]:
    """Everything that counts for one student and one client, oldest first."""
    values = {
        "of_tenant": tx.tenant,
        "of_section": bond.section,
        "of_slug": bond.slug,
        "of_student": bond.student,
    }
    return tuple(map(_entry, tx.run(OF_BOND, values).mappings()))


def _entry(row: object) -> MemoryEntry:
    values = dict(row)  # type: ignore[call-overload]
    return MemoryEntry(kind=EntryKind(values.pop("kind")), **values)


def add(tx: Transaction, section_id: str, entry: MemoryEntry) -> str:
    """Append an entry and return its id; `at_ms` is taken from the transaction."""
    values: dict[str, object] = {name: getattr(entry, name) for name in FIELDS}
    made = entry.id or new_key()
    values |= {
        "id": made,
        "tenant": tx.tenant,
        "section_id": section_id,
        "kind": entry.kind.value,
        "at_ms": tx.now_ms,
    }
    tx.run(insert(memory_entries), values)
    return made


def of_session(tx: Transaction, session_id: str, kind: EntryKind) -> MemoryEntry | None:
    """What a session has left in a memory."""
    query = select(*COLUMNS).where(
        memory_entries.c.tenant == tx.tenant,
        memory_entries.c.session_id == session_id,
        memory_entries.c.kind == kind.value,
    )
    row = tx.run(query).mappings().first()
    return None if row is None else _entry(row)


def find(tx: Transaction, section_id: str, entry_id: str) -> MemoryEntry | None:
    """One entry of a class."""
    query = select(*COLUMNS).where(
        memory_entries.c.tenant == tx.tenant,
        memory_entries.c.section_id == section_id,
        memory_entries.c.id == entry_id,
    )
    row = tx.run(query).mappings().first()
    return None if row is None else _entry(row)


@dataclass(frozen=True, slots=True)
class Known:
    """One student and one client who have met, with how many interviews were added."""

    student_id: str
    name: str
    slug: str
    interviews: int


def known_in(tx: Transaction, section_id: str, most: int, skip: int = 0) -> tuple[Known, ...]:
    """Who has met whom in a class, by the student's name; a page of them."""
    query = (
        select(memory_entries.c.student_id, people.c.name, memory_entries.c.slug, func.count())
        .join(people, people.c.id == memory_entries.c.student_id)
        .where(
            memory_entries.c.tenant == tx.tenant,
            memory_entries.c.section_id == section_id,
            memory_entries.c.kind == EntryKind.INTERVIEW.value,
        )
        .group_by(memory_entries.c.student_id, people.c.name, memory_entries.c.slug)
        .order_by(people.c.name, memory_entries.c.student_id, memory_entries.c.slug)
        .limit(most)
        .offset(skip)
    )
    rows: Sequence[Sequence[object]] = tx.run(query).all()
    return tuple(Known(str(one), str(name), str(slug), int(str(n))) for one, name, slug, n in rows)
