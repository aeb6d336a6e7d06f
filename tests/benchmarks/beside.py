"""What a class's bundle costs an interview that runs meanwhile: turns with it and without."""

import asyncio
import io
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.clock import SystemClock
from core.domain.place import Place
from core.export.bundle import write_bundle
from core.export.transcript import Transcript
from core.store import schema
from core.store.database import open_database
from tests.journeys.stage import Stage, stage

SAID = "What has been on your mind most?"


async def turns(play: Stage, place: Place, going: Callable[[], bool]) -> list[float]:
    """Seconds of each turn, one after the other, while it goes on."""
    found = []
    while going():
        began = time.perf_counter()
        await play.say("ines", SAID, place)
        found.append(time.perf_counter() - began)
    return found


def pack(value: Transcript, count: int) -> None:
    """The work of a bundle."""
    sessions = (replace(value, title=f"Session {number}") for number in range(count))
    for _ in write_bundle(sessions, ("markdown", "pdf", "docx"), io.BytesIO()):
        pass


async def measure(value: Transcript, count: int) -> float:
    """The added p99 of a turn, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'db.sqlite3'}", SystemClock())
        schema.upgrade(database.engine)
        async with stage(database) as play:
            place = await play.start("ines")
            ends = time.monotonic() + 5
            alone = await turns(play, place, lambda: time.monotonic() < ends)
            work = asyncio.create_task(asyncio.to_thread(pack, value, count))
            beside = await turns(play, place, lambda: not work.done())
            await work
        await database.close()
    return p99(beside) - p99(alone)


def p99(values: list[float]) -> float:
    """The value that one in a hundred is above."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]


def added_p99(value: Transcript, count: int) -> float:
    return asyncio.run(measure(value, count))
