"""The tables of money: one row for each model call, totals by scope, what sessions hold back."""

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, String, Table

from core.store.tables import metadata, one_of

model_calls = Table(
    "model_calls",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("section_id", String(24), nullable=False, server_default=""),
    Column("person_id", String(24), nullable=False, server_default=""),
    Column("session_id", String(24), nullable=False, server_default=""),
    Column("state", String(10), nullable=False, server_default="reserved"),
    Column("purpose", String(12), nullable=False),
    Column("model", String(100), nullable=False),
    Column("model_answered", String(100), nullable=False, server_default=""),
    Column("request_id", String(100), nullable=False, server_default=""),
    Column("attempt", Integer, nullable=False),
    Column("stop_reason", String(40), nullable=False, server_default=""),
    Column("fault", String(20), nullable=False, server_default=""),
    Column("input", BigInteger, nullable=False, server_default="0"),
    Column("cache_read", BigInteger, nullable=False, server_default="0"),
    Column("cache_write_5m", BigInteger, nullable=False, server_default="0"),
    Column("cache_write_1h", BigInteger, nullable=False, server_default="0"),
    Column("output", BigInteger, nullable=False, server_default="0"),
    Column("thinking", BigInteger, nullable=False, server_default="0"),
    Column("reserved_nusd", BigInteger, nullable=False),
    Column("held_nusd", BigInteger, nullable=False, server_default="0"),
    Column("booked_nusd", BigInteger, nullable=False),
    Column("cost_nusd", BigInteger),
    Column("price_status", String(10), nullable=False, server_default="estimated"),
    Column("price_source", String(100), nullable=False, server_default=""),
    Column("ttft_ms", Integer),
    Column("duration_ms", Integer, nullable=False, server_default="0"),
    Column("at_ms", BigInteger, nullable=False),
    one_of("state", "reserved", "settled", "spoiled"),
    one_of("price_status", "known", "unknown", "declared", "estimated"),
)
Index("ix_model_calls_at_ms", model_calls.c.at_ms)
Index(
    "ix_model_calls_section_id",
    model_calls.c.tenant,
    model_calls.c.section_id,
    model_calls.c.at_ms,
)
Index("ix_model_calls_session_id", model_calls.c.tenant, model_calls.c.session_id)

spending = Table(
    "spending",
    metadata,
    Column("scope", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("booked_nusd", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("scope", "name"),
)

session_holds = Table(
    "session_holds",
    metadata,
    Column("session_id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("day", String(10), nullable=False),
    Column("left_nusd", BigInteger, nullable=False),
)

breaker_openings = Table(
    "breaker_openings",
    metadata,
    Column("model", String(100), primary_key=True),
    Column("until_ms", BigInteger, nullable=False),
)
