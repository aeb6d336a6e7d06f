"""What happens in a class now and in its last hours: four statements, no word of anybody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Executable,
    Integer,
    Numeric,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.session import SessionState
from core.store.class_tables import clients, people
from core.store.money_tables import model_calls
from core.store.record_tables import pulses
from core.store.session_tables import RUNS, messages, sessions
from core.store.transaction import Transaction

HERE = (
    sessions.c.tenant == bindparam("of_tenant"),
    sessions.c.section_id == bindparam("of_section"),
    sessions.c.test.is_(False),
    RUNS,
)
COUNTS = select(sessions.c.state, func.count().label("number")).where(*HERE)
COUNTS = COUNTS.group_by(sessions.c.state)
LAST = (
    select(
        sessions.c.id,
        people.c.name.label("student"),
        clients.c.name.label("client"),
        sessions.c.state,
        sessions.c.turns,
        sessions.c.openness,
        sessions.c.began_at,
    )
    .join(people, people.c.id == sessions.c.student_id)
    .join(clients, clients.c.id == sessions.c.client_id)
    .where(*HERE)
    .order_by(sessions.c.created_at.desc(), sessions.c.id)
    .limit(bindparam("most"))
)
SAID = messages.c.role.in_(("student", "client"))
TODAY = (
    select(
        model_calls.c.fault,
        func.count().label("calls"),
        func.coalesce(
            func.sum(func.coalesce(model_calls.c.cost_nusd, model_calls.c.booked_nusd)), 0
        ).label("nusd"),
    )
    .where(
        model_calls.c.tenant == bindparam("of_tenant"),
        model_calls.c.section_id == bindparam("of_section"),
        model_calls.c.at_ms >= bindparam("since_ms", type_=BigInteger),
    )
    .group_by(model_calls.c.fault)
    .order_by(func.count().desc(), model_calls.c.fault)
)


HOUR_MS = 3_600_000
SINCE = bindparam("since_ms", type_=BigInteger)
# The lines of interviews that run are read once for both questions.
LINES = (
    select(messages.c.session_id, messages.c.turn, messages.c.role, messages.c.at_ms)
    .join(sessions, sessions.c.id == messages.c.session_id)
    .where(*HERE, SAID, messages.c.at_ms >= SINCE)
    .cte("lines")
    .prefix_with("MATERIALIZED")
)
TURNS = (
    select(
        func.count().label("said"),
        func.max(case((LINES.c.role == "student", LINES.c.at_ms))).label("asked_ms"),
        func.min(case((LINES.c.role == "client", LINES.c.at_ms))).label("answered_ms"),
    )
    .where(LINES.c.at_ms >= bindparam("recent_ms", type_=BigInteger))
    .group_by(LINES.c.session_id, LINES.c.turn)
    .subquery()
)
NOTHING = cast(null(), Integer)
HOURS = union_all(
    select(
        ((LINES.c.at_ms - SINCE) // HOUR_MS).label("number"),
        func.count().label("said"),
        func.count(LINES.c.session_id.distinct()).label("interviews"),
        cast(NOTHING, Numeric).label("reply_ms"),
    ).group_by("number"),
    select((pulses.c.at_ms - SINCE) // HOUR_MS, pulses.c.said, pulses.c.interviews, NOTHING).where(
        pulses.c.tenant == bindparam("of_tenant"),
        pulses.c.section_id == bindparam("of_section"),
        pulses.c.at_ms >= SINCE,
    ),
    select(
        NOTHING,
        func.coalesce(func.sum(TURNS.c.said), 0),
        NOTHING,
        func.avg(TURNS.c.answered_ms - TURNS.c.asked_ms),
    ),
)


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of a class: lines that were said, and in how many interviews."""

    said: int = 0
    interviews: int = 0


@dataclass(frozen=True, slots=True)
class Interview:
    """One that runs."""

    id: str
    student: str
    client: str
    state: SessionState
    turns: int
    openness: int
    began_at: datetime | None


