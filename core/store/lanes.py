"""Lanes: the only claimable thing; order, back-off and leases live in their one row."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Integer,
    String,
    any_,
    bindparam,
    case,
    cast,
    func,
    null,
    select,
    update,
)

from core.errors import FencedError
from core.store.pipeline import telling
from core.store.rows import Answer
from core.store.tables import lanes
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to a lane until `visible_at`; every later write names `token`."""

    lane: str
    tenant: str
    owner: str
    token: int
    done_seq: int
    last_seq: int
    unsent: int
    attempts: int
    failures: int
    visible_at: int


NOW = bindparam("now", type_=BigInteger)
UNTIL = bindparam("until", type_=BigInteger)
TO_SEQ = bindparam("to_seq", type_=BigInteger)
OWNER = bindparam("me", type_=String)
HELD = (
    (lanes.c.lane == bindparam("held_lane"))
    & (lanes.c.owner == OWNER)
    & (lanes.c.token == bindparam("held_token", type_=BigInteger))
)
DUE = (
    select(lanes.c.lane)
    .where(lanes.c.visible_at <= NOW)
    .order_by(lanes.c.visible_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
TAKEN = (
    update(lanes)
    .values(
        owner=OWNER,
        token=lanes.c.token + 1,
        attempts=lanes.c.attempts + 1,
        visible_at=UNTIL,
    )
    .returning(
        lanes.c.lane,
        lanes.c.tenant,
        lanes.c.owner,
        lanes.c.token,
        lanes.c.done_seq,
        lanes.c.last_seq,
        lanes.c.unsent,
        lanes.c.attempts,
        lanes.c.failures,
        lanes.c.visible_at,
    )
)
CLAIM = TAKEN.where(lanes.c.lane.in_(select(DUE.c.lane)))
TAKE = TAKEN.where(
    lanes.c.lane == bindparam("held_lane"),
    lanes.c.owner.is_(None),
    lanes.c.visible_at <= NOW,
    lanes.c.done_seq + 1 == lanes.c.last_seq,
    lanes.c.unsent == 0,
)
FENCE = telling(
    update(lanes)
    .where(
        HELD,
        lanes.c.done_seq == bindparam("from_seq", type_=BigInteger),
        lanes.c.visible_at > NOW,
    )
    .values(
        done_seq=TO_SEQ,
        unsent=lanes.c.unsent + bindparam("added"),
        # What failed was the turn that is over now; sending its answer starts afresh.
        failures=case((lanes.c.done_seq < TO_SEQ, 0), else_=lanes.c.failures),
    ),
    lanes.c.lane,
)
LESS = bindparam("less", type_=Integer)
MORE = case(
    (
        (lanes.c.done_seq < lanes.c.last_seq) | (lanes.c.unsent > LESS),
        cast(NOW, BigInteger),
    ),
    else_=null(),
)
RELEASE = (
    update(lanes)
    .where(HELD)
    .values(owner=None, attempts=0, failures=0, unsent=lanes.c.unsent - LESS, visible_at=MORE)
    .returning(lanes.c.visible_at)
)
POSTPONE = (
    update(lanes)
    .where(HELD)
    .values(
        owner=None,
        visible_at=UNTIL,
        attempts=lanes.c.attempts + bindparam("attempts_change"),
        failures=lanes.c.failures + bindparam("failures_change"),
    )
)
# A lease that ran out and that nobody has taken is still ours: the token has not moved.
KEEP = (
    update(lanes)
    .where(lanes.c.owner == OWNER)
    .values(visible_at=UNTIL)
    .returning(lanes.c.lane, lanes.c.token)
)
NAMES = func.json_each(bindparam("names", type_=String)).table_valued("value")
RENEW = {
    "sqlite": KEEP.where(lanes.c.lane.in_(select(NAMES.c.value))),
    "postgresql": KEEP.where(lanes.c.lane == any_(bindparam("names", type_=ARRAY(String)))),
}


def claiming(tx: Transaction, owner: str, lease_ms: int, most: int) -> Answer:
    """Take up to `most` visible lanes, oldest first, until now + `lease_ms`."""
    values = {"now": tx.now_ms, "until": tx.now_ms + lease_ms, "me": owner, "most": most}
    return tx.run(CLAIM, values)


def taking(tx: Transaction, owner: str, lease_ms: int, lane: str) -> Answer:
    """Take this lane if it is idle and the event accepted last is all that waits in it."""
    values = {"now": tx.now_ms, "until": tx.now_ms + lease_ms, "me": owner, "held_lane": lane}
    return tx.run(TAKE, values)


def leases(answer: Answer) -> tuple[Lease, ...]:
    """What was claimed."""
    return tuple(Lease(**row) for row in answer.mappings())


def held(lease: Lease) -> dict[str, object]:
    """The values that name a lease in a statement."""
    return {"held_lane": lease.lane, "me": lease.owner, "held_token": lease.token}


def fence(tx: Transaction, lease: Lease, to_seq: int, added: int) -> None:
    """Move `done_seq` on; FencedError when the lease is not ours any more."""
    values = held(lease) | {
        "from_seq": lease.done_seq,
        "to_seq": to_seq,
        "now": tx.now_ms,
        "added": added,
    }
    answer = tx.run(FENCE[tx.kind], values)

    def check() -> None:
        if not answer.rowcount:
            raise FencedError(lease.lane)

    tx.later(check)


def release(tx: Transaction, lease: Lease, settled: int = 0) -> Callable[[], bool]:
    """Idle the lane, or make it visible at once when more waits; ask then, once, if it is visible.

    `settled` is how many rows of the outbox need no sending any more; they are counted even when
    the lease is lost, because that they went out is a fact.
    """
    answer = tx.run(RELEASE, held(lease) | {"now": tx.now_ms, "less": settled})

    def visible() -> bool:
        row = answer.first()
        if row is None and settled:
            settle_unsent(tx, lease.lane, settled)
        return row is not None and row[0] is not None

    return visible


class Pause(Enum):
    """Why a lane waits, and what that counts as: (attempts, failures)."""

    PLANNED = (-1, 0)
    FAILED = (0, 1)
    STORE = (0, 0)


def postpone(tx: Transaction, lease: Lease, delay_ms: int, why: Pause) -> None:
    """Give the lane back until now + `delay_ms`."""
    values = held(lease) | {
        "until": tx.now_ms + delay_ms,
        "attempts_change": why.value[0],
        "failures_change": why.value[1],
    }
    tx.run(POSTPONE, values)


def renew(
    tx: Transaction, owner: str, lease_ms: int, names: Collection[str]
) -> frozenset[tuple[str, int]]:
    """Prolong these leases of the owner; a lane missing from the answer is lost."""
    kind = tx.connection.dialect.name
    listed = json.dumps(list(names)) if kind == "sqlite" else list(names)
    values = {"me": owner, "until": tx.now_ms + lease_ms, "names": listed}
    return frozenset((row.lane, row.token) for row in tx.run(RENEW[kind], values))


SENT = (
    update(lanes).where(lanes.c.lane == bindparam("held_lane")).values(unsent=lanes.c.unsent - LESS)
)
WAKE = (
    update(lanes)
    .where(lanes.c.lane == bindparam("held_lane"), lanes.c.owner.is_(None))
    .values(visible_at=NOW)
)
NEXT = select(func.min(lanes.c.visible_at)).where(lanes.c.owner.is_(None))
DEPTH = select(
    func.count().label("awake"),
    func.coalesce(func.sum(lanes.c.last_seq - lanes.c.done_seq), 0).label("waiting"),
).where(lanes.c.visible_at.is_not(None))


def settle_unsent(tx: Transaction, lane: str, less: int) -> None:
    """Count rows of the outbox that need no sending any more; records a fact, not fenced."""
    tx.run(SENT, {"held_lane": lane, "less": less})


def wake(tx: Transaction, lane: str) -> None:
    """Make a waiting lane visible now ("try now")."""
    tx.run(WAKE, {"held_lane": lane, "now": tx.now_ms})


def next_visible(tx: Transaction) -> int | None:
    """When the next idle lane becomes visible, in milliseconds UTC."""
    value = tx.run(NEXT).scalar()
    return None if value is None else int(value)


def depth(tx: Transaction) -> tuple[int, int]:
    """How many lanes are awake and how many events wait in them."""
    row = tx.run(DEPTH).mappings().one()
    return int(row["awake"]), int(row["waiting"])


def known(tx: Transaction, names: Sequence[str]) -> frozenset[str]:
    """Which of these lanes exist."""
    rows = tx.run(select(lanes.c.lane).where(lanes.c.lane.in_(names)))
    return frozenset(row.lane for row in rows)


CLAMP = (
    update(lanes)
    .where(lanes.c.owner.is_not(None), lanes.c.visible_at > bindparam("far", type_=BigInteger))
    .values(visible_at=UNTIL)
)


def clamp(tx: Transaction, lease_ms: int) -> None:
    """Shorten leases that were taken under a clock that has since been put back."""
    until = tx.now_ms + lease_ms
    tx.run(CLAMP, {"far": until + lease_ms, "until": until})


GIVE_BACK = update(lanes).where(lanes.c.owner == OWNER).values(owner=None, visible_at=NOW)


def give_back(tx: Transaction, owner: str) -> None:
    """Free all lanes of a process that is going down."""
    tx.run(GIVE_BACK, {"me": owner, "now": tx.now_ms})
