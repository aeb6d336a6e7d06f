"""Sections: one channel each."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from core.domain.ids import new_key
from core.domain.place import Place
from core.domain.teaching import Section
from core.store.class_tables import enrolments, sections
from core.store.transaction import Transaction

COLUMNS = (
    sections.c.id,
    sections.c.tenant,
    sections.c.place,
    sections.c.name,
    sections.c.code,
    sections.c.zone,
    sections.c.state,
)
BY_PLACE = select(*COLUMNS).where(
    sections.c.tenant == bindparam("tenant"), sections.c.place == bindparam("of_place")
)
BY_ID = select(*COLUMNS).where(
    sections.c.tenant == bindparam("tenant"), sections.c.id == bindparam("of_id")
)


def add(tx: Transaction, place: Place, name: str, zone: str, now: datetime) -> Section:
    """Bind a channel; the unique key refuses a second time."""
    made = Section(new_key(), tx.tenant, str(place), name, "", zone, "active")
    values = {
        "id": made.id,
        "tenant": made.tenant,
        "place": made.place,
        "name": name,
        "zone": zone,
        "created_at": now,
    }
    tx.run(insert(sections), values)
    return made


def find_at(tx: Transaction, place: Place) -> Section | None:
    """The section that lives in this channel."""
    values = {"tenant": tx.tenant, "of_place": str(place.parent)}
    row = tx.run(BY_PLACE, values).mappings().first()
    return None if row is None else Section(**row)


def find(tx: Transaction, section_id: str) -> Section | None:
    """The section with this id."""
    row = tx.run(BY_ID, {"tenant": tx.tenant, "of_id": section_id}).mappings().first()
    return None if row is None else Section(**row)


OF_PERSON = (
    select(*COLUMNS)
    .join(enrolments, enrolments.c.section_id == sections.c.id)
    .where(
        sections.c.tenant == bindparam("tenant"),
        enrolments.c.person_id == bindparam("of_person"),
        enrolments.c.until.is_(None),
        sections.c.state == "active",
    )
    .order_by(sections.c.name, sections.c.id)
)


def of_person(tx: Transaction, person_id: str) -> tuple[Section, ...]:
    """The active sections that somebody is enrolled in."""
    rows = tx.run(OF_PERSON, {"tenant": tx.tenant, "of_person": person_id}).mappings()
    return tuple(Section(**row) for row in rows)