@dataclass(frozen=True, slots=True)
class Pace:
    """Lines since an instant, and the mean time of an answer, None where there was none."""

    said: int
    reply_ms: int | None


@dataclass(frozen=True, slots=True)
class Calls:
    """Model calls since an instant that ended in one way; an empty fault is success."""

    fault: str
    calls: int
    nusd: int


def counts(tx: Transaction, section_id: str) -> dict[SessionState, int]:
    """How many interviews run, by state."""
    rows = tx.run(COUNTS, {"of_tenant": tx.tenant, "of_section": section_id})
    return {SessionState(row.state): row.number for row in rows}


def interviews(tx: Transaction, section_id: str, most: int) -> tuple[Interview, ...]:
    """Those that began last."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "most": most}
    rows = tx.run(LAST, values).mappings()
    return tuple(Interview(**(dict(row) | {"state": SessionState(row["state"])})) for row in rows)


def calls(tx: Transaction, section_id: str, since_ms: int) -> tuple[Calls, ...]:
    """What the model cost the section, and how often it failed."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "since_ms": since_ms}
    return tuple(Calls(row.fault, row.calls, int(row.nusd)) for row in tx.run(TODAY, values))


def hours(
    tx: Transaction, section_id: str, since: datetime, recent: datetime, count: int
) -> tuple[tuple[Hour, ...], Pace]:
    """So many hours from an instant on, silent ones among them; and how lively it is lately."""
    since_ms, recent_ms = (int(at.timestamp() * 1000) for at in (since, recent))
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    rows = tx.run(HOURS, values | {"since_ms": since_ms, "recent_ms": recent_ms})
    found: dict[int, Hour] = {}
    pace = Pace(0, None)
    for row in rows:
        if row.number is None:
            pace = Pace(int(row.said), None if row.reply_ms is None else round(row.reply_ms))
        else:
            before = found.get(int(row.number), Hour())
            said, many = before.said + int(row.said), before.interviews + int(row.interviews)
            found[int(row.number)] = Hour(said, many)
    return tuple(found.get(number, Hour()) for number in range(count)), pace


BEGAN = (
    messages.c.at_ms - (messages.c.at_ms + bindparam("shift", type_=BigInteger)) % HOUR_MS
).label("at_ms")
ENDED = (
    select(
        sessions.c.section_id,
        BEGAN,
        sessions.c.tenant,
        func.count(),
        literal(1).label("interviews"),
    )
    .join(messages, messages.c.session_id == sessions.c.id)
    .where(
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.id == bindparam("of_session"),
        sessions.c.test.is_(False),
        SAID,
    )
    .group_by(sessions.c.section_id, BEGAN, sessions.c.tenant)
    .order_by(BEGAN)
)


def _keep(insert: type[sqlite.Insert] | type[postgresql.Insert]) -> Executable:
    adding = insert(pulses).from_select(
        ["section_id", "at_ms", "tenant", "said", "interviews"], ENDED
    )
    return adding.on_conflict_do_update(
        index_elements=[pulses.c.section_id, pulses.c.at_ms],
        set_={
            "said": pulses.c.said + adding.excluded.said,
            "interviews": pulses.c.interviews + adding.excluded.interviews,
        },
    )


KEEP = {"sqlite": _keep(sqlite.Insert), "postgresql": _keep(postgresql.Insert)}


def keep(tx: Transaction, session_id: str, shift_ms: int) -> None:
    """Add an interview that is over to the hours of its class.

    `shift_ms` is by how much the hours of the class's clock begin before those of UTC.
    """
    values = {"of_tenant": tx.tenant, "of_session": session_id, "shift": shift_ms}
    tx.run(KEEP[tx.connection.dialect.name], values)


def forget_old(tx: Transaction, before_ms: int) -> int:
    """Of all tenants: hours that nobody asks for any more."""
    return tx.run(delete(pulses).where(pulses.c.at_ms < before_ms)).rowcount
