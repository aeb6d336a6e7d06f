"""Alerts for the operator, one row for each thing that must be said once."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.store.tables import alerts
from core.store.transaction import Transaction

INSERTS = {
    name: insert(alerts).on_conflict_do_nothing().returning(alerts.c.kind)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, slots=True)
class Alert:
    """What the operator should know; `raised_at` is milliseconds UTC."""

    kind: str
    dedupe_key: str
    text: str
    raised_at: int
    section_id: str = ""


def raise_once(
    tx: Transaction, kind: str, dedupe_key: str, text: str, section_id: str = ""
) -> bool:
    """Keep an alert; False when it was raised before."""
    values = {
        "kind": kind,
        "dedupe_key": dedupe_key,
        "tenant": tx.tenant,
        "text": text,
        "raised_at": tx.now_ms,
        "section_id": section_id,
    }
    return tx.run(INSERTS[tx.connection.dialect.name], values).first() is not None


def raised(tx: Transaction, kind: str, dedupe_key: str) -> bool:
    """Whether it was raised."""
    query = select(alerts.c.kind).where(alerts.c.kind == kind, alerts.c.dedupe_key == dedupe_key)
    return tx.run(query).first() is not None


def newest(tx: Transaction, most: int = 20) -> tuple[Alert, ...]:
    """The latest alerts of all tenants, for the operator."""
    rows = tx.run(select(*COLUMNS).order_by(alerts.c.raised_at.desc()).limit(most))
    return tuple(Alert(**row) for row in rows.mappings())


COLUMNS = tuple(alerts.c[name] for name in Alert.__slots__)
UNTOLD = alerts.c.told_ms.is_(None) & (alerts.c.tenant != "")


def waiting_tenants(tx: Transaction, since_ms: int) -> tuple[str, ...]:
    """Workspaces of which an alert was told to nobody."""
    query = select(alerts.c.tenant).where(UNTOLD, alerts.c.raised_at >= since_ms).distinct()
    return tuple(sorted(map(str, tx.run(query).scalars())))


def of_tenant(tx: Transaction, since_ms: int, most: int, *, untold: bool) -> tuple[Alert, ...]:
    """A workspace's alerts, newest first; only those that were told to nobody when asked for."""
    query = select(*COLUMNS).where(alerts.c.tenant == tx.tenant, alerts.c.raised_at >= since_ms)
    if untold:
        query = query.where(UNTOLD)
    rows = tx.run(query.order_by(alerts.c.raised_at.desc(), alerts.c.dedupe_key).limit(most))
    return tuple(Alert(**row) for row in rows.mappings())


def mark_told(tx: Transaction, alert: Alert) -> None:
    """Somebody was told."""
    tx.run(
        update(alerts)
        .where(alerts.c.kind == alert.kind, alerts.c.dedupe_key == alert.dedupe_key)
        .values(told_ms=tx.now_ms)
    )
