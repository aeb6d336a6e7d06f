"""The tables of delivery: lanes, inbox, outbox, jobs, alerts, files."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def one_of(column: str, *values: str) -> CheckConstraint:
    """Hold an enumeration in the database as well."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


# On SQLite only narrow rows are kept in the order of their keys. A wide one would fill a quarter of
# a page, above the leaves as well, so that each row of another lane costs pages of its own.
lanes = Table(
    "lanes",
    metadata,
    Column("lane", String(200), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("done_seq", BigInteger, nullable=False, server_default="0"),
    Column("unsent", Integer, nullable=False, server_default="0"),
    Column("visible_at", BigInteger),
    Column("owner", String(32)),
    Column("token", BigInteger, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_platform_id", String(64)),
    sqlite_with_rowid=False,
)
Index(
    "ix_lanes_visible_at",
    lanes.c.visible_at,
    sqlite_where=lanes.c.visible_at.is_not(None),
    postgresql_where=lanes.c.visible_at.is_not(None),
)

inbox = Table(
    "inbox",
    metadata,
    Column("lane", String(200), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("event_key", String(200), nullable=False),
    Column("natural_key", String(200)),
    Column("payload_hash", String(32), nullable=False),
    Column("event", Text, nullable=False),
    Column("platform_ts", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("parked_reason", Text),
    PrimaryKeyConstraint("lane", "seq"),
    UniqueConstraint("tenant", "event_key"),
    UniqueConstraint("tenant", "natural_key"),
)

# What still has words; a finished row has none and is not looked at again.
HAS_WORDS = inbox.c.event != literal_column("''")
Index(
    "ix_inbox_words",
    inbox.c.received_at,
    sqlite_where=HAS_WORDS,
    postgresql_where=HAS_WORDS,
)

outbox = Table(
    "outbox",
    metadata,
    Column("lane", String(200), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("part", Integer, nullable=False),
    Column("key", String(24), nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("place", String(200), nullable=False),
    Column("errand", Text, nullable=False),
    Column("state", String(10), nullable=False, server_default="pending"),
    Column("platform_id", String(64)),
    Column("result_place", String(200)),
    Column("created_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("reason", Text),
    PrimaryKeyConstraint("lane", "seq", "part"),
    UniqueConstraint("key"),
    one_of("state", "pending", "sent", "parked", "cancelled"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("kind", String(40), nullable=False),
    Column("dedupe_key", String(200), nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("run_at", BigInteger, nullable=False),
    Column("event", Text, nullable=False),
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("fired_at", BigInteger),
    PrimaryKeyConstraint("kind", "dedupe_key"),
    one_of("state", "waiting", "fired", "cancelled"),
    sqlite_with_rowid=False,
)
Index(
    "ix_jobs_run_at",
    jobs.c.run_at,
    sqlite_where=jobs.c.state == "waiting",
    postgresql_where=jobs.c.state == "waiting",
)

alerts = Table(
    "alerts",
    metadata,
    Column("kind", String(40), nullable=False),
    Column("dedupe_key", String(200), nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("raised_at", BigInteger, nullable=False),
    Column("section_id", String(24), nullable=False, server_default=""),
    Column("told_ms", BigInteger),
    PrimaryKeyConstraint("kind", "dedupe_key"),
)
Index(
    "ix_alerts_untold",
    alerts.c.tenant,
    alerts.c.raised_at,
    sqlite_where=alerts.c.told_ms.is_(None),
    postgresql_where=alerts.c.told_ms.is_(None),
)

files = Table(
    "files",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("content", LargeBinary, nullable=False),
    Column("owner_id", String(24), nullable=False, server_default=""),
    Column("created_at", BigInteger, nullable=False),
)
file_pieces = Table(
    "file_pieces",
    metadata,
    Column("file_id", ForeignKey("files.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("file_id", "number"),
)
Index("ix_files_owner_id", files.c.tenant, files.c.owner_id)
