"""What the operator's metrics page shows of the store: sums only, of no tenant and no person."""

from collections.abc import Iterator

from sqlalchemy import BigInteger, bindparam, func, select

from core.store.money_tables import model_calls
from core.store.tables import alerts, jobs, lanes
from core.store.transaction import Transaction

DAY_MS = 24 * 3600 * 1000
WAITING = select(
    func.coalesce(func.sum(lanes.c.last_seq - lanes.c.done_seq), 0).label("waiting"),
    func.coalesce(func.sum(lanes.c.unsent), 0).label("unsent"),
    func.count().label("awake"),
).where(lanes.c.visible_at.is_not(None))
LATE = select(func.count()).where(
    jobs.c.state == "waiting", jobs.c.run_at < bindparam("now", type_=BigInteger)
)
CALLS = (
    select(
        model_calls.c.state,
        func.count().label("many"),
        func.coalesce(func.sum(model_calls.c.booked_nusd), 0).label("nusd"),
    )
    .where(model_calls.c.at_ms >= bindparam("since", type_=BigInteger))
    .group_by(model_calls.c.state)
)
ALERTS = select(func.count()).where(alerts.c.raised_at >= bindparam("since", type_=BigInteger))
NANO = 10**9


def read(tx: Transaction) -> tuple[tuple[str, float], ...]:
    """Names and values as they stand now."""
    return tuple(_figures(tx))


def _figures(tx: Transaction) -> Iterator[tuple[str, float]]:
    row = tx.run(WAITING).one()
    yield "virtual_client_lanes_awake", int(row.awake)
    yield "virtual_client_events_waiting", int(row.waiting)
    yield "virtual_client_outbox_pending", int(row.unsent)
    yield "virtual_client_jobs_late", int(tx.run(LATE, {"now": tx.now_ms}).scalar_one())
    since = {"since": tx.now_ms - DAY_MS}
    booked = 0
    for one in tx.run(CALLS, since):
        booked += int(one.nusd)
        yield f'virtual_client_model_calls_day{{state="{one.state}"}}', int(one.many)
    yield "virtual_client_cost_usd_day", booked / NANO
    yield "virtual_client_alerts_day", int(tx.run(ALERTS, since).scalar_one())
