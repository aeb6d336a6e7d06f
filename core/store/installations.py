"""The workspaces that installed the app: what opens them is kept sealed, its key is elsewhere."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.store.access_tables import install_states, installations
from core.store.transaction import Transaction


def _keep(dialect: str) -> object:
    new = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(installations)
    return new.on_conflict_do_update(
        index_elements=[installations.c.tenant],
        set_={"sealed": new.excluded.sealed, "installed_at": new.excluded.installed_at},
    )


KEEP = {name: _keep(name) for name in ("sqlite", "postgresql")}
OF_TENANT = installations.c.tenant == bindparam("of_tenant")
SEALED = select(installations.c.sealed).where(OF_TENANT)
FORGET = delete(installations).where(OF_TENANT)


def keep(tx: Transaction, sealed: str, now: datetime) -> None:
    """The newest installation of a workspace is the one that counts."""
    values = {"tenant": tx.tenant, "sealed": sealed, "installed_at": now}
    tx.run(KEEP[tx.connection.dialect.name], values)  # type: ignore[arg-type]


def sealed(tx: Transaction) -> str | None:
    """What was kept of the workspace; None when the app is not installed there."""
    value = tx.run(SEALED, {"of_tenant": tx.tenant}).scalar()
    return None if value is None else str(value)


def forget(tx: Transaction) -> bool:
    """The app was removed; False when nothing was kept."""
    return tx.run(FORGET, {"of_tenant": tx.tenant}).rowcount > 0


def issue(tx: Transaction, digest: str, until_ms: int) -> None:
    """Remember that an installation was begun; what nobody finished is forgotten."""
    tx.run(delete(install_states).where(install_states.c.until_ms < tx.now_ms))
    tx.run(insert(install_states), {"digest": digest, "until_ms": until_ms})


CONSUME = (
    delete(install_states)
    .where(
        install_states.c.digest == bindparam("of_digest"),
        install_states.c.until_ms >= bindparam("now"),
    )
    .returning(install_states.c.digest)
)


def consume(tx: Transaction, digest: str) -> bool:
    """Whether this installation was begun here, in time; a second time it was not."""
    return tx.run(CONSUME, {"of_digest": digest, "now": tx.now_ms}).first() is not None
