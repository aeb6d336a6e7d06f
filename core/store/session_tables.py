"""The tables of practice: sessions, messages, traces, reports."""

from sqlalchemy import (
    BigInteger,
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
    false,
    literal_column,
)

from core.store.tables import metadata, one_of
from core.store.types import UtcDateTime

RUNNING = ("starting", "active", "paused", "interrupted")

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False),
    Column("assignment_id", ForeignKey("assignments.id", ondelete="RESTRICT")),
    Column("client_id", ForeignKey("clients.id", ondelete="RESTRICT"), nullable=False),
    Column("student_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("work", String(24), nullable=False, server_default=""),
    Column("state", String(12), nullable=False),
    Column("engine", String(60), nullable=False),
    Column("renderer", String(8), nullable=False, server_default="1"),
    Column("memory", Text, nullable=False, server_default=""),
    Column("test", Boolean, nullable=False, server_default=false()),
    Column("attempt", Integer),
    Column("lane", String(200)),
    Column("place", String(200)),
    Column("origin", String(200), nullable=False),
    Column("origin_handle", Text, nullable=False, server_default=""),
    Column("salt", String(24), nullable=False),
    Column("director", Text, nullable=False, server_default=""),
    Column("last_seq", Integer, nullable=False, server_default="0"),
    Column("turns", Integer, nullable=False, server_default="0"),
    Column("openness", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("began_at", UtcDateTime),
    Column("last_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    one_of(
        "state",
        "starting",
        "active",
        "paused",
        "interrupted",
        "completed",
        "abandoned",
        "expired",
        "failed",
    ),
    CheckConstraint("(attempt IS NULL) = (began_at IS NULL)", name="attempt"),
)
# With the values in the statement, so that partial indexes are found for it.
RUNS = sessions.c.state.in_([literal_column(f"'{one}'") for one in RUNNING])
Index(
    "uq_sessions_running",
    sessions.c.tenant,
    sessions.c.student_id,
    sessions.c.work,
    sessions.c.client_id,
    unique=True,
    sqlite_where=RUNS,
    postgresql_where=RUNS,
)
Index(
    "uq_sessions_lane",
    sessions.c.tenant,
    sessions.c.lane,
    unique=True,
    sqlite_where=RUNS,
    postgresql_where=RUNS,
)
Index(
    "ix_sessions_live",
    sessions.c.tenant,
    sessions.c.section_id,
    sqlite_where=RUNS,
    postgresql_where=RUNS,
)
Index("ix_sessions_lane", sessions.c.lane, sessions.c.created_at)
Index("ix_sessions_student_id", sessions.c.tenant, sessions.c.student_id, sessions.c.created_at)
Index(
    "ix_sessions_section_id",
    sessions.c.tenant,
    sessions.c.section_id,
    sessions.c.test,
    sessions.c.created_at,
    sessions.c.state,
)
# All that overviews add up, so that they never read the wide rows of interviews that are over.
# The tenant is not first: SQLite would take it for a question that names no section.
Index(
    "ix_sessions_progress",
    *(sessions.c.section_id, sessions.c.student_id, sessions.c.assignment_id),
    *(sessions.c.client_id, sessions.c.state, sessions.c.attempt, sessions.c.ended_at),
    *(sessions.c.tenant, sessions.c.id),
)
Index(
    "uq_sessions_attempt",
    sessions.c.assignment_id,
    sessions.c.client_id,
    sessions.c.student_id,
    sessions.c.attempt,
    unique=True,
    sqlite_where=sessions.c.attempt.is_not(None),
    postgresql_where=sessions.c.attempt.is_not(None),
)

messages = Table(
    "messages",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("role", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("platform_id", String(64)),
    Column("at_ms", BigInteger, nullable=False),
    Column("salt", String(24), nullable=False, server_default=""),
    Column("text_hash", String(64), nullable=False, server_default=""),
    Column("hash", String(64), nullable=False, server_default=""),
    PrimaryKeyConstraint("session_id", "seq"),
    one_of("role", "student", "client", "coach", "app"),
)

revisions = Table(
    "message_revisions",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("session_id", "seq", "revision"),
)

traces = Table(
    "traces",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("row", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("session_id", "turn"),
)

reports = Table(
    "reports",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("report", Text, nullable=False),
    Column("seal", Text, nullable=False, server_default=""),
    Column("created_at", UtcDateTime, nullable=False),
)
