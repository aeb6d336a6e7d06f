"""Sections: one channel each."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Boolean, Integer, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.ids import new_key
from core.domain.place import Place
from core.domain.teaching import Enrolment, Section
from core.store.class_tables import enrolments, sections
from core.store.transaction import Transaction
from core.store.types import UtcDateTime

COLUMNS = (
    sections.c.id,
    sections.c.tenant,
    sections.c.place,
    sections.c.name,
    sections.c.code,
    sections.c.zone,
    sections.c.state,
    sections.c.enrolment,
    sections.c.public,
    sections.c.orphaned_at,
    sections.c.remind_hours,
    sections.c.grace_minutes,
    sections.c.assistants_read,
    sections.c.quiet_from,
    sections.c.quiet_to,
    sections.c.kept_days,
    sections.c.held_at,
)
BY_PLACE = select(*COLUMNS).where(
    sections.c.tenant == bindparam("tenant"), sections.c.place == bindparam("of_place")
)
BY_ID = select(*COLUMNS).where(
    sections.c.tenant == bindparam("tenant"), sections.c.id == bindparam("of_id")
)


ADD = {
    name: insert_(sections).on_conflict_do_nothing().returning(sections.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
CHANGEABLE = (
    "name",
    "code",
    "zone",
    "state",
    "enrolment",
    "public",
    "orphaned_at",
    "remind_hours",
    "grace_minutes",
    "assistants_read",
    "quiet_from",
    "quiet_to",
    "kept_days",
)
SAVE = (
    update(sections)
    .where(sections.c.tenant == bindparam("of_tenant"), sections.c.id == bindparam("of_id"))
    .values(
        {name: bindparam(f"new_{name}") for name in CHANGEABLE}
        | {
            "public": bindparam("new_public", type_=Boolean),
            "assistants_read": bindparam("new_assistants_read", type_=Boolean),
            "orphaned_at": bindparam("new_orphaned_at", type_=UtcDateTime),
            "kept_days": bindparam("new_kept_days", type_=Integer),
        }
    )
)


def _section(row: dict[str, object]) -> Section:
    return Section(**(row | {"enrolment": Enrolment(row["enrolment"])}))  # type: ignore[arg-type]


def add(tx: Transaction, place: Place, name: str, zone: str, now: datetime) -> Section | None:
    """Bind a channel; None when it is bound already."""
    made = Section(new_key(), tx.tenant, str(place), name, "", zone, "active")
    values = {
        "id": made.id,
        "tenant": made.tenant,
        "place": made.place,
        "name": name,
        "zone": zone,
        "created_at": now,
    }
    new = tx.run(ADD[tx.connection.dialect.name], values).first()
    return None if new is None else made


def save(tx: Transaction, section: Section) -> None:
    """Write the section's changeable columns."""
    values: dict[str, object] = {f"new_{name}": getattr(section, name) for name in CHANGEABLE}
    values |= {"new_enrolment": section.enrolment.value}
    tx.run(SAVE, values | {"of_tenant": tx.tenant, "of_id": section.id})


ORPHAN = (
    update(sections)
    .where(sections.c.tenant == bindparam("of_tenant"), sections.c.id == bindparam("of_id"))
    .values(orphaned_at=bindparam("at", type_=UtcDateTime))
)


def orphan(tx: Transaction, section: Section, at: datetime | None) -> Section:
    """Remember that nobody teaches the section since then, or that somebody does again."""
    tx.run(ORPHAN, {"of_tenant": tx.tenant, "of_id": section.id, "at": at})
    return replace(section, orphaned_at=at)


EVERY = select(sections.c.id, sections.c.tenant, sections.c.place).where(
    sections.c.state == "active"
)


def every_active(tx: Transaction) -> tuple[tuple[str, Place], ...]:
    """Id and place of the active sections of all tenants, for the scheduled reconcile."""
    return tuple((row.id, Place.parse(row.place)) for row in tx.run(EVERY))


def active_places(tx: Transaction) -> tuple[Place, ...]:
    """The channels of the tenant's active sections."""
    own = EVERY.where(sections.c.tenant == bindparam("of_tenant"))
    return tuple(Place.parse(row.place) for row in tx.run(own, {"of_tenant": tx.tenant}))


def find_at(tx: Transaction, place: Place) -> Section | None:
    """The section that lives in this channel."""
    values = {"tenant": tx.tenant, "of_place": str(place.parent)}
    row = tx.run(BY_PLACE, values).mappings().first()
    return None if row is None else _section(dict(row))


def find(tx: Transaction, section_id: str) -> Section | None:
    """The section with this id."""
    row = tx.run(BY_ID, {"tenant": tx.tenant, "of_id": section_id}).mappings().first()
    return None if row is None else _section(dict(row))


LOCKED = BY_ID.with_for_update()


def lock(tx: Transaction, section_id: str) -> Section | None:
    """The section as it is now, and nobody else changes it or lets people in meanwhile.

    SQLite has one writer anyway.
    """
    row = tx.run(LOCKED, {"tenant": tx.tenant, "of_id": section_id}).mappings().first()
    return None if row is None else _section(dict(row))


OF_PERSON = (
    select(*COLUMNS)
    .join(enrolments, enrolments.c.section_id == sections.c.id)
    .where(
        # By the person's enrolments, not by all sections of the workspace.
        func.coalesce(sections.c.tenant, "") == bindparam("tenant"),
        enrolments.c.tenant == bindparam("tenant"),
        enrolments.c.person_id == bindparam("of_person"),
        enrolments.c.until.is_(None),
        enrolments.c.role != "pending",
        sections.c.state == "active",
    )
    .order_by(sections.c.name, sections.c.id)
)


def of_person(tx: Transaction, person_id: str) -> tuple[Section, ...]:
    """The active sections that somebody is enrolled in; a request for a place is none yet."""
    rows = tx.run(OF_PERSON, {"tenant": tx.tenant, "of_person": person_id}).mappings()
    return tuple(_section(dict(row)) for row in rows)
