"""What a dashboard counts; the number of statements is the same for any number of classes."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from core.store.class_tables import enrolments, sections
from core.store.money_tables import model_calls
from core.store.session_tables import RUNS, sessions
from core.store.tables import alerts, outbox
from core.store.transaction import Transaction

STAFF = ("teacher", "ta")
MINE = (
    select(sections.c.id, sections.c.name, enrolments.c.role)
    .join(enrolments, enrolments.c.section_id == sections.c.id)
    .where(
        sections.c.tenant == bindparam("of_tenant"),
        sections.c.state == "active",
        enrolments.c.person_id == bindparam("of_person"),
        enrolments.c.role.in_(STAFF),
        enrolments.c.until.is_(None),
    )
    .order_by(sections.c.name, sections.c.id)
)
PEOPLE = (
    select(enrolments.c.section_id, enrolments.c.role, func.count().label("many"))
    .where(
        enrolments.c.tenant == bindparam("of_tenant"),
        enrolments.c.section_id.in_(bindparam("ids", expanding=True)),
        enrolments.c.until.is_(None),
    )
    .group_by(enrolments.c.section_id, enrolments.c.role)
)
LIVE = (
    select(sessions.c.section_id, func.count().label("many"))
    .where(
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.section_id.in_(bindparam("ids", expanding=True)),
        RUNS,
    )
    .group_by(sessions.c.section_id)
)


@dataclass(frozen=True, slots=True)
class Taught:
    """One class of a teacher's in numbers."""

    section_id: str
    name: str
    role: str
    students: int
    waiting: int
    live: int


def taught(tx: Transaction, person_id: str) -> tuple[Taught, ...]:
    """The active classes in which somebody teaches or assists, by name."""
    mine = tx.run(MINE, {"of_tenant": tx.tenant, "of_person": person_id}).all()
    values = {"of_tenant": tx.tenant, "ids": [row.id for row in mine]}
    if not mine:
        return ()
    counts = {(row.section_id, row.role): int(row.many) for row in tx.run(PEOPLE, values)}
    live = {row.section_id: int(row.many) for row in tx.run(LIVE, values)}
    return tuple(
        Taught(
            row.id,
            row.name,
            row.role,
            counts.get((row.id, "student"), 0),
            counts.get((row.id, "pending"), 0),
            live.get(row.id, 0),
        )
        for row in mine
    )


ALERTS = select(func.count()).where(
    alerts.c.tenant == bindparam("of_tenant"), alerts.c.raised_at >= bindparam("since")
)
UNSENT = select(func.count()).where(
    outbox.c.tenant == bindparam("of_tenant"), outbox.c.state == "pending"
)
COST = select(func.coalesce(func.sum(model_calls.c.booked_nusd), 0)).where(
    model_calls.c.tenant == bindparam("of_tenant"), model_calls.c.at_ms >= bindparam("since")
)


@dataclass(frozen=True, slots=True)
class Health:
    """How the workspace is served; `cost_nusd` is what was booked since."""

    alerts: int
    unsent: int
    cost_nusd: int


def health(tx: Transaction, since_ms: int) -> Health:
    """What happened in the workspace since then."""
    values = {"of_tenant": tx.tenant, "since": since_ms}
    return Health(
        int(tx.run(ALERTS, values).scalar_one()),
        int(tx.run(UNSENT, {"of_tenant": tx.tenant}).scalar_one()),
        int(tx.run(COST, values).scalar_one()),
    )
