"""Sessions: one row each, found by its lane, its id or its work."""

from contextlib import nullcontext
from datetime import datetime
from operator import attrgetter

from sqlalchemy import Integer, bindparam, exists, func, insert, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from core.domain import chain
from core.domain.place import Place
from core.domain.session import Session, SessionState
from core.store.session_tables import RUNS, messages, sessions
from core.store.transaction import Transaction

TEST = "test"
COLUMNS = tuple(column for column in sessions.c if column.name != "work")
OF_TENANT = sessions.c.tenant == bindparam("of_tenant")
# Compared only, no index fits it: as long as PostgreSQL has no statistics, it takes an index that
# begins with the tenant for as good as one of ids, and would read through all of a tenant's rows.
TENANT_TOO = sessions.c.tenant.concat(literal_column("''")) == bindparam("of_tenant")
BY_ID = select(*COLUMNS).where(TENANT_TOO, sessions.c.id == bindparam("of_id"))
BY_LANE = (
    select(*COLUMNS)
    .where(TENANT_TOO, sessions.c.lane == bindparam("of_lane"))
    .order_by(sessions.c.created_at.desc(), sessions.c.id)
    .limit(1)
)
RUNNING = select(*COLUMNS).where(
    OF_TENANT,
    sessions.c.student_id == bindparam("of_student"),
    sessions.c.work == bindparam("of_work"),
    sessions.c.client_id == bindparam("of_client"),
    RUNS,
)


def _session(row: dict[str, object]) -> Session:
    return Session(**(row | {"state": SessionState(row["state"])}))  # type: ignore[arg-type]


def _first(tx: Transaction, query: object, values: dict[str, object]) -> Session | None:
    row = tx.run(query, values | {"of_tenant": tx.tenant}).mappings().first()  # type: ignore[arg-type]
    return None if row is None else _session(dict(row))


def find(tx: Transaction, session_id: str) -> Session | None:
    """The session with this id."""
    return _first(tx, BY_ID, {"of_id": session_id})


def find_lane(tx: Transaction, lane: str) -> Session | None:
    """The newest session that lives in a lane."""
    return _first(tx, BY_LANE, {"of_lane": lane})


def find_running(
    tx: Transaction, student_id: str, assignment_id: str | None, client_id: str
) -> Session | None:
    """The open interview of a student with a client in an assignment (or in free practice)."""
    values: dict[str, object] = {
        "of_student": student_id,
        "of_work": assignment_id or "",
        "of_client": client_id,
    }
    return _first(tx, RUNNING, values)


def find_test(tx: Transaction, person_id: str, client_id: str) -> Session | None:
    """The trial of a client that a teacher has open."""
    values: dict[str, object] = {
        "of_student": person_id,
        "of_work": TEST,
        "of_client": client_id,
    }
    return _first(tx, RUNNING, values)


def add(tx: Transaction, made: Session, work: str = "") -> bool:
    """Keep a new session; False when the same work already runs elsewhere.

    `work` is the assignment's id unless it is something else that is done once at a time.
    """
    values = {column.name: getattr(made, column.name) for column in COLUMNS}
    work = work or (TEST if made.test else made.assignment_id or "")
    values |= {"state": made.state.value, "work": work}
    # SQLite undoes the one statement by itself; on PostgreSQL a mistake would end the transaction.
    by_itself = tx.connection.dialect.name == "sqlite"
    try:
        with nullcontext() if by_itself else tx.connection.begin_nested():
            tx.run(insert(sessions), values).rowcount  # noqa: B018 - a look, while it can be undone
    except IntegrityError:
        return False
    return True


CHANGEABLE = (
    "state",
    "attempt",
    "lane",
    "place",
    "director",
    "last_seq",
    "turns",
    "openness",
    "memory",
    "began_at",
    "last_at",
    "ended_at",
)
SAVE = (
    update(sessions)
    .where(TENANT_TOO, sessions.c.id == bindparam("of_id"))
    .values({name: bindparam(f"new_{name}") for name in CHANGEABLE})
)


