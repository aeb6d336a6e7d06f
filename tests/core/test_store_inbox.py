"""What is forgotten of the inbox, and how much of it at once."""

import pytest
from sqlalchemy import select, update

from core.domain.event import Event, Fired
from core.domain.place import Place
from core.store import inbox
from core.store.database import Database
from core.store.tables import inbox as rows
from core.store.tables import lanes
from core.store.transaction import Transaction
from tests.core.delivery import TENANT, said
from tests.journeys.stage import stage

LONG_AGO = 1_000
OLD = ("a", "b", "c", "d", "e")


def fill(tx: Transaction) -> None:
    """Five finished events, one each that is unfinished, parked or new."""
    for number, key in enumerate((*OLD, "parked", "unfinished", "new")):
        inbox.accept(tx, said(key, "L2" if key == "unfinished" else "L1"))
        received = LONG_AGO * 10 if key == "new" else LONG_AGO - 50 + number
        tx.run(update(rows).where(rows.c.event_key == key).values(received_at=received))
    tx.run(update(rows).where(rows.c.event_key == "parked").values(parked_reason="why"))
    tx.run(update(lanes).where(lanes.c.lane.endswith("L1")).values(done_seq=lanes.c.last_seq))


def worded(tx: Transaction) -> list[str]:
    """The keys of the events that still say something."""
    found = select(rows.c.event_key).where(rows.c.event != "").order_by(rows.c.event_key)
    return list(tx.run(found).scalars())


async def test_bodies_are_forgotten_a_few_at_a_time_and_the_oldest_first(
    database: Database,
) -> None:
    def work(tx: Transaction) -> list[tuple[bool, list[str]]]:
        fill(tx)
        return [(inbox.blank_bodies(tx, LONG_AGO, 2), worded(tx)) for _ in range(3)]

    left = ["new", "parked", "unfinished"]
    expected = [(True, ["c", "d", "e", *left]), (True, ["e", *left]), (False, left)]
    assert await database.write(work, TENANT) == expected


async def test_housekeeping_goes_on_until_nothing_is_left_to_forget(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SLICE", 2)
    place = Place("app", "jobs", "housekeeping")
    async with stage(database) as play:
        await database.write(fill, TENANT)
        # What was filled in waits for nobody here.
        await database.write(lambda tx: tx.run(update(lanes).values(visible_at=None)).rowcount)
        await play.app.door.accept(Event("tick", place, Fired("housekeeping"), 1))
        await play.settle()
        assert not set(OLD) & set(await database.read(worded))
