"""People and their enrolments."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.ids import new_key
from core.domain.teaching import Person, SectionRole
from core.store.class_tables import enrolments, people
from core.store.transaction import Transaction

COLUMNS = (people.c.id, people.c.tenant, people.c.user, people.c.name)
BY_USER = select(*COLUMNS).where(
    people.c.tenant == bindparam("tenant"), people.c.user == bindparam("of_user")
)
BY_ID = select(*COLUMNS).where(
    people.c.tenant == bindparam("tenant"), people.c.id == bindparam("of_id")
)
INSERTS = {
    name: insert_(people).on_conflict_do_nothing(index_elements=[people.c.tenant, people.c.user])
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
RENAME = update(people).where(people.c.id == bindparam("of_id")).values(name=bindparam("new_name"))


def find_user(tx: Transaction, user: str) -> Person | None:
    """The person behind a platform's user id."""
    row = tx.run(BY_USER, {"tenant": tx.tenant, "of_user": user}).mappings().first()
    return None if row is None else Person(**row)


def find(tx: Transaction, person_id: str) -> Person | None:
    """The person with our id."""
    row = tx.run(BY_ID, {"tenant": tx.tenant, "of_id": person_id}).mappings().first()
    return None if row is None else Person(**row)


def meet(tx: Transaction, user: str, name: str, now: datetime) -> Person:
    """Find or make the person; a new name is taken over."""
    person = find_user(tx, user)
    if person is None:
        values = {
            "id": new_key(),
            "tenant": tx.tenant,
            "user": user,
            "name": name,
            "created_at": now,
        }
        tx.run(INSERTS[tx.connection.dialect.name], values)
        person = find_user(tx, user)
    if person is None:  # pragma: no cover - the row was just made sure of
        message = f"person {user!r} vanished"
        raise LookupError(message)
    if name and name != person.name:
        tx.run(RENAME, {"of_id": person.id, "new_name": name})
        person = Person(person.id, person.tenant, person.user, name)
    return person


CURRENT = (
    (enrolments.c.tenant == bindparam("of_tenant"))
    & (enrolments.c.section_id == bindparam("of_section"))
    & (enrolments.c.person_id == bindparam("of_person"))
    & enrolments.c.until.is_(None)
)
ROLE = select(enrolments.c.role).where(CURRENT)
LEAVE = update(enrolments).where(CURRENT).values(until=bindparam("at"))


def role_of(tx: Transaction, section_id: str, person_id: str) -> SectionRole:
    """What the person is in the section now."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "of_person": person_id}
    found = tx.run(ROLE, values).scalar()
    return SectionRole.OUTSIDER if found is None else SectionRole(found)


def enrol(
    tx: Transaction, section_id: str, person_id: str, role: SectionRole, now: datetime
) -> bool:
    """Begin a period; False when one with this role runs already."""
    current = role_of(tx, section_id, person_id)
    if current is role:
        return False
    if current is not SectionRole.OUTSIDER:
        withdraw(tx, section_id, person_id, now)
    values = {
        "id": new_key(),
        "tenant": tx.tenant,
        "section_id": section_id,
        "person_id": person_id,
        "role": role.value,
        "since": now,
    }
    tx.run(insert(enrolments), values)
    return True


def withdraw(tx: Transaction, section_id: str, person_id: str, now: datetime) -> bool:
    """End the running period; the work stays."""
    values = {
        "of_tenant": tx.tenant,
        "of_section": section_id,
        "of_person": person_id,
        "at": now,
    }
    return tx.run(LEAVE, values).rowcount > 0


def members(tx: Transaction, section_id: str) -> tuple[tuple[Person, SectionRole], ...]:
    """Everybody enrolled now, teachers first, then by name."""
    rows = tx.run(
        select(*COLUMNS, enrolments.c.role)
        .join(enrolments, enrolments.c.person_id == people.c.id)
        .where(
            enrolments.c.tenant == tx.tenant,
            enrolments.c.section_id == section_id,
            enrolments.c.until.is_(None),
        )
        .order_by(enrolments.c.role.desc(), people.c.name, people.c.id)
    ).all()
    return tuple(
        (Person(row.id, row.tenant, row.user, row.name), SectionRole(row.role)) for row in rows
    )


LOCK = select(enrolments.c.id).where(CURRENT).with_for_update()


def lock_enrolment(tx: Transaction, section_id: str, person_id: str) -> None:
    """Let one decision about a person's attempts happen at a time (SQLite does anyway)."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "of_person": person_id}
    tx.run(LOCK, values).all()
