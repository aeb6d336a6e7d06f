"""Alerts for the operator, one row for each thing that must be said once."""

from dataclasses import dataclass

from sqlalchemy import select
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


def raise_once(tx: Transaction, kind: str, dedupe_key: str, text: str) -> bool:
    """Keep an alert; False when it was raised before."""
    values = {
        "kind": kind,
        "dedupe_key": dedupe_key,
        "tenant": tx.tenant,
        "text": text,
        "raised_at": tx.now_ms,
    }
    return tx.run(INSERTS[tx.connection.dialect.name], values).first() is not None


def newest(tx: Transaction, most: int = 20) -> tuple[Alert, ...]:
    """The latest alerts of all tenants, for the operator."""
    rows = tx.run(
        select(alerts.c.kind, alerts.c.dedupe_key, alerts.c.text, alerts.c.raised_at)
        .order_by(alerts.c.raised_at.desc())
        .limit(most)
    )
    return tuple(Alert(**row) for row in rows.mappings())
