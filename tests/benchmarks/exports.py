"""How long a transcript takes to become a file, and what the writers cost at start-up."""

import asyncio
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from bot.clock import SystemClock
from core.domain.jsonvalue import Json
from core.domain.place import Place
from core.evaluation.fulltext import full_blocks
from core.evaluation.report import make_report
from core.evaluation.wording import curve_of
from core.export import export
from core.export.bundle import write_bundle
from core.export.chart import openness_svg
from core.export.png import png_from_svg
from core.export.transcript import Transcript, lines_from
from core.library.loader import load_shipped
from core.store import schema
from core.store.database import open_database
from tests.core.interviews import LINES, play
from tests.core.transcripts import transcript
from tests.journeys.stage import Stage, stage

ROUNDS = 5
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
    """Medians in seconds; `first pdf` is a fresh process with its imports; peak memory in MB."""
    found = {f"{name} {size}": _timed(size, name) for size in SIZES for name in NAMES}
    found["report 400 turns"] = _report_time(400)
    found["png"] = _png_time()
    found["zip of 200 sessions"] = _zip_time()
    found["added p99 of a running interview"] = asyncio.run(added_p99(interview(60), 200))
    found["first pdf 300, new process"] = _first_pdf()
    found["import core.export"] = _import_time("core.export")
    found["peak memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
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
    began = time.perf_counter()
    png_from_svg(svg)
    return time.perf_counter() - began


def _zip_time() -> float:
    """200 interviews of 60 lines, each as Markdown, PDF and DOCX."""
    value = interview(60)
    sessions = (replace(value, title=f"Session {number}") for number in range(200))
    began = time.perf_counter()
    for _ in write_bundle(sessions, ("markdown", "pdf", "docx"), io.BytesIO()):
        pass
    return time.perf_counter() - began


def _first_pdf() -> float:
    code = "from tests.benchmarks.exports import first; print(first())"
    return _told(code)


def first() -> float:
    """Seconds for the first PDF of this process, libraries and fonts included."""
    value = interview(300)
    began = time.perf_counter()
    export(value, "pdf")
    return time.perf_counter() - began


def _import_time(module: str) -> float:
    code = f"import time; began = time.perf_counter(); import {module}; "
    return _told(code + "print(time.perf_counter() - began)")


def _told(code: str) -> float:
    run_ = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return float(run_.stdout)


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


async def added_p99(value: Transcript, count: int) -> float:
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
