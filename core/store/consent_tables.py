"""The table of consent: who agreed to which version of the notice, and when they took it back."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from core.store.tables import metadata
from core.store.types import UtcDateTime

consents = Table(
    "consents",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("version", String(40), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("proof", String(64), nullable=False, server_default=""),
)
Index(
    "uq_consents_current",
    consents.c.tenant,
    consents.c.person_id,
    consents.c.version,
    unique=True,
    sqlite_where=consents.c.until.is_(None),
    postgresql_where=consents.c.until.is_(None),
)
