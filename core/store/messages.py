"""The transcript: gapless numbers, append-only, with the Director's trace beside it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain import chain
from core.domain.ids import new_key
from core.domain.session import REMOVED, Message, Role
from core.store import chains
from core.store.session_tables import messages, reports, revisions, traces
from core.store.transaction import Transaction

ADD = insert(messages)


def add(
    tx: Transaction, session_id: str, lines: Sequence[Message], before: str | None = None
) -> None:
    """Append lines whose numbers follow the session's last one, each sealed onto the one before.

    `before` is what the first is sealed onto, for whoever has just read it.
    """
    if not lines:
        return
    if before is None:
        before = chains.hash_before(tx, session_id, lines[0].seq)
    rows: list[dict[str, object]] = []
    for line in lines:
        link = chain.linked(before, line, new_key())
        before = link.hash
        rows.append(
            {
                "session_id": session_id,
                "seq": line.seq,
                "tenant": tx.tenant,
                "turn": line.turn,
                "role": line.role.value,
                "text": line.text,
                "platform_id": line.platform_id or None,
                "at_ms": line.at_ms,
                "salt": link.salt,
                "text_hash": link.text_hash,
                "hash": link.hash,
            }
        )
    tx.run(ADD, rows)


COLUMNS = (
    messages.c.seq,
    messages.c.turn,
    messages.c.role,
    messages.c.text,
    messages.c.at_ms,
    messages.c.platform_id,
)
OF_SESSION = messages.c.session_id == bindparam("of_session")
OF_TENANT = messages.c.tenant == bindparam("tenant")
ALL = select(*COLUMNS).where(OF_SESSION, OF_TENANT).order_by(messages.c.seq)
LAST = (
    select(*COLUMNS)
    .where(OF_SESSION, OF_TENANT, messages.c.seq < bindparam("before"))
    .order_by(messages.c.seq.desc())
    .limit(bindparam("most"))
)
NO_END = 2**31 - 1


def of_session(tx: Transaction, session_id: str) -> tuple[Message, ...]:
    """The whole transcript in order."""
    rows = tx.run(ALL, {"of_session": session_id, "tenant": tx.tenant})
    return tuple(_message(tuple(row)) for row in rows)


def page(
    tx: Transaction, session_id: str, most: int = 50, before: int = NO_END
) -> tuple[Message, ...]:
    """The last `most` lines before number `before`, in order; cost is flat in the table's size."""
    values = {"of_session": session_id, "tenant": tx.tenant, "most": most, "before": before}
    rows = tx.run(LAST, values).all()
    return tuple(_message(tuple(row)) for row in reversed(rows))


def _message(row: tuple[object, ...]) -> Message:
    seq, turn, role, text, at_ms, platform_id = row
    return Message(
        int(str(seq)),
        int(str(turn)),
        Role(str(role)),
        str(text) or REMOVED,
        int(str(at_ms)),
        "" if platform_id is None else str(platform_id),
    )


ADD_TRACE = insert(traces)
TRACES = (
    select(traces.c.row)
    .where(traces.c.session_id == bindparam("of_session"), traces.c.tenant == bindparam("tenant"))
    .order_by(traces.c.turn)
)


def add_trace(tx: Transaction, session_id: str, turn: int, row: str, note: str = "") -> None:
    """Keep why the client behaved as it did in one turn, and the note that the model was sent."""
    values = {
        "session_id": session_id,
        "turn": turn,
        "tenant": tx.tenant,
        "row": row,
        "note": note,
    }
    tx.run(ADD_TRACE, values)


def traces_of(tx: Transaction, session_id: str) -> tuple[str, ...]:
    """The trace rows of a session, JSON text, in order."""
    rows = tx.run(TRACES, {"of_session": session_id, "tenant": tx.tenant})
    return tuple(str(value) for value in rows.scalars())


NOTES = select(traces.c.turn, traces.c.note).where(
    traces.c.session_id == bindparam("of_session"), traces.c.tenant == bindparam("tenant")
)


def notes_of(tx: Transaction, session_id: str) -> dict[int, str]:
    """The notes that a model was sent, by turn, as they were sent."""
    rows = tx.run(NOTES, {"of_session": session_id, "tenant": tx.tenant})
    return {int(row.turn): str(row.note) for row in rows}