def save(tx: Transaction, session: Session) -> None:
    """Write the session's changeable columns."""
    values: dict[str, object] = {
        f"new_{name}": getattr(session, name) for name in CHANGEABLE if name != "state"
    }
    values |= {"new_state": session.state.value, "of_tenant": tx.tenant, "of_id": session.id}
    tx.run(SAVE, values)


# No index holds any of these, so none has to follow.
TURNED = ("director", "last_seq", "turns", "openness", "last_at")
NEW = tuple(f"new_{name}" for name in TURNED)
turned = attrgetter(*TURNED)
KNOWN_SEQ = bindparam("known_seq", type_=Integer)
LAST_HASH = (
    select(messages.c.hash)
    .where(
        messages.c.session_id == bindparam("of_id"),
        messages.c.tenant == bindparam("of_tenant"),
        messages.c.seq == KNOWN_SEQ,
    )
    .scalar_subquery()
)
ADVANCE = (
    update(sessions)
    .where(
        OF_TENANT,
        sessions.c.id == bindparam("of_id"),
        sessions.c.state == bindparam("known_state"),
        sessions.c.last_seq == KNOWN_SEQ,
    )
    .values({name: bindparam(new) for name, new in zip(TURNED, NEW, strict=True)})
    .returning(LAST_HASH.label("hash"))
)


def advance(tx: Transaction, known: Session, moved: Session) -> str | None:
    """Write what a turn changes; return what its first line is sealed onto.

    None: the session is not any more as it is `known`, and nothing is written.
    """
    values: dict[str, object] = dict(zip(NEW, turned(moved), strict=True))
    values["of_tenant"] = tx.tenant
    values["of_id"] = known.id
    values["known_state"] = known.state.value
    values["known_seq"] = known.last_seq
    row = tx.run(ADVANCE, values).first()
    return None if row is None else row.hash or chain.beginning(known.id)


ATTEMPTS = select(func.count()).where(
    OF_TENANT,
    sessions.c.assignment_id == bindparam("of_assignment"),
    sessions.c.client_id == bindparam("of_client"),
    sessions.c.student_id == bindparam("of_student"),
    sessions.c.attempt.is_not(None) | (sessions.c.state == "starting"),
)
LAST_ATTEMPT = select(func.coalesce(func.max(sessions.c.attempt), 0)).where(
    OF_TENANT,
    sessions.c.assignment_id == bindparam("of_assignment"),
    sessions.c.client_id == bindparam("of_client"),
    sessions.c.student_id == bindparam("of_student"),
)


def attempts_taken(tx: Transaction, assignment_id: str, client_id: str, student_id: str) -> int:
    """How many attempts of the student at one client began or are just starting."""
    values = {
        "of_tenant": tx.tenant,
        "of_assignment": assignment_id,
        "of_client": client_id,
        "of_student": student_id,
    }
    return int(tx.run(ATTEMPTS, values).scalar_one())


def next_attempt(tx: Transaction, session: Session) -> int:
    """The number of the attempt that begins now."""
    values = {
        "of_tenant": tx.tenant,
        "of_assignment": session.assignment_id,
        "of_client": session.client_id,
        "of_student": session.student_id,
    }
    return int(tx.run(LAST_ATTEMPT, values).scalar_one()) + 1


def of_student(tx: Transaction, student_id: str, most: int = 50) -> tuple[Session, ...]:
    """A student's sessions, newest first; those that never began are left out."""
    rows = tx.run(
        select(*COLUMNS)
        .where(
            sessions.c.tenant == tx.tenant,
            sessions.c.student_id == student_id,
            sessions.c.state.not_in(("failed", "starting")),
        )
        .order_by(sessions.c.created_at.desc(), sessions.c.id)
        .limit(most)
    ).mappings()
    return tuple(_session(dict(row)) for row in rows)


