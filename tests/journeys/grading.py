"""A class whose interviews are graded: one student, one finished interview, one scripted grader."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import func, select, update

from core.domain.grading import Evaluation, Finding
from core.domain.place import Place
from core.domain.teaching import Release
from core.store import evaluations
from core.store.class_tables import assignments
from core.store.database import Database
from core.store.tables import jobs
from tests.fakes import FakeModel
from tests.grader import Grader
from tests.journeys.stage import TENANT, Stage, stage

LINES = ("What has been on your mind most, and since when?", "That sounds really hard for you.")


@asynccontextmanager
async def graded_class(
    database: Database, grader: Grader | None = None, policy: Release = Release.AT_ONCE
) -> AsyncIterator[Stage]:
    """The stage with a model for the client and a grader."""
    client = FakeModel(["Since my sister left, I would say."])
    async with stage(database, model=client, grader=grader or Grader()) as play:
        change = update(assignments).values(release=policy.value)
        await database.write(lambda tx: tx.run(change), TENANT)
        yield play


async def interview(play: Stage, user: str = "ines", lines: tuple[str, ...] = LINES) -> Place:
    """A finished interview and all that follows."""
    place = await play.start(user)
    for text in lines:
        await play.say(user, text, place)
    await play.press(user, "End", place)
    return place


def feedback(play: Stage) -> str:
    """The newest word of the grading; the report is another lane's and may come after it."""
    titles = ("Rubric feedback", "The rubric feedback")
    return [one.text for one in play.replies() if one.text.startswith(titles)][-1]


async def grading_of(play: Stage, user: str = "ines") -> Evaluation | None:
    """The grading of the newest interview."""
    session = (await play.sessions_of(user))[0]
    return await play.database.read(lambda tx: evaluations.of_session(tx, session.id), TENANT)


async def findings_of(play: Stage, user: str = "ines") -> tuple[Finding, ...]:
    made = await grading_of(play, user)
    assert made is not None
    return await play.database.read(lambda tx: evaluations.findings_of(tx, made.id), TENANT)


async def bring_on(play: Stage, kind: str) -> None:
    """The time of the waiting jobs of a kind has come; all that follows."""
    due = update(jobs).where(jobs.c.kind == kind, jobs.c.state == "waiting").values(run_at=0)
    await play.database.write(lambda tx: tx.run(due), TENANT)
    left = select(func.count()).where(jobs.c.kind == kind, jobs.c.run_at == 0)
    left = left.where(jobs.c.state == "waiting")
    async with asyncio.timeout(60):
        while await play.database.read(lambda tx: tx.run(left).scalar_one()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await play.settle()
