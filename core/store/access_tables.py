"""The tables of access: grants, the audit, the workspaces that installed the app."""

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

from core.store.tables import metadata
from core.store.types import UtcDateTime

grants = Table(
    "grants",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("granted_by", ForeignKey("people.id", ondelete="SET NULL")),
    Column("place", String(200), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("revoked_by", ForeignKey("people.id", ondelete="SET NULL")),
)
Index(
    "uq_grants_current",
    grants.c.tenant,
    grants.c.person_id,
    unique=True,
    sqlite_where=grants.c.until.is_(None),
    postgresql_where=grants.c.until.is_(None),
)

audit = Table(
    "audit",
    metadata,
    Column("tenant", String(100), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("actor_id", String(24), nullable=False),
    Column("action", String(40), nullable=False),
    Column("target", String(200), nullable=False),
    Column("section_id", String(24), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("tenant", "seq"),
)
Index("ix_audit_section_id", audit.c.tenant, audit.c.section_id, audit.c.seq)
Index("ix_audit_target", audit.c.tenant, audit.c.target, audit.c.seq)

installations = Table(
    "installations",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("installed_at", UtcDateTime, nullable=False),
)

install_states = Table(
    "install_states",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("until_ms", BigInteger, nullable=False),
)
