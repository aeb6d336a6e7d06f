"""A turn from event to post: order, coalescing, duplicates, postponing, poison."""

import asyncio
import itertools
from dataclasses import replace

import pytest

from core.delivery.effects import Batch, Effects, PostponeError
from core.delivery.steps import Step
from core.domain.event import Said
from core.domain.outgoing import Draft, Post
from core.domain.reply import say
from core.store import inbox
from core.store.database import Database
from core.store.tables import inbox as inbox_rows
from core.store.tables import lanes as lane_rows
from core.store.transaction import Transaction
from tests.core.delivery import (
    RULES,
    TENANT,
    Obedient,
    answer,
    bench,
    called,
    count,
    place,
    said,
    until,
)


async def test_an_event_becomes_one_post(database: Database) -> None:
    async with bench(database) as one:
        await one.accept(said("a"))
        await one.settled()
        assert one.platform.texts == ("a",)


async def test_what_comes_to_an_idle_lane_is_not_claimed_first(database: Database) -> None:
    steps: list[Step] = []
    async with bench(database, rules=replace(RULES, poll=60.0), watch=steps.append) as one:
        await until(lambda: Step.CLAIMING in steps)
        steps.clear()
        await one.accept(said("a"))
        await one.posted(1)
        begun = steps[: steps.index(Step.DECIDED)]
        assert begun == [Step.ACCEPTING, Step.ACCEPTED, Step.CLAIMED]


async def test_without_room_it_waits_until_a_turn_is_over(database: Database) -> None:
    decider = Obedient(gate=asyncio.Event())
    async with bench(database, decider, replace(RULES, workers=1)) as one:
        await one.accept(said("a", "L1"), said("b", "L2"))
        await decider.begun.wait()
        assert one.engine.running == 1
        assert decider.gate is not None
        decider.gate.set()
        await one.settled()
        assert sorted(one.platform.texts) == ["a", "b"]


@pytest.mark.parametrize("copies", [2, 3, 4, 8])
async def test_copies_that_come_at_once_are_one_event(database: Database, copies: int) -> None:
    async with bench(database) as one:
        news = await asyncio.gather(*(one.engine.accept(said("a")) for _ in range(copies)))
        await one.settled()
        assert sorted(news) == [False] * (copies - 1) + [True]
        assert one.platform.texts == ("a",)


async def test_one_happening_under_two_keys_is_one_event(database: Database) -> None:
    async with bench(database) as one:
        await one.accept(replace(said("a"), natural="C+1"), replace(said("b"), natural="C+1"))
        await one.settled()
        assert one.platform.texts == ("a",)


async def test_a_key_with_another_content_is_an_alarm_not_a_turn(database: Database) -> None:
    async with bench(database) as one:
        await one.accept(said("a"), replace(said("a"), body=Said("a", "changed")))
        await one.settled()
        assert one.platform.texts == ("a",)
        assert await one.alerts() == ["changed-event"]


async def test_what_comes_during_a_turn_forms_the_next_one_together(database: Database) -> None:
    decider = Obedient(gate=asyncio.Event())
    async with bench(database, decider) as one:
        await one.accept(said("a"))
        await decider.begun.wait()
        await one.accept(said("b"), said("c"), said("d"))
        assert decider.gate is not None
        decider.gate.set()
        await one.settled()
        assert decider.read == [["a"], ["b", "c", "d"]]


async def test_a_command_ends_a_batch(database: Database) -> None:
    decider = Obedient()
    await database.write(lambda tx: inbox.accept(tx, said("a")), TENANT)
    await database.write(lambda tx: inbox.accept(tx, called("end")), TENANT)
    await database.write(lambda tx: inbox.accept(tx, said("b")), TENANT)
    async with bench(database, decider) as one:
        await one.settled()
    assert decider.read == [["a"], ["end"], ["b"]]


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
async def test_a_burst_is_read_in_the_platforms_order(
    sqlite_database: Database, order: tuple[int, ...]
) -> None:
    for at in order:
        event = said(f"e{at}", at=at)
        await sqlite_database.write(lambda tx, event=event: inbox.accept(tx, event), TENANT)
    async with bench(sqlite_database) as one:
        await one.settled()
        assert one.decider.read == [["e1", "e2", "e3"]]


