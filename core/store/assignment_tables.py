"""The tables around assignments: extensions, proposals, announcements, limits of interviews."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from core.store.tables import metadata, one_of
from core.store.types import UtcDateTime

extensions = Table(
    "extensions",
    metadata,
    Column("assignment_id", ForeignKey("assignments.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("due_at", UtcDateTime),
    Column("max_attempts", Integer),
    Column("given_by", ForeignKey("people.id", ondelete="SET NULL")),
    Column("given_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("assignment_id", "person_id"),
    CheckConstraint("max_attempts IS NULL OR max_attempts BETWEEN 1 AND 99", name="attempts"),
)
Index("ix_extensions_person_id", extensions.c.tenant, extensions.c.person_id)

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("assignment_id", ForeignKey("assignments.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changes", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

announcements = Table(
    "announcements",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime),
    Column("state", String(10), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("post_key", String(24)),
    Column("created_by", ForeignKey("people.id", ondelete="SET NULL")),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("state", "draft", "scheduled", "posted", "cancelled", "skipped"),
    CheckConstraint("state <> 'scheduled' OR at IS NOT NULL", name="scheduled"),
)
Index("ix_announcements_section_id", announcements.c.tenant, announcements.c.section_id)

time_limits = Table(
    "time_limits",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("ends_at", UtcDateTime),
    Column("left_s", Integer, nullable=False),
)
