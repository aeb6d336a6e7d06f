"""Reading what is not one's own: kept in the audit, and shown to whose it is."""

from datetime import datetime

from core.domain.audit import Entry
from core.domain.session import Session
from core.store import audit
from core.store.transaction import Transaction


def note_reading(tx: Transaction, person_id: str, session: Session, now: datetime) -> None:
    """Remember that somebody read another's interview; one's own needs no note."""
    if session.student_id == person_id:
        return
    audit.record(tx, Entry(person_id, audit.READ, session.id, now, session.section_id))