async def test_the_quiet_time_joins_the_first_two_messages(database: Database) -> None:
    async with bench(database, rules=replace(RULES, quiet_ms=3_600_000)) as one:
        await one.accept(said("hi"))
        await one.accept(said("there"))
        assert one.decider.read == []
        over = lane_rows.update().values(visible_at=1)
        await database.write(lambda tx: tx.run(over).rowcount, TENANT)
        await one.settled()
        assert one.decider.read == [["hi", "there"]]


async def test_a_hostile_event_is_set_aside_and_other_lanes_go_on(database: Database) -> None:
    def order(batch: Batch) -> Effects:
        if batch.events[0].key == "poison":
            raise ZeroDivisionError
        return answer(batch)

    async with bench(database, Obedient(order)) as one:
        await one.accept(said("poison"), *(said(f"e{n}", f"L{n}") for n in range(5)))
        await one.settled()
        assert sorted(one.platform.texts) == [
            "e0",
            "e1",
            "e2",
            "e3",
            "e4",
            "parked: failed 3 times",
        ]
        assert (await one.parked(), await one.alerts()) == ([1], ["parked"])
        assert len([keys for keys in one.decider.read if keys == ["poison"]]) == 3


async def test_a_good_neighbour_in_the_batch_of_a_hostile_event_is_answered(
    database: Database,
) -> None:
    def order(batch: Batch) -> Effects:
        if any(event.key == "poison" for event in batch.events):
            raise ZeroDivisionError
        return answer(batch)

    for key in ("good", "poison", "also good"):
        event = said(key)
        await database.write(lambda tx, event=event: inbox.accept(tx, event), TENANT)
    async with bench(database, Obedient(order)) as one:
        await one.settled()
        assert one.platform.texts == ("good", "parked: failed 3 times", "also good")


async def test_a_lane_goes_on_when_even_parking_fails(database: Database) -> None:
    class Speechless(Obedient):
        def park(self, _tx: Transaction, _batch: Batch, _reason: str) -> Effects:
            raise ZeroDivisionError

    def order(batch: Batch) -> Effects:
        if batch.events[0].key == "poison":
            raise ZeroDivisionError
        return answer(batch)

    async with bench(database, Speechless(order)) as one:
        await one.accept(said("poison"))
        await one.settled()
        await one.accept(said("good"))
        await one.settled()
        assert one.platform.texts == ("good",)


async def test_an_unreadable_event_is_set_aside(sqlite_database: Database) -> None:
    await sqlite_database.write(lambda tx: inbox.accept(tx, said("a")), TENANT)
    broken = inbox_rows.update().values(event="{")
    await sqlite_database.write(lambda tx: tx.run(broken) and None, TENANT)
    async with bench(sqlite_database) as one:
        await one.accept(said("b"))
        await one.settled()
        assert one.platform.texts == ("b",)
        assert await one.parked() == [1]


async def test_a_postponed_turn_says_so_once_and_keeps_its_message(database: Database) -> None:
    tries = itertools.count()
    notice = Effects((Draft(place(), Post(say("please wait"))),))

    def order(batch: Batch) -> Effects:
        number = next(tries)
        if number < 4:
            raise PostponeError("busy", 0.03, (lambda _tx: notice) if number == 0 else None)
        return answer(batch)

    async with bench(database, Obedient(order)) as one:
        await one.accept(said("a"))
        await one.settled()
        assert one.platform.texts == ("please wait", "a")
        assert await one.parked() == []


async def test_a_second_engine_over_the_same_store_answers_nothing_twice(
    database: Database,
) -> None:
    async with bench(database) as one, bench(database) as two:
        events = [said(f"e{n}", f"L{n % 7}", n) for n in range(60)]
        await asyncio.gather(
            *(chosen.engine.accept(event) for event in events for chosen in (one, two))
        )
        await one.settled()
        keys = " ".join((*one.platform.texts, *two.platform.texts)).split()
        assert sorted(keys) == sorted(event.key for event in events)
        assert await count(database, inbox_rows) == 60
