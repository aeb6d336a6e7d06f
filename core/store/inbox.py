"""The inbox: what came in, numbered per lane, each happening once."""

import hashlib
from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, bindparam, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.event import Event, Said, Unheard
from core.errors import DuplicateError
from core.store.codec import event_from_text, event_to_text
from core.store.lanes import OWNER, UNTIL, Lease, claiming, leases
from core.store.pipeline import telling
from core.store.tables import HAS_WORDS, inbox, lanes
from core.store.transaction import Transaction

MOST = 8


@dataclass(frozen=True, slots=True)
class Received:
    """An accepted event with its number in the lane; `event` is None when it is unreadable."""

    seq: int
    event: Event | None


KEPT = tuple(column for column in inbox.c if column.name not in {"seq", "parked_reason"})


def _accept_statements(dialect: str) -> tuple[object, object]:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    new = insert(lanes).values(
        lane=bindparam("lane"),
        tenant=bindparam("tenant"),
        last_seq=1,
        visible_at=bindparam("visible_at", type_=BigInteger),
    )
    lane = new.on_conflict_do_update(
        index_elements=[lanes.c.lane],
        set_={
            "last_seq": lanes.c.last_seq + 1,
            # Never shortens a lease or a back-off.
            "visible_at": func.coalesce(lanes.c.visible_at, new.excluded.visible_at),
        },
    )
    values = {column.name: bindparam(column.name, type_=column.type) for column in KEPT}
    number = select(lanes.c.last_seq).where(lanes.c.lane == bindparam("lane"))
    row = insert(inbox).values(values | {"seq": number.scalar_subquery()})
    return lane, telling(row.on_conflict_do_nothing(), inbox.c.seq)[dialect]


STATEMENTS = {name: _accept_statements(name) for name in ("sqlite", "postgresql")}


def accept(tx: Transaction, event: Event, quiet_ms: int = 0) -> None:
    """Number the event and keep it; DuplicateError when it is known (roll back then)."""
    lane_statement, row_statement = STATEMENTS[tx.kind]
    text = event_to_text(event)
    lane = event.lane_key
    tx.run(
        lane_statement,  # type: ignore[arg-type]
        {"lane": lane, "tenant": event.tenant, "visible_at": tx.now_ms + quiet_ms},
    )
    values = {
        "lane": lane,
        "tenant": event.tenant,
        "event_key": event.key,
        "natural_key": event.natural or None,
        "payload_hash": payload_hash(event),
        "event": text,
        "platform_ts": event.at,
        "received_at": tx.now_ms,
    }
    answer = tx.run(row_statement, values)  # type: ignore[arg-type]

    def check() -> None:
        if not answer.rowcount:
            raise DuplicateError(event.key)

    tx.later(check)


def payload_hash(event: Event) -> str:
    """A fingerprint of what happened, without the means of answering it."""
    return hashlib.blake2b(repr(event.body).encode("utf-8", "replace"), digest_size=16).hexdigest()


def fits(event: Event, known: str) -> bool:
    """Whether the event is the one that was kept, with its words or without them."""
    if payload_hash(event) == known:
        return True
    if not isinstance(event.body, Said):
        return False
    return payload_hash(replace(event, body=Unheard(event.body.message_id))) == known


KNOWN = select(inbox.c.payload_hash).where(
    inbox.c.tenant == bindparam("tenant"), inbox.c.event_key == bindparam("event_key")
)


def known_hash(tx: Transaction, event: Event) -> str | None:
    """The fingerprint under which the event's key was accepted, if it was."""
    value = tx.run(KNOWN, {"tenant": event.tenant, "event_key": event.key}).scalar()
    return None if value is None else str(value)


WAITING = (
    select(inbox.c.lane, inbox.c.seq, inbox.c.event)
    .join(lanes, lanes.c.lane == inbox.c.lane)
    .where(
        # Just claimed; what else was prolonged in this very moment is left out below.
        lanes.c.visible_at == UNTIL,
        lanes.c.owner == OWNER,
        inbox.c.seq > lanes.c.done_seq,
        inbox.c.seq <= lanes.c.done_seq + MOST,
    )
    .order_by(inbox.c.lane, inbox.c.seq)
)


