"""Grading killed at every step resumes: five findings, one post, each call made billed once."""

import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clock import SystemClock
from core.delivery.steps import Step
from core.services import gradeable
from core.store import inbox
from core.store.database import Database, open_database
from core.store.grade_tables import evaluations, findings
from core.store.money_tables import model_calls
from core.store.transaction import Transaction
from tests.engines import DatabaseMaker
from tests.fakes import FakeModel
from tests.faults.grading_life import born
from tests.gateway import sweep
from tests.grader import Grader
from tests.journeys.grading import interview
from tests.journeys.stage import TENANT, stage

LABELS = (
    *(Step.CLAIMED, Step.DECIDED, Step.WRITTEN, Step.FENCED, Step.FINISHED),
    *(Step.SENDING, Step.SENT, Step.MARKING, Step.MARKED, Step.RELEASED),
)
TIMES = sweep(1, 5)


def live(url: str, log: Path, label: str, nth: int) -> int:
    """A life's exit code: -9 when it was killed."""
    spawn = multiprocessing.get_context("forkserver")
    spawn.set_forkserver_preload(["tests.faults.grading_life"])
    process = spawn.Process(target=born, args=(url, str(log), label, nth))
    process.start()
    process.join(60)
    return -1 if process.exitcode is None else process.exitcode


async def ready(database: Database) -> None:
    """A finished interview whose grading has been asked for and not begun."""
    model = FakeModel(["Since my sister left, I would say."])
    async with stage(database, model=model) as play:
        await interview(play)
        session = (await play.sessions_of("ines"))[0]
        await play.app.engine.stop()
        play.house.grader = Grader()

        def order(tx: Transaction) -> None:
            for event in gradeable.order(tx, play.house, session).events:
                inbox.accept(tx, event)

        await database.write(order, TENANT)


def counts(tx: Transaction) -> tuple[int, int, int]:
    """Findings, finished gradings, calls in the ledger."""
    found = tx.run(select(func.count()).select_from(findings)).scalar_one()
    done = tx.run(select(func.count()).select_from(evaluations).where(evaluations.c.done))
    billed = tx.run(select(func.count()).where(model_calls.c.purpose == "grader"))
    return int(found), int(done.scalar_one()), int(billed.scalar_one())


@pytest.mark.slow
@pytest.mark.timeout(1_200)
async def test_a_grading_killed_anywhere_is_whole_in_the_end(
    database_maker: DatabaseMaker, tmp_path: Path
) -> None:
    url = database_maker.fresh()
    database = open_database(url, SystemClock())
    await ready(database)
    log = tmp_path / "log"
    log.touch()
    killed = [live(url, log, label, nth) for nth in range(1, TIMES + 1) for label in LABELS]
    assert killed.count(-9) >= len(LABELS) // 2
    assert live(url, log, "", 0) == 0
    lines = log.read_text().splitlines()
    posts = [one for one in lines if one.endswith("Rubric feedback")]
    calls = lines.count("call")
    assert len(posts) == 1
    assert await database.read(counts, TENANT) == (5, 1, calls)
    await database.close()
