"""Many at once: the last attempt, the same tick, two teachers; one wins.

`VC_SWEEP=full` runs 1,000 rounds instead of a few.
"""

import asyncio
import os
from dataclasses import replace
from datetime import timedelta

from bot.clock import SystemClock
from core.delivery.timetable import Schedule, plan
from core.domain.event import Actor, Called, Event, Fired, Pressed
from core.domain.ids import new_key
from core.domain.teaching import Assignment, AssignmentState
from core.domain.token import token
from core.store import assignments, jobs, sections
from core.store.database import Database, open_database
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage
from tests.journeys.teaching import Hand, course, every, the

FULL = os.environ.get("VC_SWEEP") == "full"
ROUNDS, TICKS = (1_000, 1_000) if FULL else (3, 40)
CLICKS, PROCESSES = 64, 4
PERIOD = 60_000


async def one_attempt(play: Stage, number: int) -> Assignment:
    """Published work with one client and one attempt."""
    first = (await every(play))[0]
    made = replace(
        first,
        id=new_key(),
        title=f"Race {number}",
        state=AssignmentState.PUBLISHED,
        due_at=None,
        max_attempts=1,
        announcement_key=None,
    )

    def work(tx: Transaction) -> None:
        assignments.add(tx, made, None, play.clock.now())
        client = assignments.clients_of(tx, first.id)[0]
        assignments.add_client(tx, made.id, client.id, None, 0)

    await play.database.write(work, TENANT)
    return made


async def test_sixty_four_starts_at_the_last_attempt_begin_one_interview(
    database: Database,
) -> None:
    async with course(database) as play:
        for number in range(ROUNDS):
            # Only the newest interviews of a student are listed.
            play.clock.wall += timedelta(seconds=1)
            made = await one_attempt(play, number)
            press = Pressed(token("practice", made.id))
            clicks = [
                Event(f"r{number}c{click}", CLASS, press, 1, Actor("ines"), lane=f"l{click}")
                for click in range(CLICKS)
            ]
            await asyncio.gather(*(play.app.door.accept(one) for one in clicks))
            await play.settle()
            begun = [one for one in await play.sessions_of("ines") if one.assignment_id == made.id]
            assert [one.attempt for one in begun] == [1]
            await play.act("ines", Called("done", {"session": begun[0].id}))


async def test_the_same_tick_in_four_processes_fires_once(database_url: str) -> None:
    schedule = Schedule("tick", PERIOD, lambda at: Event(f"tick@{at}", CLASS, Fired("tick"), at))
    processes = [open_database(database_url, SystemClock()) for _ in range(PROCESSES)]

    async def tick(process: Database, at: int) -> int:
        await process.write(lambda tx: plan(tx, [(schedule, at)]))
        return len(await process.write(jobs.fire_due))

    for number in range(1, TICKS + 1):
        fired = await asyncio.gather(*(tick(one, number * PERIOD) for one in processes))
        assert sum(fired) == 1
    for process in processes:
        await process.close()


async def test_two_teachers_who_save_at_once_both_see_what_was_saved(database: Database) -> None:
    async with course(database) as play:
        made = await Hand(play).create()
        saves = [
            Event(
                f"save-{number}",
                CLASS,
                Called("assign edit", {"assignment": f"{made.id}.2", "attempts": str(number)}),
                1,
                Actor("ruth"),
                lane=f"desk-{number}",
            )
            for number in range(1, 5)
        ]
        await asyncio.gather(*(play.app.door.accept(one) for one in saves))
        await play.settle()
        saved = await the(play, made.title)
        assert saved.version == made.version + 1
        texts = [one.text for one in play.replies("ruth")][-4:]
        assert sum("Saved." in one for one in texts) == 1


async def test_a_section_of_another_class_is_left_alone(database: Database) -> None:
    async with course(database) as play:
        found = await play.database.read(lambda tx: sections.find_at(tx, CLASS), TENANT)
        assert found is not None
        assert {one.section_id for one in await every(play)} == {found.id}
