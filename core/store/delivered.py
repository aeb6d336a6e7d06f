"""What was delivered long ago: bodies of the outbox and fired jobs are forgotten by age."""

from sqlalchemy import delete, update

from core.store.tables import jobs, outbox
from core.store.transaction import Transaction


def forget_old(tx: Transaction, bodies_before_ms: int, jobs_before_ms: int) -> None:
    """Of all tenants; keys and the platform's ids stay, so that posts can still be edited."""
    settled = outbox.c.state != "pending"
    old = (outbox.c.created_at < bodies_before_ms) & (outbox.c.errand != "")
    tx.run(update(outbox).where(settled, old).values(errand=""))
    fired = jobs.c.state != "waiting"
    tx.run(delete(jobs).where(fired, jobs.c.run_at < jobs_before_ms))
