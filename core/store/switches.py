"""What an administrator has set for a workspace: caps of money, a pause, a place for alerts."""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from core.store.memory_tables import caps, switches
from core.store.transaction import Transaction

SWITCHES, CAPS_IN = (
    {
        name: make(table)
        for name, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    }
    for table in (switches, caps)
)


@dataclass(frozen=True, slots=True)
class Switches:
    """`paused_ms` is since when no model is asked; `alert_place` where alerts go."""

    alert_place: str = ""
    paused_ms: int | None = None
    paused_by: str = ""


FIND = select(switches.c.alert_place, switches.c.paused_ms, switches.c.paused_by).where(
    switches.c.tenant == bindparam("of_tenant")
)


def find(tx: Transaction) -> Switches:
    """How the workspace stands."""
    row = tx.run(FIND, {"of_tenant": tx.tenant}).first()
    return Switches() if row is None else Switches(row.alert_place, row.paused_ms, row.paused_by)


def save(tx: Transaction, wanted: Switches) -> None:
    """Set all of them."""
    values: dict[str, object] = {
        "alert_place": wanted.alert_place,
        "paused_ms": wanted.paused_ms,
        "paused_by": wanted.paused_by,
    }
    new = SWITCHES[tx.connection.dialect.name].values(tenant=tx.tenant, **values)
    tx.run(new.on_conflict_do_update(index_elements=[switches.c.tenant], set_=values))


KEPT_DAYS = select(switches.c.kept_days).where(switches.c.tenant == bindparam("of_tenant"))


def kept_days(tx: Transaction) -> int | None:
    """For how many days words are kept where an administrator has said so."""
    found = tx.run(KEPT_DAYS, {"of_tenant": tx.tenant}).scalar()
    return None if found is None else int(found)


def keep_for(tx: Transaction, days: int | None) -> None:
    """Say so, or leave it to the notice; what else is switched stays as it is."""
    new = SWITCHES[tx.connection.dialect.name].values(tenant=tx.tenant, kept_days=days)
    changed = {"kept_days": new.excluded.kept_days}
    tx.run(new.on_conflict_do_update(index_elements=[switches.c.tenant], set_=changed))


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may be spent; without a section it holds for the whole workspace."""

    scope: str
    nusd: int
    section_id: str = ""


CAPS = select(caps.c.scope, caps.c.nusd, caps.c.section_id).where(
    caps.c.tenant == bindparam("of_tenant"),
    or_(caps.c.section_id == "", caps.c.section_id == bindparam("of_section")),
)


def caps_of(tx: Transaction, section_id: str) -> tuple[Cap, ...]:
    """The workspace's caps and those of one section."""
    rows = tx.run(CAPS, {"of_tenant": tx.tenant, "of_section": section_id})
    return tuple(Cap(row.scope, row.nusd, row.section_id) for row in rows)


def set_cap(tx: Transaction, cap: Cap, by_id: str) -> None:
    """Put a cap in place of the one before."""
    values: dict[str, object] = {"nusd": cap.nusd, "by_id": by_id, "at_ms": tx.now_ms}
    new = CAPS_IN[tx.connection.dialect.name].values(
        tenant=tx.tenant, scope=cap.scope, section_id=cap.section_id, **values
    )
    keys = [caps.c.tenant, caps.c.scope, caps.c.section_id]
    tx.run(new.on_conflict_do_update(index_elements=keys, set_=values))


def drop_cap(tx: Transaction, scope: str, section_id: str = "") -> None:
    """Back to what holds without it."""
    tx.run(
        delete(caps).where(
            caps.c.tenant == tx.tenant, caps.c.scope == scope, caps.c.section_id == section_id
        )
    )
