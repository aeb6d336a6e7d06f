"""The tables of looking back: measures of interviews, pulses, ratings, monitors, records."""

from sqlalchemy import (
    BigInteger,
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

# The countable part of each report in one narrow row, so that no screen reads a report's text.
measures = Table(
    "measures",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", String(24), nullable=False),
    Column("student_id", String(24), nullable=False),
    Column("assignment_id", String(24), nullable=False, server_default=""),
    Column("client_id", String(24), nullable=False),
    Column("metrics", Integer, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("active_ms", BigInteger, nullable=False),
    Column("openness", Integer, nullable=False),
    Column("facts_opened", Integer, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("open_questions", Integer, nullable=False),
    Column("questions", Integer, nullable=False),
    Column("reflections", Integer, nullable=False),
    Column("ended_at", UtcDateTime, nullable=False),
)
Index(
    "ix_measures_section_id",
    *(measures.c.tenant, measures.c.section_id, measures.c.student_id),
    *(measures.c.active_ms, measures.c.openness, measures.c.facts_opened, measures.c.facts),
)
Index("ix_measures_student_id", measures.c.tenant, measures.c.student_id, measures.c.ended_at)

# How lively each hour of a class was, without the interviews that still run: a class's day is
# read without its lines, which have no index of time, because it would cost every turn.
pulses = Table(
    "pulses",
    metadata,
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("said", Integer, nullable=False),
    Column("interviews", Integer, nullable=False),
    PrimaryKeyConstraint("section_id", "at_ms"),
    sqlite_with_rowid=False,
)

ratings = Table(
    "ratings",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", String(24), nullable=False, server_default=""),
    Column("score", Integer, nullable=False),
    Column("line", Text, nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint("score BETWEEN 1 AND 10", name="score"),
)
Index("ix_ratings_section_id", ratings.c.tenant, ratings.c.section_id, ratings.c.score)

monitors = Table(
    "monitors",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(8), nullable=False),
    Column("place", String(200)),
    Column("shown", String(64), nullable=False, server_default=""),
    Column("until", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("state", "opening", "open", "ended"),
)
Index(
    "uq_monitors_running",
    monitors.c.section_id,
    monitors.c.person_id,
    unique=True,
    sqlite_where=monitors.c.state != "ended",
    postgresql_where=monitors.c.state != "ended",
)
Index("ix_monitors_place", monitors.c.tenant, monitors.c.place)

completions = Table(
    "completions",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("assignment_id", ForeignKey("assignments.id", ondelete="CASCADE"), nullable=False),
    Column("student_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("file_id", ForeignKey("files.id", ondelete="SET NULL")),
    Column("issued_at", UtcDateTime, nullable=False),
    UniqueConstraint("assignment_id", "student_id"),
)
