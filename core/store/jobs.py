"""Jobs: events whose time has not come; firing one is accepting its event, in one commit."""

from sqlalchemy import BigInteger, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.effects import JobDraft
from core.domain.event import Event
from core.store import alerts, inbox
from core.store.codec import event_from_text, event_to_text
from core.store.tables import jobs
from core.store.transaction import Transaction

INSERTS = {
    name: insert(jobs).on_conflict_do_nothing().returning(jobs.c.kind)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def plan(tx: Transaction, draft: JobDraft) -> bool:
    """Keep a job; False when its key was planned before."""
    return tx.run(INSERTS[tx.connection.dialect.name], _values(draft)).first() is not None


def _values(draft: JobDraft) -> dict[str, object]:
    return {
        "kind": draft.kind,
        "dedupe_key": draft.dedupe_key,
        "tenant": draft.event.tenant,
        "run_at": draft.run_at,
        "event": event_to_text(draft.event),
    }


REPLANS = {
    name: insert.on_conflict_do_update(
        index_elements=[jobs.c.kind, jobs.c.dedupe_key],
        set_={
            "run_at": insert.excluded.run_at,
            "event": insert.excluded.event,
            "state": "waiting",
        },
        where=jobs.c.state != "fired",
    )
    for name, insert in (("sqlite", sqlite.insert(jobs)), ("postgresql", postgresql.insert(jobs)))
}


def replan(tx: Transaction, draft: JobDraft) -> None:
    """Keep a job or move it to another time; one that has fired does not fire again."""
    tx.run(REPLANS[tx.connection.dialect.name], _values(draft))


DUE = (
    select(jobs.c.kind, jobs.c.dedupe_key, jobs.c.event)
    .where(jobs.c.state == "waiting", jobs.c.run_at <= bindparam("now", type_=BigInteger))
    .order_by(jobs.c.run_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
FIRE = (
    update(jobs)
    .where(
        jobs.c.kind == bindparam("of_kind"),
        jobs.c.dedupe_key == bindparam("of_key"),
        jobs.c.state == "waiting",
    )
    .values(state="fired", fired_at=bindparam("at", type_=BigInteger))
    .returning(jobs.c.kind)
)
NEXT = select(func.min(jobs.c.run_at)).where(jobs.c.state == "waiting")


def fire_due(tx: Transaction, most: int = 32) -> tuple[Event, ...]:
    """Turn jobs whose time has come into inbox events; exactly once by the one commit."""
    fired: list[Event] = []
    for row in tx.run(DUE, {"now": tx.now_ms, "most": most}).all():
        mine = tx.run(FIRE, {"of_kind": row.kind, "of_key": row.dedupe_key, "at": tx.now_ms})
        if mine.first() is None:
            continue
        try:
            event = event_from_text(row.event)
        except ValueError:  # one damaged row must not hold up all the others
            text = f"job {row.kind} {row.dedupe_key} cannot be read"
            alerts.raise_once(tx, "damaged-job", f"{row.kind}:{row.dedupe_key}", text)
            continue
        if inbox.known_hash(tx, event) is None:
            inbox.accept(tx, event)
            fired.append(event)
    return tuple(fired)


def next_due(tx: Transaction) -> int | None:
    """When the next job is due, in milliseconds UTC."""
    value = tx.run(NEXT).scalar()
    return None if value is None else int(value)


CANCEL = (
    update(jobs)
    .where(
        jobs.c.kind == bindparam("of_kind"),
        jobs.c.dedupe_key == bindparam("of_key"),
        jobs.c.state == "waiting",
    )
    .values(state="cancelled")
)


def cancel(tx: Transaction, kind: str, dedupe_key: str) -> bool:
    """Call off a job that has not fired."""
    return tx.run(CANCEL, {"of_kind": kind, "of_key": dedupe_key}).rowcount > 0
