"""Model calls and money: reserved before, settled after; totals move by conditional updates."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from sqlalchemy import BigInteger, bindparam, case, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.ledger import CallPlan, CallRecord, Cost, TokenCounts
from core.store.money_tables import breaker_openings, model_calls, session_holds, spending
from core.store.transaction import Transaction

AN_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Scope:
    """Something with a total; `cap_nusd` is None where a running interview must not be cut."""

    scope: str
    name: str
    cap_nusd: int | None = None


OPENS = {
    name: make(spending).on_conflict_do_nothing()
    for name, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
BOOK = (
    update(spending)
    .where(spending.c.scope == bindparam("of_scope"), spending.c.name == bindparam("of_name"))
    .values(booked_nusd=spending.c.booked_nusd + bindparam("more", type_=BigInteger))
    .returning(spending.c.booked_nusd)
)
BOOK_WITHIN = BOOK.where(
    spending.c.booked_nusd + bindparam("more", type_=BigInteger)
    <= bindparam("cap", type_=BigInteger)
)


def book(tx: Transaction, scope: Scope, nusd: int) -> int | None:
    """Move a total; the new one, or None when its cap would be passed (then nothing moved)."""
    values: dict[str, object] = {"of_scope": scope.scope, "of_name": scope.name, "more": nusd}
    tx.run(OPENS[tx.connection.dialect.name], {"scope": scope.scope, "name": scope.name})
    if scope.cap_nusd is None:
        return int(tx.run(BOOK, values).scalar_one())
    total = tx.run(BOOK_WITHIN, values | {"cap": scope.cap_nusd}).scalar()
    return None if total is None else int(total)


def booked(tx: Transaction, scope: Scope) -> int:
    """The total now."""
    query = select(spending.c.booked_nusd).where(
        spending.c.scope == scope.scope, spending.c.name == scope.name
    )
    return int(tx.run(query).scalar() or 0)


WINDOW = select(func.count(), func.min(model_calls.c.at_ms)).where(
    model_calls.c.at_ms > bindparam("after", type_=BigInteger)
)


def hour(tx: Transaction) -> tuple[int, int]:
    """Calls of the last sixty minutes, and milliseconds until the oldest of them leaves."""
    row: Sequence[int | None] = tx.run(WINDOW, {"after": tx.now_ms - AN_HOUR_MS}).one()
    count, oldest = row[0] or 0, row[1]
    return count, 0 if oldest is None else oldest + AN_HOUR_MS - tx.now_ms


def add(tx: Transaction, call_id: str, plan: CallPlan, held_nusd: int) -> None:
    """Write the reservation; if nobody ever ends it, it counts as spent."""
    values = {
        "id": call_id,
        "tenant": plan.tenant,
        "section_id": plan.section,
        "person_id": plan.person,
        "session_id": plan.session,
        "purpose": plan.purpose,
        "model": plan.model[:100],
        "attempt": plan.attempt,
        "reserved_nusd": plan.upper_nusd,
        "held_nusd": held_nusd,
        "booked_nusd": plan.upper_nusd,
        "at_ms": tx.now_ms,
    }
    tx.run(insert(model_calls), values)


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A reservation that was not ended yet; nano-USD."""

    tenant: str
    section_id: str
    person_id: str
    session_id: str
    purpose: str
    reserved_nusd: int
    held_nusd: int
    at_ms: int


OPEN_CALL = (
    select(*(model_calls.c[name] for name in OpenCall.__slots__))
    .where(model_calls.c.id == bindparam("of_id"), model_calls.c.state == "reserved")
    .with_for_update()
)


def find_open(tx: Transaction, call_id: str) -> OpenCall | None:
    """The reservation, or None when it was ended before."""
    row = tx.run(OPEN_CALL, {"of_id": call_id}).mappings().first()
    return None if row is None else OpenCall(**row)


def settle(tx: Transaction, call_id: str, record: CallRecord) -> None:
    """Write how the call ended and what it cost."""
    cost, tokens = record.cost, record.tokens
    values: dict[str, object] = {
        **asdict(tokens),
        "state": "settled",
        "model_answered": record.model_answered[:100],
        "request_id": record.request_id[:100],
        "stop_reason": record.stop_reason[:40],
        "fault": record.fault,
        "booked_nusd": cost.booked_nusd,
        "cost_nusd": cost.nusd,
        "price_status": cost.status,
        "price_source": cost.source[:100],
        "ttft_ms": record.ttft_ms,
        "duration_ms": record.duration_ms,
    }
    tx.run(update(model_calls).where(model_calls.c.id == call_id).values(**values))


def spoil(tx: Transaction, call_id: str) -> None:
    """Nobody will know what it cost: it cost all that was reserved."""
    tx.run(update(model_calls).where(model_calls.c.id == call_id).values(state="spoiled"))


def forget(tx: Transaction, call_id: str) -> None:
    """It never reached the server."""
    tx.run(delete(model_calls).where(model_calls.c.id == call_id))


HOLD = (
    select(session_holds.c.left_nusd)
    .where(session_holds.c.session_id == bindparam("of_id"), session_holds.c.day == bindparam("on"))
    .with_for_update()
)
CHANGE_HOLD = (
    update(session_holds)
    .where(session_holds.c.session_id == bindparam("of_id"))
    .values(left_nusd=session_holds.c.left_nusd + bindparam("more", type_=BigInteger))
)


def add_hold(tx: Transaction, session_id: str, day: str, nusd: int) -> None:
    """Keep money back for an interview that begins."""
    values = {"session_id": session_id, "tenant": tx.tenant, "day": day, "left_nusd": nusd}
    tx.run(insert(session_holds), values)


