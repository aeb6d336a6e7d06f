"""The audit: append-only, numbered and chained per tenant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, text

from core.domain.audit import Entry, sealed
from core.store.access_tables import audit
from core.store.class_tables import people
from core.store.transaction import Transaction

LAST = (
    select(audit.c.seq, audit.c.hash)
    .where(audit.c.tenant == bindparam("of_tenant"))
    .order_by(audit.c.seq.desc())
    .limit(1)
)
ADD = insert(audit)
FIELDS = ("actor_id", "action", "target", "at", "section_id", "outcome", "reason")
COLUMNS = tuple(audit.c[name] for name in FIELDS)
# SQLite has one writer anyway; on PostgreSQL two entries must not take one number.
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('audit:' || :of_tenant))")


def record(tx: Transaction, entry: Entry) -> None:
    """Append an entry and seal it."""
    if tx.connection.dialect.name == "postgresql":
        tx.run(ONE_AT_A_TIME, {"of_tenant": tx.tenant})
    last = tx.run(LAST, {"of_tenant": tx.tenant}).first()
    seq, previous = (1, "") if last is None else (int(last.seq) + 1, str(last.hash))
    values: dict[str, object] = {name: getattr(entry, name) for name in FIELDS}
    values |= {"tenant": tx.tenant, "seq": seq, "hash": sealed(previous, seq, entry)}
    tx.run(ADD, values)


OF_SECTION = (
    select(*COLUMNS)
    .where(audit.c.tenant == bindparam("of_tenant"), audit.c.section_id == bindparam("of_section"))
    .order_by(audit.c.seq.desc())
    .limit(bindparam("most"))
)
ALL = (
    select(*COLUMNS, audit.c.seq, audit.c.hash)
    .where(audit.c.tenant == bindparam("of_tenant"))
    .order_by(audit.c.seq)
)


def of_section(tx: Transaction, section_id: str, most: int = 50) -> tuple[Entry, ...]:
    """What happened in a section, newest first."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "most": most}
    return tuple(Entry(**row) for row in tx.run(OF_SECTION, values).mappings())


def broken_at(tx: Transaction) -> int | None:
    """The number of the first entry that does not fit its seal, or None when all do."""
    previous = ""
    for expected, row in enumerate(tx.run(ALL, {"of_tenant": tx.tenant}).mappings(), 1):
        entry = Entry(**{name: row[name] for name in FIELDS})
        if row["seq"] != expected or row["hash"] != sealed(previous, expected, entry):
            return expected
        previous = str(row["hash"])
    return None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read another's transcript."""

    session_id: str
    name: str
    at: datetime


READ = "read_transcript"
READERS = (
    select(audit.c.target, people.c.name, func.max(audit.c.at).label("at"))
    .join(people, people.c.id == audit.c.actor_id)
    .where(
        audit.c.tenant == bindparam("of_tenant"),
        audit.c.target.in_(bindparam("targets", expanding=True)),
        audit.c.action == READ,
    )
    .group_by(audit.c.target, people.c.name)
    .order_by(func.max(audit.c.at).desc(), people.c.name)
)


def readers(tx: Transaction, session_ids: Iterable[str]) -> tuple[Reader, ...]:
    """Who has read these interviews and when last, in one statement for any number."""
    values = {"of_tenant": tx.tenant, "targets": list(session_ids)}
    return tuple(Reader(row.target, row.name, row.at) for row in tx.run(READERS, values))


OF_ACTOR = (
    select(*COLUMNS)
    .where(audit.c.tenant == bindparam("of_tenant"), audit.c.actor_id == bindparam("of_actor"))
    .order_by(audit.c.seq.desc())
    .limit(bindparam("most"))
)


def of_actor(tx: Transaction, person_id: str, most: int = 50) -> tuple[Entry, ...]:
    """What somebody did, newest first."""
    values = {"of_tenant": tx.tenant, "of_actor": person_id, "most": most}
    return tuple(Entry(**row) for row in tx.run(OF_ACTOR, values).mappings())