SET_ASIDE = (
    update(messages)
    .where(
        OF_SESSION,
        messages.c.tenant == bindparam("of_tenant"),
        messages.c.turn > bindparam("after_turn"),
        messages.c.role == "student",
    )
    .values(role="coach")
)


def set_aside(tx: Transaction, session_id: str, after_turn: int) -> None:
    """Move lines that will not be answered into the channel that is out of role."""
    values = {"of_session": session_id, "of_tenant": tx.tenant, "after_turn": after_turn}
    tx.run(SET_ASIDE, values)
    chains.rechain(tx, session_id)


REPORTS = {
    name: insert_(reports).on_conflict_do_nothing(index_elements=[reports.c.session_id])
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
REPORT = select(reports.c.report).where(
    reports.c.session_id == bindparam("of_session"), reports.c.tenant == bindparam("tenant")
)


def add_report(tx: Transaction, session_id: str, text: str, now: datetime) -> None:
    """Keep the deterministic report of a finished session and seal it; the first one stays."""
    values = {
        "session_id": session_id,
        "tenant": tx.tenant,
        "report": text,
        "seal": chain.seal(chains.parts_of(tx, session_id, text)),
        "created_at": now,
    }
    tx.run(REPORTS[tx.connection.dialect.name], values)


def report_of(tx: Transaction, session_id: str) -> str | None:
    """The report as JSON text."""
    value = tx.run(REPORT, {"of_session": session_id, "tenant": tx.tenant}).scalar()
    return None if value is None else str(value)


REMAKE = (
    update(reports)
    .where(
        reports.c.session_id == bindparam("of_session"), reports.c.tenant == bindparam("of_tenant")
    )
    .values(report=bindparam("new_report"), seal=bindparam("new_seal"))
)


def remake_report(tx: Transaction, session_id: str, text: str) -> None:
    """Put a report in the place of the one that quoted words which were taken back."""
    sealed = chain.seal(chains.parts_of(tx, session_id, text))
    values = {"of_session": session_id, "of_tenant": tx.tenant}
    tx.run(REMAKE, values | {"new_report": text, "new_seal": sealed})


REVISE = insert(revisions)
BY_PLATFORM_ID = select(messages.c.seq, messages.c.text).where(
    OF_SESSION, OF_TENANT, messages.c.platform_id == bindparam("of_platform_id")
)
COUNT_REVISIONS = select(func.count()).where(
    revisions.c.session_id == bindparam("of_session"), revisions.c.seq == bindparam("of_seq")
)


def revise(tx: Transaction, session_id: str, platform_id: str, text: str, at_ms: int) -> bool:
    """Keep what an answered line was changed to; the answered text stays the transcript's."""
    values = {"of_session": session_id, "tenant": tx.tenant, "of_platform_id": platform_id}
    found = tx.run(BY_PLATFORM_ID, values).first()
    if found is None or found.text in {"", text}:
        return False
    seq = found.seq
    count = tx.run(COUNT_REVISIONS, {"of_session": session_id, "of_seq": seq}).scalar_one()
    row = {
        "session_id": session_id,
        "seq": seq,
        "revision": int(count) + 1,
        "tenant": tx.tenant,
        "text": text,
        "at_ms": at_ms,
    }
    tx.run(REVISE, row)
    return True


ERASE = (
    update(messages)
    .where(
        OF_SESSION,
        messages.c.tenant == bindparam("of_tenant"),
        messages.c.platform_id == bindparam("of_platform_id"),
    )
    .values(text="", salt="")
    .returning(messages.c.seq)
)
ERASE_REVISIONS = delete(revisions).where(
    revisions.c.session_id == bindparam("of_session"),
    revisions.c.tenant == bindparam("of_tenant"),
    revisions.c.seq.in_(bindparam("seqs", expanding=True)),
)


def erase(tx: Transaction, session_id: str, platform_id: str) -> bool:
    """Take a line's words out of the record; its place in the chain stays."""
    values = {"of_session": session_id, "of_tenant": tx.tenant, "of_platform_id": platform_id}
    seqs = list(tx.run(ERASE, values).scalars())
    if seqs:
        del values["of_platform_id"]
        tx.run(ERASE_REVISIONS, values | {"seqs": seqs})
    return bool(seqs)
