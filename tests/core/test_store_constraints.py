"""Everything that may happen twice is held by a constraint; each is tried by breaking it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import Table, insert

from core.domain.session import Message, Role
from core.errors import StoreError
from core.store import messages, schema, sessions
from core.store.class_tables import clients, people, sections
from core.store.database import Database
from core.store.tables import alerts, inbox, jobs, lanes, outbox
from core.store.transaction import Transaction
from tests.core.delivery import TENANT
from tests.fakes import START
from tests.seeds import add_sessions, session

LANE = "play:W:C:T1"
EVENT = {
    "lane": LANE,
    "seq": 1,
    "tenant": TENANT,
    "event_key": "e",
    "natural_key": "n",
    "payload_hash": "h",
    "event": "{}",
    "platform_ts": 1,
    "received_at": 1,
}
POST = {
    "lane": LANE,
    "seq": 1,
    "part": 0,
    "key": "k",
    "tenant": TENANT,
    "token": 1,
    "place": LANE,
    "errand": "{}",
    "created_at": 1,
}
JOB = {"kind": "k", "dedupe_key": "d", "tenant": TENANT, "run_at": 1, "event": "{}"}
ALERT = {"kind": "k", "dedupe_key": "d", "tenant": TENANT, "text": "t", "raised_at": 1}
PERSON = {"id": "x", "tenant": TENANT, "user": "x", "created_at": START}
SECTION = {
    "id": "x",
    "tenant": TENANT,
    "place": "x",
    "name": "n",
    "zone": "UTC",
    "created_at": START,
}
CLIENT = {
    "id": "x",
    "tenant": TENANT,
    "slug": "x",
    "version": 1,
    "status": "draft",
    "name": "n",
    "language": "en",
    "sha256": "0",
    "profile": "{}",
    "created_at": START,
}
BROKEN: tuple[tuple[Table, Mapping[str, object], Mapping[str, object]], ...] = (
    (lanes, {"lane": LANE, "tenant": TENANT, "last_seq": 1}, {"last_seq": 2}),
    (inbox, EVENT, {"event_key": "f", "natural_key": "m"}),
    (inbox, EVENT, {"seq": 2, "natural_key": "m"}),
    (inbox, EVENT, {"seq": 2, "event_key": "f"}),
    (outbox, POST, {"key": "l"}),
    (outbox, POST, {"part": 1}),
    (jobs, JOB, {"run_at": 2}),
    (alerts, ALERT, {"text": "u"}),
    (people, PERSON, {"id": "y"}),
    (sections, SECTION, {"id": "y"}),
    (clients, CLIENT, {"id": "y"}),
)


@pytest.mark.parametrize(("table", "row", "change"), BROKEN)
async def test_a_second_row_for_the_same_thing_is_refused(
    database: Database, table: Table, row: Mapping[str, object], change: Mapping[str, object]
) -> None:
    await database.write(lambda tx: tx.run(insert(table), row) and None)
    with pytest.raises(StoreError):
        await database.write(lambda tx: tx.run(insert(table), {**row, **change}) and None)


@pytest.mark.parametrize(("table", "row", "change"), BROKEN)
async def test_another_tenant_or_key_is_no_second_row(
    sqlite_database: Database,
    table: Table,
    row: Mapping[str, object],
    change: Mapping[str, object],
) -> None:
    """The refusals above come from the key, not from anything else in the row."""
    keys = {"lane", "id", "key", "dedupe_key", "event_key", "natural_key"}
    elsewhere = {name: f"{row[name]}2" for name in keys & row.keys()} | {"tenant": "play:V"}
    await sqlite_database.write(lambda tx: tx.run(insert(table), row) and None)
    other = {**row, **change, **elsewhere}
    await sqlite_database.write(lambda tx: tx.run(insert(table), other) and None)


async def test_the_same_work_runs_once(database: Database) -> None:
    def work(tx: Transaction) -> list[bool]:
        add_sessions(tx, (LANE,))
        twin = session(TENANT, 0, "play:W:C:T9")
        return [sessions.add(tx, replace(twin, id="t1", attempt=2))]

    assert await database.write(work, TENANT) == [False]


async def test_a_line_number_is_given_once(database: Database) -> None:
    line = Message(1, 1, Role.STUDENT, "hello", 1)
    await database.write(lambda tx: add_sessions(tx, (LANE,)), TENANT)
    await database.write(lambda tx: messages.add(tx, "s0", [line]), TENANT)
    with pytest.raises(StoreError):
        await database.write(lambda tx: messages.add(tx, "s0", [replace(line, turn=2)]), TENANT)


async def test_a_populated_database_goes_down_and_up_again(database: Database) -> None:
    await database.write(lambda tx: add_sessions(tx, (LANE,)), TENANT)
    schema.downgrade(database.engine, "base")
    schema.upgrade(database.engine)
    await database.write(lambda tx: add_sessions(tx, (LANE,)), TENANT)
    assert await database.read(lambda tx: sessions.find(tx, "s0") is not None, TENANT)
