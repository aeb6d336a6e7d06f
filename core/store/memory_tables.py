"""The table of what clients remember of people, and the tables of an administrator's switches."""

from sqlalchemy import (
    BigInteger,
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

memory_entries = Table(
    "memory_entries",
    metadata,
    Column(
        "number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("id", String(24), nullable=False, unique=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False),
    Column("student_id", ForeignKey("people.id", ondelete="CASCADE")),
    Column("slug", String(60), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE")),
    Column("text", Text, nullable=False, server_default=""),
    Column("shift", Integer, nullable=False, server_default="0"),
    Column("by_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("at_ms", BigInteger, nullable=False),
    one_of("kind", "begun", "interview", "event", "withdrawn", "reset", "undo", "series", "usual"),
)
Index(
    "ix_memory_entries_section_id",
    memory_entries.c.tenant,
    memory_entries.c.section_id,
    memory_entries.c.slug,
    memory_entries.c.student_id,
)
Index(
    "uq_memory_entries_session_id",
    memory_entries.c.session_id,
    memory_entries.c.kind,
    unique=True,
    sqlite_where=memory_entries.c.session_id.is_not(None),
    postgresql_where=memory_entries.c.session_id.is_not(None),
)

caps = Table(
    "caps",
    metadata,
    Column("tenant", String(100), nullable=False),
    Column("scope", String(16), nullable=False),
    Column("section_id", String(24), nullable=False, server_default=""),
    Column("nusd", BigInteger, nullable=False),
    Column("by_id", String(24), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("tenant", "scope", "section_id"),
    one_of("scope", "workspace-day", "section-month", "student-day"),
)

switches = Table(
    "switches",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("alert_place", String(200), nullable=False, server_default=""),
    Column("paused_ms", BigInteger),
    Column("paused_by", String(24), nullable=False, server_default=""),
    Column("kept_days", Integer),
)
