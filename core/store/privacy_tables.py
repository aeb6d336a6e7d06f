"""The tables of privacy and of imported rosters: erasures under way, lines that wait for people."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from core.store.tables import metadata, one_of
from core.store.types import UtcDateTime

erasures = Table(
    "erasures",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("steps", Integer, nullable=False, server_default="0"),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Column("held_at", UtcDateTime),
    CheckConstraint("steps >= 0", name="steps"),
)
Index("ix_erasures_person_id", erasures.c.tenant, erasures.c.person_id)

roster_lines = Table(
    "roster_lines",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("name", String(200), nullable=False, server_default=""),
    Column("email", String(254), nullable=False, server_default=""),
    Column("login", String(120), nullable=False, server_default=""),
    Column("sis", String(120), nullable=False, server_default=""),
    Column("role", String(10), nullable=False),
    Column("code", String(12), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    UniqueConstraint("tenant", "code"),
    one_of("role", "student", "ta"),
)
Index("ix_roster_lines_section_id", roster_lines.c.tenant, roster_lines.c.section_id)
Index("ix_roster_lines_person_id", roster_lines.c.tenant, roster_lines.c.person_id)
