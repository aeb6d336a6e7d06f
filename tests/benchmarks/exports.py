"""How long a transcript takes to become a file, and what the writers cost at start-up."""

import io
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from core.domain.jsonvalue import Json
from core.evaluation.fulltext import full_blocks
from core.evaluation.report import make_report
from core.evaluation.wording import curve_of
from core.export import export
from core.export.bundle import write_bundle
from core.export.chart import openness_svg
from core.export.png import png_from_svg
from core.export.transcript import Transcript, lines_from
from core.library.loader import load_shipped
from tests.benchmarks.beside import added_p99
from tests.core.interviews import LINES, play
from tests.core.transcripts import transcript

ROUNDS = 5
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
    found["added p99 of a running interview"] = added_p99(interview(60), 200)
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
