"""Assignments, the clients in them, and one student's exceptions."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Boolean, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.teaching import Assignment, AssignmentState, ClientVersion, Pair, Release
from core.store import clients as client_store
from core.store.class_tables import assignment_clients, assignments, clients, rubrics
from core.store.transaction import Transaction
from core.store.types import UtcDateTime

CHANGEABLE = (
    "title",
    "briefing",
    "graded",
    "state",
    "available_at",
    "due_at",
    "max_attempts",
    "announcement_key",
    "time_limit",
    "show_rubric",
    "notes_allowed",
    "release",
    "release_at",
    "version",
    "publish_at",
)
COLUMNS = tuple(assignments.c[name] for name in ("id", "tenant", "section_id", *CHANGEABLE))
OF_TENANT = assignments.c.tenant == bindparam("of_tenant")
DATES = ("available_at", "due_at", "release_at", "publish_at")
FLAGS = ("graded", "show_rubric", "notes_allowed")


def values_of(made: Assignment) -> dict[str, object]:
    """The row's columns as the database takes them."""
    values = {column.name: getattr(made, column.name) for column in COLUMNS}
    return values | {"state": made.state.value, "release": made.release.value}


def add(tx: Transaction, made: Assignment, created_by: str | None, now: datetime) -> None:
    """Keep a new assignment."""
    tx.run(insert(assignments), values_of(made) | {"created_by": created_by, "created_at": now})


SAVE = (
    update(assignments)
    .where(
        OF_TENANT,
        assignments.c.id == bindparam("of_id"),
        assignments.c.version == bindparam("of_version"),
    )
    .values(
        {name: bindparam(f"new_{name}") for name in (*CHANGEABLE, "changed_by")}
        | {name: bindparam(f"new_{name}", type_=UtcDateTime) for name in (*DATES, "changed_at")}
        | {name: bindparam(f"new_{name}", type_=Boolean) for name in FLAGS}
    )
)


def save(tx: Transaction, changed: Assignment, by: str, now: datetime) -> bool:
    """Write a change made to the version before; False when somebody else was first."""
    known = values_of(changed)
    values = {f"new_{name}": known[name] for name in CHANGEABLE}
    values |= {"new_changed_by": by, "new_changed_at": now}
    values |= {
        "of_tenant": tx.tenant,
        "of_id": changed.id,
        "of_version": changed.version - 1,
    }
    return tx.run(SAVE, values).rowcount > 0


def delete_draft(tx: Transaction, assignment_id: str) -> None:
    """Forget an assignment that nobody has worked on."""
    tx.run(
        delete(assignments).where(
            assignments.c.tenant == tx.tenant, assignments.c.id == assignment_id
        )
    )


def last_change(tx: Transaction, assignment_id: str) -> tuple[str, datetime] | None:
    """Who changed it last, and when."""
    row = tx.run(
        select(assignments.c.changed_by, assignments.c.changed_at).where(
            assignments.c.tenant == tx.tenant, assignments.c.id == assignment_id
        )
    ).first()
    return (row.changed_by, row.changed_at) if row and row.changed_by and row.changed_at else None