Claimed = tuple[tuple[Lease, tuple[Received, ...]], ...]


def claim(tx: Transaction, owner: str, lease_ms: int, most: int) -> Claimed:
    """Take visible lanes, each with its next events, at most `MOST`, by number."""
    claimed = claiming(tx, owner, lease_ms, most)
    events = tx.run(WAITING, {"me": owner, "until": tx.now_ms + lease_ms})
    found: dict[str, list[Received]] = {}
    taken = leases(claimed)
    if taken:
        for row in events:
            found.setdefault(row.lane, []).append(Received(row.seq, readable(row.event)))
    return tuple((lease, tuple(found.get(lease.lane, ()))) for lease in taken)


AHEAD = (
    select(inbox.c.event)
    .join(lanes, lanes.c.lane == inbox.c.lane)
    .where(inbox.c.lane == bindparam("of_lane"), inbox.c.seq > lanes.c.done_seq)
    .order_by(inbox.c.seq)
    .limit(MOST)
)


def ahead(tx: Transaction, lane: str) -> tuple[Event, ...]:
    """What a lane still has to do, the turn under way included."""
    found = (readable(text) for text in tx.run(AHEAD, {"of_lane": lane}).scalars())
    return tuple(event for event in found if event is not None)


def readable(text: str) -> Event | None:
    """The event, or None: one damaged row must not stop the other lanes."""
    try:
        return event_from_text(text)
    except ValueError:
        return None


PARK = (
    update(inbox)
    .where(inbox.c.lane == bindparam("of_lane"), inbox.c.seq == bindparam("of_seq"))
    .values(parked_reason=bindparam("why"))
)


def park(tx: Transaction, lane: str, seq: int, reason: str) -> None:
    """Set an event aside; it stays readable and can be accepted again by hand."""
    tx.run(PARK, {"of_lane": lane, "of_seq": seq, "why": reason})


def parked(tx: Transaction, most: int = 100) -> tuple[tuple[str, int, str], ...]:
    """Lane, number and reason of what was set aside."""
    rows = tx.run(
        select(inbox.c.lane, inbox.c.seq, inbox.c.parked_reason)
        .where(inbox.c.parked_reason.is_not(None))
        .order_by(inbox.c.received_at.desc())
        .limit(most)
    )
    return tuple((row.lane, row.seq, row.parked_reason) for row in rows)


# The writer is held for no longer than so many rows take.
SLICE = 500
FINISHED = (
    select(inbox.c.lane, inbox.c.seq)
    .join(lanes, lanes.c.lane == inbox.c.lane)
    .where(
        HAS_WORDS,
        inbox.c.received_at < bindparam("before", type_=BigInteger),
        inbox.c.seq <= lanes.c.done_seq,
        inbox.c.parked_reason.is_(None),
    )
    .order_by(inbox.c.received_at)
    .limit(bindparam("most"))
)
BLANK = update(inbox).where(tuple_(inbox.c.lane, inbox.c.seq).in_(FINISHED)).values(event="")


def blank_bodies(tx: Transaction, before_ms: int, most: int) -> bool:
    """Forget the text of finished events, the oldest first; whether there may be more of them.

    Keys stay, so that late redeliveries are absorbed.
    """
    return tx.run(BLANK, {"before": before_ms, "most": most}).rowcount == most


FORGET = (
    update(inbox)
    .where(inbox.c.tenant == bindparam("of_tenant"), inbox.c.event_key == bindparam("of_key"))
    .values(event="")
)


def forget(tx: Transaction, key: str) -> None:
    """Forget what an event said in the same commit that finishes it, as for an uploaded file."""
    tx.run(FORGET, {"of_tenant": tx.tenant, "of_key": key})
