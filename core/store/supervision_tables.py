"""The tables around an interview: its start, forks, readers, notes on turns, quotes."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from core.store.tables import metadata, one_of
from core.store.types import UtcDateTime

forks = Table(
    "forks",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("parent_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("turn", Integer, nullable=False),
    CheckConstraint("turn >= 1", name="turn"),
)
Index("ix_forks_parent_id", forks.c.tenant, forks.c.parent_id)

starts = Table(
    "starts",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("director", Text, nullable=False),
)

observers = Table(
    "observers",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("session_id", "person_id"),
)

supervision = Table(
    "supervision_notes",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("author_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    one_of("kind", "note", "whisper"),
)
Index("ix_supervision_notes_session_id", supervision.c.tenant, supervision.c.session_id)

quote_consents = Table(
    "quote_consents",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("assignment_id", ForeignKey("assignments.id", ondelete="CASCADE"), nullable=False),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("agreed", Boolean),
    Column("asked_at", UtcDateTime, nullable=False),
    UniqueConstraint("session_id", "seq"),
)
Index("ix_quote_consents_assignment_id", quote_consents.c.tenant, quote_consents.c.assignment_id)