def hold_left(tx: Transaction, session_id: str, day: str) -> int:
    """What is left of the money kept back on that day."""
    return int(tx.run(HOLD, {"of_id": session_id, "on": day}).scalar() or 0)


def change_hold(tx: Transaction, session_id: str, nusd: int) -> bool:
    """Draw from it, or give back; False when the interview is over and holds nothing more."""
    return tx.run(CHANGE_HOLD, {"of_id": session_id, "more": nusd}).rowcount > 0


def end_hold(tx: Transaction, session_id: str) -> tuple[str, int]:
    """The interview is over: the day and the rest of its money, which is free again."""
    query = (
        delete(session_holds)
        .where(session_holds.c.session_id == session_id, session_holds.c.tenant == tx.tenant)
        .returning(session_holds.c.day, session_holds.c.left_nusd)
    )
    row = tx.run(query).first()
    return ("", 0) if row is None else (str(row.day), int(row.left_nusd))


@dataclass(frozen=True, slots=True)
class Total:
    """A line of the cost table; `unknown` counts calls without a price, nano-USD otherwise."""

    key: str
    calls: int
    cost_nusd: int
    booked_nusd: int
    unknown: int


A_DAY_MS = 24 * AN_HOUR_MS
BY_DAY = model_calls.c.at_ms - model_calls.c.at_ms % A_DAY_MS


def totals(tx: Transaction, column: str, since_ms: int) -> tuple[Total, ...]:
    """Sums by one column, the dearest first, by `day` in order; of all tenants without one."""
    key = BY_DAY if column == "day" else model_calls.c[column]
    query = select(
        key,
        func.count(),
        func.coalesce(func.sum(model_calls.c.cost_nusd), 0),
        func.sum(model_calls.c.booked_nusd),
        func.sum(case((model_calls.c.price_status == "unknown", 1), else_=0)),
    ).where(model_calls.c.at_ms >= since_ms)
    if tx.tenant:
        query = query.where(model_calls.c.tenant == tx.tenant)
    first = key if column == "day" else func.sum(model_calls.c.booked_nusd).desc()
    rows: Sequence[Sequence[object]] = tx.run(query.group_by(key).order_by(first, key)).all()
    word = day_text if column == "day" else str
    return tuple(total_of(word(row[0]), row[1:]) for row in rows)


def total_of(key: str, values: Sequence[object]) -> Total:
    """One line; the databases give whole numbers in several types."""
    return Total(key, *(int(str(value)) for value in values))


def day_text(at_ms: object) -> str:
    """The UTC day that begins then."""
    return datetime.fromtimestamp(int(str(at_ms)) / 1000, UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Settled:
    """A call that ended with the provider's own counters, and what was booked for it."""

    id: str
    tenant: str
    section_id: str
    person_id: str
    session_id: str
    model: str
    at_ms: int
    booked_nusd: int
    cost_nusd: int | None
    tokens: TokenCounts


TOKENS = tuple(one.name for one in fields(TokenCounts))
SETTLED = tuple(one.name for one in fields(Settled) if one.name != "tokens")


def settled_since(tx: Transaction, since_ms: int) -> tuple[Settled, ...]:
    """Calls whose cost follows from counters: not those that were cut and had to be estimated."""
    query = (
        select(*(model_calls.c[name] for name in (*SETTLED, *TOKENS)))
        .where(
            model_calls.c.at_ms >= since_ms,
            model_calls.c.state == "settled",
            model_calls.c.price_status != "estimated",
        )
        .order_by(model_calls.c.at_ms, model_calls.c.id)
    )
    return tuple(
        Settled(
            **{name: row[name] for name in SETTLED},
            tokens=TokenCounts(**{name: row[name] for name in TOKENS}),
        )
        for row in tx.run(query).mappings()
    )


def reprice(tx: Transaction, call_id: str, cost: Cost) -> None:
    """Put another price on a settled call."""
    values: dict[str, object] = {
        "booked_nusd": cost.booked_nusd,
        "cost_nusd": cost.nusd,
        "price_status": cost.status,
        "price_source": cost.source[:100],
    }
    tx.run(update(model_calls).where(model_calls.c.id == call_id).values(**values))


OPENINGS = {
    name: make(breaker_openings)
    for name, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def keep_opening(tx: Transaction, model: str, until_ms: int) -> None:
    """Remember over a restart until when a model is left alone."""
    new = OPENINGS[tx.connection.dialect.name].values(model=model[:100], until_ms=until_ms)
    kept = new.on_conflict_do_update(
        index_elements=[breaker_openings.c.model], set_={"until_ms": new.excluded.until_ms}
    )
    tx.run(kept)


def opening(tx: Transaction, model: str) -> int | None:
    """Milliseconds UTC until which the model is left alone."""
    query = select(breaker_openings.c.until_ms).where(breaker_openings.c.model == model[:100])
    value = tx.run(query).scalar()
    return None if value is None else int(value)


OF_SESSIONS = select(
    func.coalesce(func.sum(func.coalesce(model_calls.c.cost_nusd, model_calls.c.booked_nusd)), 0)
).where(
    model_calls.c.tenant == bindparam("of_tenant"),
    model_calls.c.session_id.in_(bindparam("sessions", expanding=True)),
)


def of_sessions(tx: Transaction, session_ids: Sequence[str]) -> int:
    """What some interviews have cost together, nano-USD."""
    values = {"of_tenant": tx.tenant, "sessions": list(session_ids)}
    return int(tx.run(OF_SESSIONS, values).scalar_one())