def of_section(tx: Transaction, section_id: str, most: int = 50) -> tuple[Session, ...]:
    """A section's sessions, the last touched first."""
    rows = tx.run(
        select(*COLUMNS)
        .where(
            sessions.c.tenant == tx.tenant,
            sessions.c.section_id == section_id,
            sessions.c.test.is_(False),
            sessions.c.state.not_in(("failed", "starting")),
        )
        .order_by(sessions.c.created_at.desc(), sessions.c.id)
        .limit(most)
    ).mappings()
    return tuple(_session(dict(row)) for row in rows)


def finished(
    tx: Transaction, section_id: str, assignment_id: str, before: datetime
) -> tuple[str, ...]:
    """Ids of a class's interviews that are over, oldest first; of one assignment when named."""
    query = select(sessions.c.id).where(
        sessions.c.tenant == tx.tenant,
        sessions.c.section_id == section_id,
        sessions.c.state.in_(("completed", "abandoned", "expired")),
        sessions.c.test.is_(False),
        sessions.c.created_at <= before,
    )
    if assignment_id:
        query = query.where(sessions.c.assignment_id == assignment_id)
    return tuple(tx.run(query.order_by(sessions.c.created_at, sessions.c.id)).scalars())


def stale_starts(tx: Transaction, before: datetime) -> tuple[Session, ...]:
    """Sessions of all tenants whose place never came."""
    rows = tx.run(
        select(*COLUMNS).where(sessions.c.state == "starting", sessions.c.created_at < before)
    ).mappings()
    return tuple(_session(dict(row)) for row in rows)


TURN_TIMES = (
    select(func.min(messages.c.at_ms))
    .join(sessions, sessions.c.id == messages.c.session_id)
    .where(
        OF_TENANT,
        sessions.c.student_id == bindparam("of_student"),
        messages.c.role == "student",
        messages.c.turn <= sessions.c.turns,
        messages.c.at_ms > bindparam("after"),
    )
    .group_by(messages.c.session_id, messages.c.turn)
)


def turn_times(tx: Transaction, student_id: str, after_ms: int) -> tuple[int, ...]:
    """When the student's answered turns began, milliseconds UTC, in order."""
    values = {"of_tenant": tx.tenant, "of_student": student_id, "after": after_ms}
    return tuple(sorted(int(value) for value in tx.run(TURN_TIMES, values).scalars()))


OVERLAP = 8
LATE_LINE = (
    select(messages.c.platform_id)
    .where(
        messages.c.session_id == sessions.c.id,
        messages.c.role == "student",
        messages.c.platform_id != "",
    )
    .order_by(messages.c.seq.desc())
    .offset(OVERLAP)
    .limit(1)
    .scalar_subquery()
)
OPEN_PLACES = select(sessions.c.place, LATE_LINE.label("late")).where(
    OF_TENANT, sessions.c.state.in_(("active", "paused")), sessions.c.place.is_not(None)
)


def open_places(tx: Transaction) -> tuple[tuple[Place, str], ...]:
    """Where interviews run, each with the platform's id of one of the student's last lines.

    It lies a few lines back: a line may have been lost between two that were kept.
    """
    rows = tx.run(OPEN_PLACES, {"of_tenant": tx.tenant})
    return tuple((Place.parse(row.place), row.late or "") for row in rows)


WAITING_WORDS = select(*COLUMNS).where(
    OF_TENANT,
    sessions.c.state == "active",
    exists().where(
        messages.c.session_id == sessions.c.id,
        messages.c.role == "student",
        messages.c.turn > sessions.c.turns,
    ),
)


def with_waiting_words(tx: Transaction) -> tuple[Session, ...]:
    """Interviews in which a student's words were kept and not answered yet, the oldest first."""
    query = WAITING_WORDS.order_by(sessions.c.last_at, sessions.c.id)
    return tuple(_session(dict(row)) for row in tx.run(query, {"of_tenant": tx.tenant}).mappings())
