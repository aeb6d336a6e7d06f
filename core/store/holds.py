"""Legal holds: classes of which nothing is purged or erased while they last."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Exists,
    Table,
    bindparam,
    exists,
    false,
    func,
    select,
    text,
    update,
)

from core.store.class_tables import assignments, enrolments, sections
from core.store.grade_tables import evaluations
from core.store.session_tables import sessions
from core.store.transaction import Transaction
from core.store.types import UtcDateTime

HELD = exists().where(sections.c.held_at.is_not(None))
# By which column a row belongs to a class.
WAYS: dict[str, Callable[[ColumnElement[str]], Exists]] = {
    "section_id": lambda key: HELD.where(sections.c.id == key),
    "assignment_id": lambda key: HELD.where(
        sections.c.id == assignments.c.section_id, assignments.c.id == key
    ),
    "session_id": lambda key: HELD.where(
        sections.c.id == sessions.c.section_id, sessions.c.id == key
    ),
    "evaluation_id": lambda key: HELD.where(
        sections.c.id == evaluations.c.section_id, evaluations.c.id == key
    ),
}
# SQLite has one writer anyway; on PostgreSQL a hold waits for the deletion under way, and the
# next one sees it.
SHARED = text("SELECT pg_advisory_xact_lock_shared(hashtext('holds'))")
ALONE = text("SELECT pg_advisory_xact_lock(hashtext('holds'))")
SET = (
    update(sections)
    .where(sections.c.tenant == bindparam("of_tenant"), sections.c.id == bindparam("of_id"))
    .values(held_at=bindparam("at", type_=UtcDateTime))
)


def steady(tx: Transaction) -> None:
    """Until this transaction ends no hold begins or ends; call it before anything is deleted."""
    if tx.kind == "postgresql":
        tx.run(SHARED)


def change(tx: Transaction, section_id: str, at: datetime | None) -> None:
    """Begin a hold, or end it."""
    if tx.kind == "postgresql":
        tx.run(ALONE)
    tx.run(SET, {"of_tenant": tx.tenant, "of_id": section_id, "at": at})


def held(table: Table) -> ColumnElement[bool]:
    """The rows that belong to a class on hold."""
    for name, way in WAYS.items():
        if name in table.c:
            return way(table.c[name])
    return false()


OF_PERSON = (
    select(enrolments.c.id)
    .where(
        enrolments.c.tenant == bindparam("of_tenant"),
        enrolments.c.person_id == bindparam("of_person"),
        held(enrolments),
    )
    .limit(1)
)
KEPT = select(func.count()).where(
    sessions.c.tenant == bindparam("of_tenant"),
    sessions.c.student_id == bindparam("of_person"),
    sessions.c.salt != "",
    held(sessions),
)


def holds(tx: Transaction, person_id: str) -> bool:
    """Whether the person is or was in a class on hold."""
    return tx.run(OF_PERSON, {"of_tenant": tx.tenant, "of_person": person_id}).first() is not None


def interviews(tx: Transaction, person_id: str) -> int:
    """How many interviews of the person are kept by a hold, with their words."""
    return int(tx.run(KEPT, {"of_tenant": tx.tenant, "of_person": person_id}).scalar_one())
