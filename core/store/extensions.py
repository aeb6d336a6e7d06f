"""One student's exceptions from an assignment."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.teaching import Extension
from core.store.assignment_tables import extensions
from core.store.transaction import Transaction

COLUMNS = (
    extensions.c.assignment_id,
    extensions.c.person_id,
    extensions.c.due_at,
    extensions.c.max_attempts,
)
PUT = {
    name: insert.on_conflict_do_update(
        index_elements=[extensions.c.assignment_id, extensions.c.person_id],
        set_={
            "due_at": insert.excluded.due_at,
            "max_attempts": insert.excluded.max_attempts,
            "given_by": insert.excluded.given_by,
            "given_at": insert.excluded.given_at,
        },
    )
    for name, insert in (
        ("sqlite", sqlite.insert(extensions)),
        ("postgresql", postgresql.insert(extensions)),
    )
}
FIND = select(*COLUMNS).where(
    extensions.c.tenant == bindparam("of_tenant"),
    extensions.c.assignment_id == bindparam("of_assignment"),
    extensions.c.person_id == bindparam("of_person"),
)


def put(tx: Transaction, given: Extension, by: str, now: datetime) -> None:
    """Keep the exception; one without any content is taken away."""
    if given.due_at is None and given.max_attempts is None:
        tx.run(
            delete(extensions).where(
                extensions.c.tenant == tx.tenant,
                extensions.c.assignment_id == given.assignment_id,
                extensions.c.person_id == given.person_id,
            )
        )
        return
    values = {
        "assignment_id": given.assignment_id,
        "person_id": given.person_id,
        "tenant": tx.tenant,
        "due_at": given.due_at,
        "max_attempts": given.max_attempts,
        "given_by": by,
        "given_at": now,
    }
    tx.run(PUT[tx.connection.dialect.name], values)


def find(tx: Transaction, assignment_id: str, person_id: str) -> Extension | None:
    """One student's exception."""
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id, "of_person": person_id}
    row = tx.run(FIND, values).mappings().first()
    return None if row is None else Extension(**row)


def of_person(tx: Transaction, person_id: str) -> dict[str, Extension]:
    """All exceptions of one student, by assignment."""
    rows = tx.run(
        select(*COLUMNS).where(
            extensions.c.tenant == tx.tenant, extensions.c.person_id == person_id
        )
    ).mappings()
    return {row["assignment_id"]: Extension(**row) for row in rows}


def of_assignment(tx: Transaction, assignment_id: str) -> dict[str, Extension]:
    """All exceptions from one assignment, by person."""
    rows = tx.run(
        select(*COLUMNS).where(
            extensions.c.tenant == tx.tenant, extensions.c.assignment_id == assignment_id
        )
    ).mappings()
    return {row["person_id"]: Extension(**row) for row in rows}
