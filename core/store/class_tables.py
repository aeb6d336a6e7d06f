"""The tables of the class: people, sections, enrolments, clients, rubrics, assignments."""

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
    false,
    true,
)

from core.store.tables import metadata, one_of
from core.store.types import UtcDateTime

people = Table(
    "people",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("user", String(64), nullable=False),
    Column("name", String(200), nullable=False, server_default=""),
    Column("locale", String(35), nullable=False, server_default=""),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("tenant", "user"),
)

sections = Table(
    "sections",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("place", String(200), nullable=False),
    Column("name", String(100), nullable=False),
    Column("code", String(40), nullable=False, server_default=""),
    Column("zone", String(64), nullable=False),
    Column("state", String(10), nullable=False, server_default="active"),
    Column("enrolment", String(8), nullable=False, server_default="approve"),
    Column("public", Boolean),
    Column("orphaned_at", UtcDateTime),
    Column("remind_hours", Integer, nullable=False, server_default="24"),
    Column("grace_minutes", Integer, nullable=False, server_default="60"),
    Column("quiet_from", Integer, nullable=False, server_default="21"),
    Column("quiet_to", Integer, nullable=False, server_default="8"),
    Column("kept_days", Integer),
    Column("held_at", UtcDateTime),
    Column("assistants_read", Boolean, nullable=False, server_default=false()),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("tenant", "place"),
    one_of("state", "active", "archived"),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("role", String(10), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("ended", String(8), nullable=False, server_default=""),
    Column("by_itself", Boolean, nullable=False, server_default=false()),
    one_of("role", "pending", "student", "ta", "teacher"),
    CheckConstraint("until IS NULL OR until >= since", name="period"),
)
Index(
    "uq_enrolments_current",
    enrolments.c.section_id,
    enrolments.c.person_id,
    unique=True,
    sqlite_where=enrolments.c.until.is_(None),
    postgresql_where=enrolments.c.until.is_(None),
)
Index("ix_enrolments_section_id", enrolments.c.tenant, enrolments.c.section_id)
Index("ix_enrolments_person_id", enrolments.c.tenant, enrolments.c.person_id)

clients = Table(
    "clients",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("slug", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("owner_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("status", String(10), nullable=False),
    Column("name", String(100), nullable=False),
    Column("language", String(35), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("profile", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("archived_at", UtcDateTime),
    Column("difficulty", Integer, nullable=False, server_default="0"),
    Column("tags", Text, nullable=False, server_default=""),
    Column("summary", String(300), nullable=False, server_default=""),
    UniqueConstraint("tenant", "slug", "version"),
    one_of("status", "draft", "published", "archived"),
)

rubrics = Table(
    "rubrics",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("slug", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("owner_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("name", String(100), nullable=False),
    Column("criteria", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("archived_at", UtcDateTime),
    UniqueConstraint("tenant", "slug", "version"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False),
    Column("title", String(100), nullable=False),
    Column("briefing", Text, nullable=False, server_default=""),
    Column("graded", Boolean, nullable=False),
    Column("state", String(10), nullable=False, server_default="draft"),
    Column("available_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Column("max_attempts", Integer),
    Column("created_by", ForeignKey("people.id", ondelete="SET NULL")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("announcement_key", String(24)),
    Column(
        "time_limit",
        Integer,
        CheckConstraint("time_limit IS NULL OR time_limit BETWEEN 5 AND 600", name="time_limit"),
    ),
    Column("show_rubric", Boolean, nullable=False, server_default=true()),
    Column("notes_allowed", Boolean, nullable=False, server_default=true()),
    Column(
        "release",
        String(12),
        one_of("release", "at_once", "after_review", "on_date"),
        nullable=False,
        server_default="at_once",
    ),
    Column("release_at", UtcDateTime),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("publish_at", UtcDateTime),
    Column("changed_by", String(24)),
    Column("changed_at", UtcDateTime),
    one_of("state", "draft", "published", "closed"),
    CheckConstraint("max_attempts IS NULL OR max_attempts BETWEEN 1 AND 99", name="attempts"),
    CheckConstraint(
        "due_at IS NULL OR available_at IS NULL OR available_at < due_at", name="window"
    ),
)
Index("ix_assignments_section_id", assignments.c.tenant, assignments.c.section_id)

assignment_clients = Table(
    "assignment_clients",
    metadata,
    Column("assignment_id", ForeignKey("assignments.id", ondelete="CASCADE"), nullable=False),
    Column("client_id", ForeignKey("clients.id", ondelete="RESTRICT"), nullable=False),
    Column("rubric_id", ForeignKey("rubrics.id", ondelete="RESTRICT")),
    Column("tenant", String(100), nullable=False),
    Column("position", Integer, nullable=False),
    Column("removed_at", UtcDateTime),
    PrimaryKeyConstraint("assignment_id", "client_id"),
)
