"""The tables of feedback: gradings, what was found, who decided, contests, the teacher's bar."""

from sqlalchemy import (
    Boolean,
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

evaluations = Table(
    "evaluations",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False),
    Column("assignment_id", ForeignKey("assignments.id", ondelete="RESTRICT"), nullable=False),
    Column("rubric_id", ForeignKey("rubrics.id", ondelete="RESTRICT"), nullable=False),
    Column("criteria", Text, nullable=False),
    Column("grader", String(60), nullable=False),
    Column("prompt", String(20), nullable=False),
    Column("transcript", String(64), nullable=False),
    Column("profile", String(64), nullable=False),
    Column("language", String(35), nullable=False),
    Column("done", Boolean, nullable=False),
    Column("policy", String(12), nullable=False),
    Column("release_on", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("revealed_at", UtcDateTime),
    Column("shown_at", UtcDateTime),
    Column("released_at", UtcDateTime),
    Column("released_by", String(24), nullable=False, server_default=""),
    Column("total", String(8), nullable=False, server_default=""),
    UniqueConstraint("session_id", "rubric_id", "grader", "prompt"),
    one_of("policy", "at_once", "after_review", "on_date"),
)
Index(
    "ix_evaluations_section_id",
    evaluations.c.tenant,
    evaluations.c.section_id,
    evaluations.c.released_at,
    evaluations.c.created_at,
)

findings = Table(
    "findings",
    metadata,
    Column("evaluation_id", ForeignKey("evaluations.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("criterion", String(60), nullable=False),
    Column("level", Integer),
    Column("proven", Boolean, nullable=False),
    Column("finding", Text, nullable=False),
    PrimaryKeyConstraint("evaluation_id", "position"),
    UniqueConstraint("evaluation_id", "criterion"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("evaluation_id", ForeignKey("evaluations.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("criterion", String(60), nullable=False),
    Column("ruling", String(10), nullable=False),
    Column("level", Integer),
    Column("comment", Text, nullable=False, server_default=""),
    Column("by_id", String(24), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("evaluation_id", "number"),
    one_of("ruling", "confirm", "override", "blind", "strike"),
)

contests = Table(
    "contests",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("evaluation_id", ForeignKey("evaluations.id", ondelete="CASCADE"), nullable=False),
    Column("criterion", String(60), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_by", String(24), nullable=False, server_default=""),
    Column("answered_at", UtcDateTime),
    UniqueConstraint("evaluation_id", "criterion"),
)

double_marks = Table(
    "double_marks",
    metadata,
    Column("evaluation_id", ForeignKey("evaluations.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("drawn_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
)

grading_rules = Table(
    "grading_rules",
    metadata,
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("bar", Integer, nullable=False),
    Column("automatic", Boolean, nullable=False),
)
