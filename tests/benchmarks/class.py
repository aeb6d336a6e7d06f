"""Screens of a workspace of 200 sections, 20,000 students, 500,000 sessions, on both engines.

`SECTIONS` in the environment makes the large workspace smaller; the small one is a hundredth of it.
`ENGINES=sqlite` (or `postgresql`) asks one engine. Both take about three minutes on two cores and
4 GB in the folder for temporary files; most of that time the workspaces are being filled.
"""  # noqa: N999 - the name that the command line takes

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from bot.clock import SystemClock
from core.domain.reply import Reply
from core.store.database import Database, open_database
from core.store.transaction import Transaction
from tests.benchmarks.goals import Figure, at_most, percentile
from tests.classroom import TENANT, Size, furnish
from tests.engines import KINDS, DatabaseMaker, PostgresMaker, SqliteMaker, postgres_server
from tests.screens import SCREENS, show

SECTIONS = int(os.environ.get("SECTIONS", "200"))
STUDENTS = 100
INTERVIEWS = 25
CALLS = 500
SAMPLES = int(os.environ.get("SAMPLES", "300"))
WARM = 30
P99_MS = 50
Look = Callable[[Transaction], Reply]


def looks(name: str, sections: int) -> list[Look]:
    """The same screen for random classes and students, always the same ones."""
    dice = random.Random(7)

    def look(section: int, place: int) -> Look:
        return lambda tx: show(tx, name, section, section + place * sections)

    return [look(dice.randrange(sections), dice.randrange(STUDENTS)) for _ in range(SAMPLES)]


async def times(database: Database, name: str, sections: int) -> list[float]:
    """Seconds of each look at one screen, after a few that do not count."""
    found = []
    for number, look in enumerate(looks(name, sections)):
        begin = time.perf_counter()
        await database.read(look, TENANT)
        if number >= WARM:
            found.append(time.perf_counter() - begin)
    return found


async def measure_all(database: Database, sections: int) -> dict[str, list[float]]:
    """All screens, one after the other."""
    return {name: await times(database, name, sections) for name in SCREENS}


def tidy(database: Database) -> None:
    """What PostgreSQL does by itself a little after many rows have come."""
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def workspace(url: str, sections: int) -> dict[str, list[float]]:
    """Fill a database and look around in it."""
    database = open_database(url, SystemClock())
    size = Size(sections, STUDENTS, INTERVIEWS, calls=CALLS)

    async def work() -> dict[str, list[float]]:
        try:
            await database.write(lambda tx: furnish(tx, size), TENANT)
            if database.kind == "postgresql":
                tidy(database)
            return await measure_all(database, sections)
        finally:
            await database.close()

    return asyncio.run(work())


def measure(databases: DatabaseMaker) -> dict[str, Figure]:
    """p99 of each screen, and its median beside that at a hundredth of the size."""
    few = max(1, SECTIONS // 100)
    small, large = workspace(databases.fresh(), few), workspace(databases.fresh(), SECTIONS)
    figures = {"sessions": Figure(SECTIONS * STUDENTS * INTERVIEWS)}
    for name in SCREENS:
        before, after = percentile(small[name], 0.5), percentile(large[name], 0.5)
        figures[f"{name}: p99 (ms)"] = at_most(percentile(large[name], 0.99) * 1000, P99_MS)
        figures[f"{name}: median (ms)"] = Figure(round(after * 1000, 2))
        figures[f"{name}: to a hundredth"] = at_most(after / before, 2)
    return figures


def run() -> dict[str, dict[str, dict[str, float | str]]]:
    """Both engines, or the one that `ENGINES` names."""
    kinds = [kind for kind in KINDS if kind in os.environ.get("ENGINES", " ".join(KINDS)).split()]
    found = {kind: ENGINES[kind]() for kind in kinds}
    return {
        kind: {name: figure.plain() for name, figure in figures.items()}
        for kind, figures in found.items()
    }


def on_sqlite() -> dict[str, Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return measure(SqliteMaker(Path(folder)))


def on_postgresql() -> dict[str, Figure]:
    with postgres_server() as server:
        maker = PostgresMaker(server.get_uri())
        maker.relax()
        return measure(maker)


ENGINES = {"sqlite": on_sqlite, "postgresql": on_postgresql}
