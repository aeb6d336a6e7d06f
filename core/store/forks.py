"""Interviews that begin inside another one, and the state in which interviews began."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.store.session_tables import traces
from core.store.supervision_tables import forks, starts
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Fork:
    """`turn` of the parent is the first that is played anew."""

    session_id: str
    parent_id: str
    turn: int


COLUMNS = (forks.c.session_id, forks.c.parent_id, forks.c.turn)
BY_SESSION = select(*COLUMNS).where(
    forks.c.tenant == bindparam("of_tenant"), forks.c.session_id == bindparam("of_session")
)


def add(tx: Transaction, made: Fork) -> None:
    """Keep where a session comes from."""
    values = {"session_id": made.session_id, "parent_id": made.parent_id, "turn": made.turn}
    tx.run(insert(forks), values | {"tenant": tx.tenant})


def find(tx: Transaction, session_id: str) -> Fork | None:
    """Where a session comes from, or None when it began at the beginning."""
    values = {"of_tenant": tx.tenant, "of_session": session_id}
    row = tx.run(BY_SESSION, values).mappings().first()
    return None if row is None else Fork(**row)


STARTS = {
    name: insert_(starts).on_conflict_do_nothing(index_elements=[starts.c.session_id])
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
START = select(starts.c.director).where(
    starts.c.tenant == bindparam("of_tenant"), starts.c.session_id == bindparam("of_session")
)


def keep_start(tx: Transaction, session_id: str, director: str) -> None:
    """The Director's state before the first turn."""
    values = {"session_id": session_id, "tenant": tx.tenant, "director": director}
    tx.run(STARTS[tx.connection.dialect.name], values)


def start_of(tx: Transaction, session_id: str) -> str | None:
    """That state, as JSON text."""
    value = tx.run(START, {"of_tenant": tx.tenant, "of_session": session_id}).scalar()
    return None if value is None else str(value)


TRACES = (
    select(traces.c.turn, traces.c.row, traces.c.note)
    .where(
        traces.c.tenant == bindparam("of_tenant"),
        traces.c.session_id == bindparam("of_session"),
        traces.c.turn < bindparam("before"),
    )
    .order_by(traces.c.turn)
)
ADD_TRACES = insert(traces)


def traces_before(tx: Transaction, session_id: str, turn: int) -> tuple[tuple[int, str, str], ...]:
    """Turn, row and note of every trace before a turn."""
    values = {"of_tenant": tx.tenant, "of_session": session_id, "before": turn}
    return tuple((int(row.turn), row.row, row.note) for row in tx.run(TRACES, values))


def add_traces(tx: Transaction, session_id: str, rows: tuple[tuple[int, str, str], ...]) -> None:
    """Keep copies of another session's traces."""
    values = [
        {"session_id": session_id, "tenant": tx.tenant, "turn": turn, "row": row, "note": note}
        for turn, row, note in rows
    ]
    if values:
        tx.run(ADD_TRACES, values)
