"""The tables of the second lane of safety: lines kept back, and that a card was shown."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from core.store.tables import metadata, one_of

withheld_lines = Table(
    "withheld_lines",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("event", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("session_id", "position"),
)

support_cards = Table(
    "support_cards",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    one_of("kind", "shown", "go_on", "stop", "role"),
)
