"""People and their enrolments."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.ids import new_key
from core.domain.roster import Ended, Past
from core.domain.teaching import Person, SectionRole
from core.store.class_tables import enrolments, people, sections
from core.store.transaction import Transaction
from core.store.types import UtcDateTime

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


SPEAKS = (
    update(people)
    .where(
        people.c.tenant == bindparam("of_tenant"),
        people.c.user == bindparam("of_user"),
        people.c.locale != bindparam("new_locale"),
    )
    .values(locale=bindparam("new_locale"))
)
LOCALE = select(people.c.locale).where(
    people.c.tenant == bindparam("tenant"), people.c.id == bindparam("of_id")
)


def speaks(tx: Transaction, user: str, locale: str) -> None:
    """Remember in what language the platform shows itself to somebody."""
    tx.run(SPEAKS, {"of_tenant": tx.tenant, "of_user": user, "new_locale": locale})


def locale_of(tx: Transaction, person_id: str) -> str:
    """The remembered language; empty when none was ever told."""
    return tx.run(LOCALE, {"tenant": tx.tenant, "of_id": person_id}).scalar() or ""


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
LEAVE = update(enrolments).where(CURRENT).values(until=bindparam("at"), ended=bindparam("why"))
ENROL = {
    name: insert_(enrolments)
    .on_conflict_do_nothing(
        index_elements=[enrolments.c.section_id, enrolments.c.person_id],
        index_where=enrolments.c.until.is_(None),
    )
    .returning(enrolments.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def role_of(tx: Transaction, section_id: str, person_id: str) -> SectionRole:
    """What the person is in the section now."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "of_person": person_id}
    found = tx.run(ROLE, values).scalar()
    return SectionRole.OUTSIDER if found is None else SectionRole(found)


ROLES = (
    select(enrolments.c.section_id, enrolments.c.role)
    .join(sections, sections.c.id == enrolments.c.section_id)
    .where(
        enrolments.c.tenant == bindparam("of_tenant"),
        enrolments.c.person_id == bindparam("of_person"),
        enrolments.c.until.is_(None),
        sections.c.state == "active",
    )
)


def roles_of(tx: Transaction, person_id: str) -> dict[str, SectionRole]:
    """What the person is now in every active section, by section id."""
    rows = tx.run(ROLES, {"of_tenant": tx.tenant, "of_person": person_id})
    return {row.section_id: SectionRole(row.role) for row in rows}


def enrol(
    tx: Transaction, section_id: str, person_id: str, role: SectionRole, now: datetime
) -> bool:
    """Begin a period; False when one with this role runs already."""
    return _begin(tx, (section_id, person_id), role, now)


def let_in(
    tx: Transaction, section_id: str, person_id: str, role: SectionRole, now: datetime
) -> bool:
    """Begin a period that comes of membership of the channel alone: nobody has said so."""
    return _begin(tx, (section_id, person_id), role, now, by_itself=True)


def _begin(
    tx: Transaction,
    who: tuple[str, str],
    role: SectionRole,
    now: datetime,
    *,
    by_itself: bool = False,
) -> bool:
    section_id, person_id = who
    current = role_of(tx, section_id, person_id)
    if current is role:
        return False
    if current is not SectionRole.OUTSIDER:
        withdraw(tx, section_id, person_id, now, "changed")
    values = {
        "id": new_key(),
        "tenant": tx.tenant,
        "section_id": section_id,
        "person_id": person_id,
        "role": role.value,
        "since": now,
        "by_itself": by_itself,
    }
    return tx.run(ENROL[tx.connection.dialect.name], values).first() is not None


LET_IN = select(enrolments.c.person_id).where(
    enrolments.c.tenant == bindparam("of_tenant"),
    enrolments.c.section_id == bindparam("of_section"),
    enrolments.c.role == SectionRole.STUDENT.value,
    enrolments.c.until.is_(None),
    enrolments.c.by_itself,
    enrolments.c.since >= bindparam("after", type_=UtcDateTime),
)


