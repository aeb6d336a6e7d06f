"""DELIVER: what a platform may answer, and what becomes of the lane."""

import asyncio
from dataclasses import replace

import pytest

from core.delivery.effects import Batch, Effects
from core.domain.event import Opened, Vanished
from core.domain.outgoing import Draft, Open, Post
from core.domain.reply import say
from core.errors import SendLaterError, SendRefusedError, SendUnknownError
from core.store.database import Database
from tests.core.delivery import RULES, Obedient, answer, bench, place, said


def two_posts(batch: Batch) -> Effects:
    keys = " ".join(event.key for event in batch.events)
    home = batch.events[0].place
    return Effects(tuple(Draft(home, Post(say(f"{keys} {n}"))) for n in (1, 2)))


async def test_a_platform_that_asks_to_wait_is_asked_again(database: Database) -> None:
    async with bench(database) as one:
        one.platform.faults.extend([SendLaterError("slow", 0.02), SendLaterError("slow", 0.02)])
        await one.accept(said("a"))
        await one.settled()
        assert one.platform.texts == ("a",)
        assert len(one.decider.batches) == 1


async def test_a_post_of_unknown_fate_is_looked_for_before_it_is_sent_again(
    database: Database,
) -> None:
    async with bench(database) as one:
        one.platform.faults.append(SendUnknownError("cut"))
        await one.accept(said("a"))
        await one.settled()
        assert one.platform.texts == ("a",)
        assert len(one.platform.looked_for) == 1


async def test_parts_stay_in_order_when_the_first_must_wait(database: Database) -> None:
    async with bench(database, Obedient(two_posts)) as one:
        one.platform.faults.append(SendLaterError("slow", 0.02))
        await one.accept(said("a"))
        await one.settled()
        assert one.platform.texts == ("a 1", "a 2")


async def test_a_place_that_is_gone_is_reported_once_and_gets_nothing_more(
    database: Database,
) -> None:
    seen: list[object] = []

    def order(batch: Batch) -> Effects:
        seen.extend(event.body for event in batch.events if isinstance(event.body, Vanished))
        return Effects() if seen else two_posts(batch)

    async with bench(database, Obedient(order)) as one:
        one.platform.faults.append(SendRefusedError("channel gone"))
        await one.accept(said("a"))
        await one.settled()
        assert one.platform.texts == ()
        assert seen == [Vanished("channel gone")]


async def test_other_places_of_the_turn_still_get_their_posts(database: Database) -> None:
    def order(batch: Batch) -> Effects:
        if isinstance(batch.events[0].body, Vanished):
            return Effects()
        places = (place("gone"), place("here"))
        return Effects(tuple(Draft(one, Post(say("hello"))) for one in places))

    async with bench(database, Obedient(order)) as one:
        one.platform.faults.append(SendRefusedError("gone"))
        await one.accept(said("a"))
        await one.settled()
        assert [sent.outgoing.place.thread for sent in one.platform.sent] == ["here"]


async def test_a_place_that_was_opened_greets_as_an_event(database: Database) -> None:
    def order(batch: Batch) -> Effects:
        body = batch.events[0].body
        if isinstance(body, Opened):
            return Effects((Draft(batch.events[0].place, Post(say(f"welcome {body.ref}"))),))
        return Effects((Draft(place(), Open("s1", "u", "Interview")),))

    async with bench(database, Obedient(order)) as one:
        await one.accept(said("start"))
        await one.settled()
        assert one.platform.texts == ("welcome s1",)


async def test_a_bug_in_sending_parks_the_answer_and_frees_the_lane(database: Database) -> None:
    async with bench(database) as one:
        one.platform.faults.extend([ZeroDivisionError()] * 4)
        await one.accept(said("a"))
        await one.settled()
        one.platform.faults.clear()
        await one.accept(said("b"))
        await one.settled()
        assert one.platform.texts == ("b",)
        assert await one.alerts() == ["unsendable"]


async def test_a_platform_that_hangs_does_not_hold_the_lane(sqlite_database: Database) -> None:
    async with bench(sqlite_database, rules=replace(RULES, send_timeout=0.05)) as one:
        one.platform.pause = 0.3
        await one.accept(said("a"))
        await one.decider.begun.wait()
        await asyncio.sleep(0.2)
        one.platform.pause = 0.0
        await one.settled()
        assert one.platform.texts == ("a",)


@pytest.mark.parametrize("name", ["slack", "discord"])
async def test_a_platform_that_is_not_connected_keeps_its_answers(
    sqlite_database: Database, name: str
) -> None:
    def order(batch: Batch) -> Effects:
        elsewhere = replace(place(), platform=name)
        return answer(batch) + Effects((Draft(elsewhere, Post(say("later"))),))

    async with bench(sqlite_database, Obedient(order)) as one:
        await one.accept(said("a"))
        await one.posted(1)
        assert one.platform.texts == ("a",)
        assert one.engine.alive
