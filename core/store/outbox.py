"""The outbox: what must go out, each row with an idempotency key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, insert, select, update

from core.domain.ids import new_key
from core.domain.outgoing import Draft, Edit, Outgoing, Receipt
from core.domain.place import Place
from core.store.codec import errand_from_text, errand_to_text
from core.store.lanes import Lease
from core.store.pipeline import telling
from core.store.tables import lanes, outbox
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Pending:
    """A row that waits; `token` is the lease that wrote it."""

    seq: int
    part: int
    token: int
    outgoing: Outgoing


INSERT = insert(outbox)


def put(
    tx: Transaction, lease: Lease, seq: int, drafts: Sequence[Draft], first_part: int = 0
) -> tuple[Pending, ...]:
    """Keep the errands of one turn, in order."""
    rows = tuple(
        Pending(seq, part, lease.token, _outgoing(tx, lease, draft))
        for part, draft in enumerate(drafts, first_part)
    )
    if rows:
        tx.run(INSERT, [_values(tx, lease, row) for row in rows])
    return rows


def _outgoing(tx: Transaction, lease: Lease, draft: Draft) -> Outgoing:
    target = ""
    if isinstance(draft.errand, Edit):
        target = sent_id(tx, draft.errand.target) or ""
    return Outgoing(draft.key or new_key(), lease.lane, draft.place, draft.errand, target)


def _values(tx: Transaction, lease: Lease, row: Pending) -> dict[str, object]:
    return {
        "lane": lease.lane,
        "seq": row.seq,
        "part": row.part,
        "key": row.outgoing.key,
        "tenant": lease.tenant,
        "token": lease.token,
        "place": str(row.outgoing.place),
        "errand": errand_to_text(row.outgoing.errand),
        "created_at": tx.now_ms,
    }


PENDING = (
    select(
        outbox.c.seq,
        outbox.c.part,
        outbox.c.token,
        outbox.c.key,
        outbox.c.place,
        outbox.c.errand,
    )
    .where(outbox.c.lane == bindparam("of_lane"), outbox.c.state == "pending")
    .order_by(outbox.c.seq, outbox.c.part)
)
LAST_SENT = (
    select(outbox.c.platform_id)
    .where(
        outbox.c.lane == bindparam("of_lane"),
        outbox.c.place == bindparam("of_place"),
        outbox.c.state == "sent",
    )
    .order_by(outbox.c.seq.desc(), outbox.c.part.desc())
    .limit(1)
)


def pending(tx: Transaction, lane: str) -> tuple[Pending, ...]:
    """What still has to go out of this lane, in order."""
    return tuple(_pending(tx, lane, row) for row in tx.run(PENDING, {"of_lane": lane}).all())


def _pending(tx: Transaction, lane: str, row: object) -> Pending:
    seq, part, token, key, place, text = row  # type: ignore[misc]
    errand = errand_from_text(text)  # type: ignore[has-type]
    target = (sent_id(tx, errand.target) or "") if isinstance(errand, Edit) else ""
    after = tx.run(LAST_SENT, {"of_lane": lane, "of_place": place}).scalar()  # type: ignore[has-type]
    outgoing = Outgoing(key, lane, Place.parse(place), errand, target, str(after or ""))  # type: ignore[has-type]
    return Pending(seq, part, token, outgoing)  # type: ignore[has-type]


RECOUNT = (
    update(lanes)
    .where(lanes.c.lane == bindparam("of_lane"))
    .values(
        unsent=select(func.count())
        .where(outbox.c.lane == bindparam("of_lane"), outbox.c.state == "pending")
        .scalar_subquery()
    )
)


def recount(tx: Transaction, lane: str) -> None:
    """Count anew how many rows of a lane wait."""
    tx.run(RECOUNT, {"of_lane": lane})


SENT_ID = select(outbox.c.platform_id).where(outbox.c.key == bindparam("of_key"))


def sent_id(tx: Transaction, key: str) -> str | None:
    """The platform's id of a post that went out under this key."""
    value = tx.run(SENT_ID, {"of_key": key}).scalar()
    return None if value is None else str(value)


ROW = (
    (outbox.c.lane == bindparam("of_lane"))
    & (outbox.c.seq == bindparam("of_seq", type_=BigInteger))
    & (outbox.c.part == bindparam("of_part"))
)
MARK = telling(
    update(outbox)
    .where(ROW, outbox.c.state == "pending")
    .values(
        state="sent",
        platform_id=bindparam("got_id"),
        result_place=bindparam("got_place"),
        sent_at=bindparam("at", type_=BigInteger),
    ),
    outbox.c.key,
)
DROP = (
    update(outbox)
    .where(
        outbox.c.lane == bindparam("of_lane"),
        outbox.c.place == bindparam("of_place"),
        outbox.c.state == "pending",
    )
    .values(state="parked", reason=bindparam("why"))
)


def mark_sent(tx: Transaction, row: Pending, receipt: Receipt) -> Callable[[], bool]:
    """Record that it went out; ask then, once, whether it was news. Not fenced: it is a fact."""
    values = {
        "of_lane": row.outgoing.lane,
        "of_seq": row.seq,
        "of_part": row.part,
        "got_id": receipt.platform_id,
        "got_place": str(receipt.place) if receipt.place else None,
        "at": tx.now_ms,
    }
    answer = tx.run(MARK[tx.kind], values)
    return lambda: answer.rowcount > 0


GIVE_UP = (
    update(outbox)
    .where(ROW, outbox.c.state == "pending")
    .values(state="parked", reason=bindparam("why"))
)


def give_up(tx: Transaction, row: Pending, reason: str) -> int:
    """Set one row aside for good; returns 0 when it had been settled already."""
    values = {
        "of_lane": row.outgoing.lane,
        "of_seq": row.seq,
        "of_part": row.part,
        "why": reason,
    }
    return tx.run(GIVE_UP, values).rowcount


def park_place(tx: Transaction, lane: str, place: Place, reason: str) -> int:
    """Give up what waits for a place that is gone; returns how many rows that were."""
    values = {"of_lane": lane, "of_place": str(place), "why": reason}
    return tx.run(DROP, values).rowcount
