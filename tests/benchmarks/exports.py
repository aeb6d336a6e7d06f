"""How long a transcript takes to become a file, and what the writers cost at start-up."""

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import psutil
from sqlalchemy import update

from bot.clock import SystemClock
from core.domain.event import Called, Said
from core.domain.jsonvalue import Json
from core.domain.place import Place
from core.evaluation.fulltext import full_blocks
from core.evaluation.report import make_report
from core.evaluation.wording import curve_of
from core.export import export
from core.export.chart import openness_svg
from core.export.press import Press
from core.export.transcript import Transcript, lines_from
from core.library.loader import load_shipped
from core.store import schema
from core.store.class_tables import assignments
from core.store.database import open_database
from tests.core.interviews import LINES, play
from tests.core.transcripts import transcript
from tests.journeys.stage import TENANT, Stage, stage

ROUNDS = 5
PACE = 0.03
SAID = "What has been on your mind most?"
GOALS = {
    "pdf 300": 0.4,
    "pdf 3000": 1.5,
    "report 400 turns": 0.2,
    "zip of 200 sessions": 20,
    "added p99 of a running interview": 0.02,
    "peak memory MB": 300,
}
SIZES = (300, 3_000)
NAMES = ("pdf", "docx", "markdown", "json", "csv")


def run() -> dict[str, Json]:
    """Medians in seconds; `first pdf` starts the press; memory of app and press together in MB."""
    found = {f"{name} {size}": _timed(size, name) for size in SIZES for name in NAMES}
    found["report 400 turns"] = _report_time(400)
    found["png"] = _png_time()
    found |= _section()
    found["first pdf 300, new process"] = _first_pdf()
    found["import core.export"] = _import_time("core.export")
    measured: dict[str, Json] = {name: round(value, 4) for name, value in found.items()}
    return {**measured, "goals": {**GOALS}}


def interview(messages: int) -> Transcript:
    """A played interview with report and picture; the last message is the client's."""
    profile = load_shipped()[0]
    lines, traces = play(profile, tuple(_said(messages // 2)))
    report = make_report(profile, lines, traces, reveal=True)
    return replace(
        transcript(),
        lines=lines_from(lines[:messages], "María Santos", profile.identity.name),
        report=full_blocks(report),
        report_data=report.to_json(),
        curve=curve_of(report),
    )


def _said(turns: int) -> Iterator[str]:
    return (LINES[turn % len(LINES)].format(topic="work") for turn in range(turns))


def _timed(messages: int, name: str) -> float:
    value = interview(messages)
    export(value, name)
    return median(_seconds(value, name) for _ in range(ROUNDS))


def _seconds(value: Transcript, name: str) -> float:
    # The typesetter keeps what it laid out before: another title is another document.
    changed = replace(value, title=f"{value.title} {time.perf_counter_ns()}")
    began = time.perf_counter()
    export(changed, name)
    return time.perf_counter() - began


def _report_time(turns: int) -> float:
    profile = load_shipped()[0]
    played = play(profile, tuple(_said(turns)))
    began = time.perf_counter()
    make_report(profile, *played, reveal=True)
    return time.perf_counter() - began


def _png_time() -> float:
    curve = interview(300).curve
    svg = openness_svg(curve) if curve else ""
    press = Press()
    press.picture(svg)
    began = time.perf_counter()
    press.picture(svg)
    found = time.perf_counter() - began
    press.close()
    return found


def _section() -> dict[str, float]:
    """A process of its own with the whole core: nothing else is in its memory."""
    code = "from tests.benchmarks.exports import print_section as show; show()"
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=1800
    )
    return dict(json.loads(made.stdout))


def _first_pdf() -> float:
    code = "from tests.benchmarks.exports import first; print(first())"
    return _told(code)


def first() -> float:
    """Seconds for the first PDF that is asked of a press, libraries and fonts included."""
    value = interview(300)
    press = Press()
    began = time.perf_counter()
    press.files(value, ("pdf",))
    found = time.perf_counter() - began
    press.close()
    return found


def _import_time(module: str) -> float:
    code = f"import time; began = time.perf_counter(); import {module}; "
    return _told(code + "print(time.perf_counter() - began)")


def _told(code: str) -> float:
    run_ = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return float(run_.stdout)


@dataclass(slots=True)
class Memory:
    """The most that this process and its children held at one moment, in MB."""

    peak: float = 0.0


@contextmanager
def watched_memory() -> Iterator[Memory]:
    """Look every 20 ms."""
    found, over, me = Memory(), threading.Event(), psutil.Process()

    def look() -> None:
        while not over.wait(0.02):
            found.peak = max(found.peak, megabytes(me) + sum(map(megabytes, me.children())))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def megabytes(process: psutil.Process) -> float:
    """Nothing for one that has just ended."""
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.NoSuchProcess:
        return 0.0


async def turns(play: Stage, place: Place, going: Callable[[], bool]) -> list[float]:
    """Seconds of each turn while it goes on; what a hundred students type in a second."""
    found = []
    while going():
        sent = len(play.platform.sent)
        began = time.perf_counter()
        await play.hand_in("omar", Said(f"turn-{time.perf_counter_ns()}", SAID), place)
        await answered(play, place, sent)
        found.append(time.perf_counter() - began)
        await asyncio.sleep(PACE)
    return found


async def answered(play: Stage, place: Place, since: int) -> None:
    """Until something new was posted there."""
    for _ in range(60_000):
        if any(one.outgoing.place == place for one in play.platform.sent[since:]):
            return
        await asyncio.sleep(0.0005)


def is_packed(play: Stage, since: int, count: int) -> bool:
    """Whether the last part of the bundle is out."""
    last = f"{count} of {count} interviews."
    return any(last in str(one.outgoing.errand) for one in play.platform.sent[since:])


async def fill(play: Stage, count: int) -> None:
    """Finished interviews of 60 lines."""
    without_limit = update(assignments).values(max_attempts=None)
    await play.database.write(lambda tx: tx.run(without_limit), TENANT)
    for number in range(count):
        await play.press("ines", "Practise again" if number else "Start")
        (mine,) = [one for one in await play.sessions_of("ines") if one.state.runs]
        place = play.place_of(mine)
        for text in _said(30):
            await play.say("ines", text, place)
        await play.press("ines", "End", place)
        play.clock.advance(60)


async def section(count: int) -> dict[str, float]:
    """`/bundle` of a class while one interview goes on in it: as a teacher would ask for it."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'db.sqlite3'}", SystemClock())
        schema.upgrade(database.engine)
        async with stage(database) as play:
            place = await play.start("omar")
            await fill(play, count)
            ends = time.monotonic() + 8
            alone = await turns(play, place, lambda: time.monotonic() < ends)
            with watched_memory() as memory:
                sent, began = len(play.platform.sent), time.perf_counter()
                await play.hand_in("ruth", Called("bundle", {"formats": "markdown pdf docx"}))
                beside = await turns(play, place, lambda: not is_packed(play, sent, count))
                took = time.perf_counter() - began
            await play.settle()
        await database.close()
    return {
        f"zip of {count} sessions": took,
        "added p99 of a running interview": p99(beside) - p99(alone),
        "p99 alone": p99(alone),
        "turns beside it": len(beside),
        "peak memory MB": memory.peak,
    }


def print_section() -> None:
    """For the process of its own."""
    print(json.dumps(asyncio.run(section(200))))


def p99(values: list[float]) -> float:
    """The value that one in a hundred is above."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