def let_in_since(tx: Transaction, section_id: str, after: datetime) -> tuple[str, ...]:
    """Whom membership of the channel alone has made a student since then, as ids."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "after": after}
    return tuple(tx.run(LET_IN, values).scalars())


def withdraw(
    tx: Transaction, section_id: str, person_id: str, now: datetime, why: Ended = "left"
) -> bool:
    """End the running period; the work stays."""
    values = {
        "of_tenant": tx.tenant,
        "of_section": section_id,
        "of_person": person_id,
        "at": now,
        "why": why,
    }
    return tx.run(LEAVE, values).rowcount > 0


PASTS = (
    select(
        people.c.user,
        enrolments.c.role,
        enrolments.c.ended,
        enrolments.c.since,
        enrolments.c.until,
    )
    .join(people, people.c.id == enrolments.c.person_id)
    .where(
        enrolments.c.tenant == bindparam("of_tenant"),
        enrolments.c.section_id == bindparam("of_section"),
    )
    # The running period comes last, so that it wins over all that ended.
    .order_by(enrolments.c.until.is_(None), enrolments.c.until, enrolments.c.since)
)
PAST = PASTS.where(enrolments.c.person_id == bindparam("of_person"))


def pasts(tx: Transaction, section_id: str) -> dict[str, Past]:
    """The newest period of everybody who ever was in the section, by user id."""
    rows = tx.run(PASTS, {"of_tenant": tx.tenant, "of_section": section_id})
    return {row.user: _past(row.role, row.ended, row.until or row.since) for row in rows}


def past(tx: Transaction, section_id: str, person_id: str) -> Past | None:
    """The newest period of one person in the section."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "of_person": person_id}
    rows = tx.run(PAST, values).all()
    return _past(rows[-1].role, rows[-1].ended, rows[-1].until or rows[-1].since) if rows else None


def _past(role: str, ended: Ended, touched_at: datetime) -> Past:
    return Past(SectionRole(role), ended, touched_at)


TEACHERS = (
    select(enrolments.c.id)
    .where(
        enrolments.c.tenant == bindparam("of_tenant"),
        enrolments.c.section_id == bindparam("of_section"),
        enrolments.c.role == SectionRole.TEACHER.value,
        enrolments.c.until.is_(None),
    )
    .limit(1)
)


def has_teacher(tx: Transaction, section_id: str) -> bool:
    """Whether anybody teaches the section now."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    return tx.run(TEACHERS, values).first() is not None


BY_USERS = select(*COLUMNS).where(
    people.c.tenant == bindparam("of_tenant"),
    people.c.user.in_(bindparam("users", expanding=True)),
)


def find_users(tx: Transaction, users: Iterable[str]) -> dict[str, Person]:
    """The known ones among platform user ids, by user id."""
    wanted = sorted(set(users))
    if not wanted:
        return {}
    rows = tx.run(BY_USERS, {"of_tenant": tx.tenant, "users": wanted}).mappings()
    return {row["user"]: Person(**row) for row in rows}


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


EVER = (
    select(*COLUMNS)
    .where(
        people.c.tenant == bindparam("of_tenant"),
        people.c.id.in_(
            select(enrolments.c.person_id).where(enrolments.c.section_id == bindparam("of_section"))
        ),
    )
    .order_by(people.c.name, people.c.id)
)


def ever_in(tx: Transaction, section_id: str) -> tuple[Person, ...]:
    """Everybody who is or was in the section."""
    rows = tx.run(EVER, {"of_tenant": tx.tenant, "of_section": section_id}).mappings()
    return tuple(Person(**row) for row in rows)


PERIODS = (
    select(enrolments.c.person_id)
    .where(
        enrolments.c.tenant == bindparam("of_tenant"),
        enrolments.c.section_id == bindparam("of_section"),
        enrolments.c.person_id.in_(bindparam("ids", expanding=True)),
        enrolments.c.role.in_((SectionRole.STUDENT.value, SectionRole.TA.value)),
    )
    .group_by(enrolments.c.person_id)
    .having(func.count() > 1)
)


def returned(tx: Transaction, section_id: str, ids: Iterable[str]) -> frozenset[str]:
    """Who of them was a student or a TA of the section before."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "ids": sorted(ids)}
    return frozenset(str(one) for one in tx.run(PERIODS, values).scalars())
