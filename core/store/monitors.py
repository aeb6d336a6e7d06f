"""Monitors: who watches which class, where, and what was shown last."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.store.record_tables import monitors
from core.store.transaction import Transaction
from core.store.types import UtcDateTime


@dataclass(frozen=True, slots=True)
class Monitor:
    """One message that is edited in place; its id is the key of that message."""

    id: str
    section_id: str
    person_id: str
    state: str
    place: str | None
    shown: str
    until: datetime
    created_at: datetime


COLUMNS = tuple(monitors.c[name] for name in Monitor.__slots__)
OF_TENANT = monitors.c.tenant == bindparam("of_tenant")
RUNS = monitors.c.state != "ended"
ADD = {
    name: insert_(monitors)
    .on_conflict_do_nothing(
        index_elements=[monitors.c.section_id, monitors.c.person_id], index_where=RUNS
    )
    .returning(monitors.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
BY_ID = select(*COLUMNS).where(OF_TENANT, monitors.c.id == bindparam("of_id"))
OF_PERSON = select(*COLUMNS).where(
    OF_TENANT,
    monitors.c.section_id == bindparam("of_section"),
    monitors.c.person_id == bindparam("of_person"),
    RUNS,
)
SAVE = (
    update(monitors)
    .where(OF_TENANT, monitors.c.id == bindparam("of_id"))
    .values(
        state=bindparam("new_state"),
        place=bindparam("new_place"),
        shown=bindparam("new_shown"),
        until=bindparam("new_until", type_=UtcDateTime),
    )
)
END_AT = (
    update(monitors)
    .where(OF_TENANT, monitors.c.place == bindparam("of_place"), RUNS)
    .values(state="ended")
)


def add(tx: Transaction, made: Monitor) -> bool:
    """Begin to watch; False when this person watches this class already."""
    values = asdict(made) | {"tenant": tx.tenant}
    return tx.run(ADD[tx.connection.dialect.name], values).first() is not None


def find(tx: Transaction, monitor_id: str) -> Monitor | None:
    """The monitor with this id."""
    row = tx.run(BY_ID, {"of_tenant": tx.tenant, "of_id": monitor_id}).mappings().first()
    return None if row is None else Monitor(**row)


def find_running(tx: Transaction, section_id: str, person_id: str) -> Monitor | None:
    """The one with which somebody watches a class now."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "of_person": person_id}
    row = tx.run(OF_PERSON, values).mappings().first()
    return None if row is None else Monitor(**row)


def save(tx: Transaction, monitor: Monitor) -> None:
    """Write what can change."""
    values = {
        "of_tenant": tx.tenant,
        "of_id": monitor.id,
        "new_state": monitor.state,
        "new_place": monitor.place,
        "new_shown": monitor.shown,
        "new_until": monitor.until,
    }
    tx.run(SAVE, values)


def end_at(tx: Transaction, place: str) -> None:
    """The place is gone: nobody watches there any more."""
    tx.run(END_AT, {"of_tenant": tx.tenant, "of_place": place})
