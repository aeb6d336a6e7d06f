"""A completion record comes after a graded assignment, once, and never for anything else."""

import asyncio

from sqlalchemy import func, select

from core.domain.event import Fired, Pressed
from core.domain.reply import Reply
from core.store.database import Database
from core.store.record_tables import completions
from core.store.transaction import Transaction
from tests.fakes import START
from tests.journeys.stage import TENANT, Stage, stage
from tests.journeys.test_overview_student import DUE, assign

SOON = START + DUE / 3


async def finished(play: Stage, user: str = "ines") -> None:
    """The nearest work, from Start to End."""
    await play.call(user, "practice")
    await play.act(user, Pressed(play.replies(user)[-1].buttons[0].token))
    session = (await play.sessions_of(user))[0]
    await play.act(user, Pressed(f"run|done|{session.id}"))


def records(play: Stage, user: str) -> list[Reply]:
    """The notices with a record that somebody got."""
    return [
        reply
        for reply in play.replies(user)
        if any(one.name == "completion.pdf" for one in reply.files)
    ]


async def count(play: Stage) -> int:
    def work(tx: Transaction) -> int:
        return int(tx.run(select(func.count()).select_from(completions)).scalar_one())

    return await play.database.read(work, TENANT)


async def test_a_graded_work_that_is_done_brings_a_record(database: Database) -> None:
    async with stage(database) as play:
        await assign(play, [{"graded": True, "due_at": SOON}])
        await finished(play)
        (notice,) = records(play, "ines")
        assert "Work 0, Ines Carvalho" in notice.files[0].description
        assert records(play, "omar") == []


async def test_practice_brings_no_record(database: Database) -> None:
    async with stage(database) as play:
        await assign(play, [{"graded": False, "due_at": SOON}])
        await finished(play)
        assert (records(play, "ines"), await count(play)) == ([], 0)


async def test_another_attempt_brings_no_second_record(database: Database) -> None:
    async with stage(database) as play:
        await assign(play, [{"graded": True, "due_at": SOON, "max_attempts": 3}])
        await finished(play)
        talk = next(one for one in play.replies("ines")[::-1] if "Your work" in one.text)
        await play.act("ines", Pressed(talk.buttons[0].token))
        session = (await play.sessions_of("ines"))[0]
        await play.act("ines", Pressed(f"run|done|{session.id}"))
        assert (len(records(play, "ines")), await count(play)) == (1, 1)


async def test_the_record_asked_for_many_times_at_once_is_issued_once(database: Database) -> None:
    async with stage(database) as play:
        await assign(play, [{"graded": True, "due_at": SOON}])
        await finished(play)
        session = (await play.sessions_of("ines"))[0]
        fired = Fired("completion", {"session": session.id})
        await asyncio.gather(*(play.hand_in("", fired, key=f"again{n}") for n in range(8)))
        await play.settle()
        assert (len(records(play, "ines")), await count(play)) == (1, 1)


async def test_each_student_has_an_own_record(database: Database) -> None:
    async with stage(database) as play:
        await assign(play, [{"graded": True, "due_at": SOON}])
        await finished(play)
        await finished(play, "omar")
        assert await count(play) == 2
        assert not any("Omar" in one.files[0].description for one in records(play, "ines"))
