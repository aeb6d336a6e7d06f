"""The hash chain of an interview as it is stored: continued, mended after a lawful change, read."""

from sqlalchemy import bindparam, select, update

from core.domain import chain
from core.domain.chain import Link
from core.domain.jsonvalue import canonical
from core.domain.session import Message, Role
from core.store.session_tables import messages, reports, sessions, traces
from core.store.transaction import Transaction

HASH = select(messages.c.hash).where(
    messages.c.session_id == bindparam("of_session"),
    messages.c.tenant == bindparam("of_tenant"),
    messages.c.seq == bindparam("of_seq"),
)
LINKS = (
    select(
        messages.c.seq,
        messages.c.turn,
        messages.c.role,
        messages.c.text,
        messages.c.at_ms,
        messages.c.platform_id,
        messages.c.salt,
        messages.c.text_hash,
        messages.c.hash,
    )
    .where(
        messages.c.session_id == bindparam("of_session"),
        messages.c.tenant == bindparam("of_tenant"),
    )
    .order_by(messages.c.seq)
)
RELINK = (
    update(messages)
    .where(
        messages.c.session_id == bindparam("of_session"),
        messages.c.tenant == bindparam("of_tenant"),
        messages.c.seq == bindparam("of_seq"),
    )
    .values(hash=bindparam("new_hash"))
)
# What an interview was; its place, lane and state may still move.
FIXED = (
    *("section_id", "assignment_id", "client_id", "student_id", "engine", "renderer", "memory"),
    *("attempt", "salt", "director", "last_seq", "turns", "openness", "began_at", "ended_at"),
)
SESSION = select(*(sessions.c[name] for name in FIXED)).where(
    sessions.c.id == bindparam("of_session"), sessions.c.tenant == bindparam("of_tenant")
)
TRACES = (
    select(traces.c.turn, traces.c.row, traces.c.note)
    .where(
        traces.c.session_id == bindparam("of_session"), traces.c.tenant == bindparam("of_tenant")
    )
    .order_by(traces.c.turn)
)
SEAL = select(reports.c.report, reports.c.seal).where(
    reports.c.session_id == bindparam("of_session"), reports.c.tenant == bindparam("of_tenant")
)


def hash_before(tx: Transaction, session_id: str, seq: int) -> str:
    """What line `seq` is sealed onto."""
    if seq <= 1:
        return chain.beginning(session_id)
    values = {"of_session": session_id, "of_tenant": tx.tenant, "of_seq": seq - 1}
    return str(tx.run(HASH, values).scalar() or "")


def links_of(tx: Transaction, session_id: str) -> tuple[Link, ...]:
    """The stored lines with their hashes, in order."""
    rows = tx.run(LINKS, {"of_session": session_id, "of_tenant": tx.tenant})
    return tuple(
        Link(
            Message(row.seq, row.turn, Role(row.role), row.text, row.at_ms, row.platform_id or ""),
            row.salt,
            row.text_hash,
            row.hash,
        )
        for row in rows
    )


def rechain(tx: Transaction, session_id: str) -> None:
    """Fit the hashes to lines that were lawfully moved out of role."""
    links = links_of(tx, session_id)
    for old, new in zip(links, chain.rechained(session_id, links), strict=True):
        if old.hash != new.hash:
            values = {"of_session": session_id, "of_tenant": tx.tenant, "of_seq": new.line.seq}
            tx.run(RELINK, values | {"new_hash": new.hash})


def parts_of(tx: Transaction, session_id: str, report: str) -> dict[str, str]:
    """Everything that a seal closes, by the name that a reader would give it."""
    values = {"of_session": session_id, "of_tenant": tx.tenant}
    row = tx.run(SESSION, values).mappings().first()
    facts = "" if row is None else canonical({name: str(row[name]) for name in FIXED})
    found = {"the session": facts, "the report": report}
    found["the transcript"] = chain.head(session_id, links_of(tx, session_id))
    for trace in tx.run(TRACES, values):
        found[f"the trace of turn {trace.turn}"] = canonical([trace.row, trace.note])
    return found


def broken(tx: Transaction, session_id: str) -> tuple[str, ...]:
    """Everything in a stored interview that is not as it was written, named; empty when whole."""
    lines = chain.broken_lines(session_id, links_of(tx, session_id))
    row = tx.run(SEAL, {"of_session": session_id, "of_tenant": tx.tenant}).first()
    if row is None or not row.seal:
        return tuple(lines)
    return (*lines, *chain.broken_parts(row.seal, parts_of(tx, session_id, row.report)))


def standing(tx: Transaction, session_id: str) -> str:
    """What an export says of the chain: its last hash, or what was changed."""
    found = broken(tx, session_id)
    if found:
        return f"BROKEN, changed after it was written: {', '.join(found)}"
    last = chain.head(session_id, links_of(tx, session_id))[: chain.SHOWN]
    return f"whole, {last}"
