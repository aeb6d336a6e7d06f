"""Reading the end of a transcript among six million messages and among ten thousand.

`MESSAGES` in the environment makes the large store smaller.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from bot.clock import SystemClock
from core.store import messages
from core.store.database import Database, open_database
from core.store.prepared import Line
from core.store.transaction import Transaction
from tests.benchmarks.goals import Figure, at_most, percentile
from tests.engines import DatabaseMaker, PostgresMaker, SqliteMaker, postgres_server
from tests.faults.scribe import TENANT
from tests.seeds import add_sessions

LARGE = int(os.environ.get("MESSAGES", "6000000"))
SMALL = 10_000
LINES = 100
# Each reads some 50 pages of its own; more than 200 would not stay in PostgreSQL's usual 128 MB.
SAMPLES = 200
SESSIONS = """WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :most)
    INSERT INTO sessions (id, tenant, section_id, client_id, student_id, state, engine,
    origin, salt, created_at) SELECT 'h' || i, :tenant, 'sec', 'cli', 'p0', 'completed', 'demo',
    'o', 's', '2026-11-20 09:00:00.000000' FROM n"""
MESSAGES = """WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :most)
    INSERT INTO messages (session_id, seq, tenant, turn, role, text, at_ms)
    SELECT s.id, n.i + 1, :tenant, n.i / 2 + 1, 'student', 'I see, and how did that feel for you '
    || n.i, 1795176559842 + n.i FROM sessions s CROSS JOIN n WHERE s.id LIKE 'h%'"""


def fill(tx: Transaction, count: int) -> None:
    """Write finished sessions of a hundred lines each."""
    add_sessions(tx, ("lane",))
    if tx.connection.dialect.name == "postgresql":
        # Millions of rows in one statement take longer than any turn may.
        tx.run(text("SET LOCAL statement_timeout = 0"))
    session_count = {"most": count // LINES, "tenant": TENANT}
    made = text(SESSIONS.replace("'2026-11-20", "TIMESTAMP '2026-11-20"))
    tx.run(made if tx.connection.dialect.name == "postgresql" else text(SESSIONS), session_count)
    tx.run(text(MESSAGES), {"most": LINES, "tenant": TENANT})


def median_cost(
    database: Database, count: int, read: Callable[[Transaction, str], object]
) -> float:
    """Median seconds of one read of a random session, warm."""
    dice = random.Random(5)
    names = [f"h{dice.randrange(count // LINES)}" for _ in range(SAMPLES)]
    times = []
    with database.engine.connect() as connection:
        tx = Transaction(Line(connection), TENANT, 0)
        for name in names * 2:
            begin = time.perf_counter()
            read(tx, name)
            times.append(time.perf_counter() - begin)
    return percentile(times[SAMPLES:], 0.5)


def costs(url: str, count: int) -> dict[str, float]:
    database = open_database(url, SystemClock())
    try:
        database.write_now(lambda tx: fill(tx, count), TENANT)
        if database.kind == "postgresql":
            database.write_now(lambda tx: tx.run(text("ANALYZE messages")) and None)
        return {
            "last 50": median_cost(database, count, messages.page),
            "a page before": median_cost(
                database, count, lambda tx, name: messages.page(tx, name, 50, 60)
            ),
        }
    finally:
        asyncio.run(database.close())


def measure(databases: DatabaseMaker) -> dict[str, Figure]:
    small, large = costs(databases.fresh(), SMALL), costs(databases.fresh(), LARGE)
    figures: dict[str, Figure] = {}
    for name, cost in large.items():
        figures[f"{name}: at {SMALL:,} (ms)"] = Figure(round(small[name] * 1000, 3))
        figures[f"{name}: at {LARGE:,} (ms)"] = Figure(round(cost * 1000, 3))
        figures[f"{name}: ratio"] = at_most(cost / small[name], 2)
    return figures


def run() -> dict[str, dict[str, dict[str, float | str]]]:
    with tempfile.TemporaryDirectory() as folder:
        lite = measure(SqliteMaker(Path(folder)))
    with postgres_server() as server:
        postgres = measure(PostgresMaker(server.get_uri()))
    return {
        "sqlite": {name: figure.plain() for name, figure in lite.items()},
        "postgresql": {name: figure.plain() for name, figure in postgres.items()},
    }