ADDED = {
    name: insert_(assignment_clients)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
PAIRS = {
    name: added.on_conflict_do_update(
        index_elements=[assignment_clients.c.assignment_id, assignment_clients.c.client_id],
        set_={
            "rubric_id": added.excluded.rubric_id,
            "position": added.excluded.position,
            "removed_at": None,
        },
    )
    for name, added in ADDED.items()
}


def add_client(
    tx: Transaction, assignment_id: str, client_id: str, rubric_id: str | None, position: int
) -> None:
    """Add a client with the rubric that judges it; one that was removed comes back."""
    values = {
        "assignment_id": assignment_id,
        "client_id": client_id,
        "rubric_id": rubric_id,
        "tenant": tx.tenant,
        "position": position,
    }
    tx.run(PAIRS[tx.connection.dialect.name], values)


def set_pairs(
    tx: Transaction, assignment_id: str, wanted: tuple[tuple[str, str | None], ...], now: datetime
) -> None:
    """The clients in their order, each with its rubric; others go, their finished work stays."""
    tx.run(
        update(assignment_clients)
        .where(
            assignment_clients.c.tenant == tx.tenant,
            assignment_clients.c.assignment_id == assignment_id,
            assignment_clients.c.client_id.not_in([client for client, _ in wanted]),
            assignment_clients.c.removed_at.is_(None),
        )
        .values(removed_at=now)
    )
    for position, (client_id, rubric_id) in enumerate(wanted):
        add_client(tx, assignment_id, client_id, rubric_id, position)


BY_ID = select(*COLUMNS).where(OF_TENANT, assignments.c.id == bindparam("of_id"))
IN_ORDER = (assignments.c.due_at.is_(None), assignments.c.due_at, assignments.c.id)
OF_SECTIONS = (
    select(*COLUMNS)
    .where(OF_TENANT, assignments.c.section_id.in_(bindparam("of_sections", expanding=True)))
    .order_by(*IN_ORDER)
)


def find(tx: Transaction, assignment_id: str) -> Assignment | None:
    """The assignment with this id."""
    row = tx.run(BY_ID, {"of_tenant": tx.tenant, "of_id": assignment_id}).mappings().first()
    return None if row is None else _assignment(dict(row))


def every(tx: Transaction, section_ids: Iterable[str]) -> tuple[Assignment, ...]:
    """All of some sections, drafts among them, the nearest due date first."""
    values = {"of_tenant": tx.tenant, "of_sections": list(section_ids)}
    return tuple(_assignment(dict(row)) for row in tx.run(OF_SECTIONS, values).mappings())


def of_sections(tx: Transaction, section_ids: Iterable[str]) -> tuple[Assignment, ...]:
    """What was published in some sections, the nearest due date first."""
    found = every(tx, section_ids)
    return tuple(one for one in found if one.state is not AssignmentState.DRAFT)


def of_section(tx: Transaction, section_id: str) -> tuple[Assignment, ...]:
    """What was published in a section, the nearest due date first."""
    return of_sections(tx, (section_id,))


def _assignment(row: dict[str, object]) -> Assignment:
    enums = {"state": AssignmentState(str(row["state"])), "release": Release(str(row["release"]))}
    return Assignment(**(row | enums))  # type: ignore[arg-type]


def pairs_of_many(tx: Transaction, ids: Iterable[str]) -> Mapping[str, tuple[Pair, ...]]:
    """The (client, rubric) pairs of some assignments, each in the teacher's order."""
    rows = tx.run(
        select(
            *client_store.COLUMNS,
            assignment_clients.c.assignment_id,
            assignment_clients.c.rubric_id,
            rubrics.c.name.label("rubric"),
        )
        .join(assignment_clients, assignment_clients.c.client_id == clients.c.id)
        .outerjoin(rubrics, rubrics.c.id == assignment_clients.c.rubric_id)
        .where(
            assignment_clients.c.tenant == tx.tenant,
            assignment_clients.c.assignment_id.in_(list(ids)),
            assignment_clients.c.removed_at.is_(None),
        )
        .order_by(assignment_clients.c.position, clients.c.id)
    ).mappings()
    found: dict[str, tuple[Pair, ...]] = {}
    for row in rows:
        client = ClientVersion(**{column.name: row[column.name] for column in client_store.COLUMNS})
        pair = Pair(client, row["rubric_id"], row["rubric"] or "")
        found[row["assignment_id"]] = (*found.get(row["assignment_id"], ()), pair)
    return found


def pairs_of(tx: Transaction, assignment_id: str) -> tuple[Pair, ...]:
    """The (client, rubric) pairs of an assignment in the teacher's order."""
    return pairs_of_many(tx, (assignment_id,)).get(assignment_id, ())


def clients_of(tx: Transaction, assignment_id: str) -> tuple[ClientVersion, ...]:
    """The clients of an assignment in the teacher's order."""
    return tuple(one.client for one in pairs_of(tx, assignment_id))


def set_announcement(tx: Transaction, assignment_id: str, key: str) -> None:
    """Remember under which outbox key the class was told."""
    tx.run(
        update(assignments)
        .where(assignments.c.tenant == tx.tenant, assignments.c.id == assignment_id)
        .values(announcement_key=key)
    )
