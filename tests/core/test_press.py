"""The process that makes files: the same bytes as here, replaced when killed, gone when idle."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest

from core.export import FORMATS, export
from core.export.press import Press, PressError
from core.export.transcript import Transcript
from tests.core.transcripts import HOSTILE, transcript

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'


@pytest.fixture
def press() -> Iterator[Press]:
    made = Press()
    yield made
    made.close()


def test_files_of_the_press_are_those_of_the_writers_whatever_is_said(press: Press) -> None:
    said = transcript(*HOSTILE)
    assert press.files(said, tuple(FORMATS)) == tuple(export(said, name) for name in FORMATS)


def test_it_runs_at_the_lowest_priority(press: Press) -> None:
    assert press.picture(SVG).startswith(b"\x89PNG")
    assert psutil.Process(press.pid).nice() == 19


def long() -> Transcript:
    """Takes the press about a second."""
    return transcript(*(f"Message {number}. " * 20 for number in range(1500)))


def test_a_process_killed_over_its_work_is_replaced(press: Press) -> None:
    press.picture(SVG)
    first, made = press.pid, list[bytes]()
    work = threading.Thread(target=lambda: made.append(press.files(long(), ("pdf",))[0].data))
    work.start()
    assert first is not None
    os.kill(first, signal.SIGKILL)
    work.join()
    assert made[0].startswith(b"%PDF")
    assert press.pid != first


def test_what_breaks_the_process_twice_is_an_error_and_the_next_work_is_done(press: Press) -> None:
    with pytest.raises(PressError):
        press.picture("this is no picture")
    assert press.picture(SVG).startswith(b"\x89PNG")


def test_an_idle_process_ends_and_a_new_one_comes_when_asked() -> None:
    press = Press(idle_seconds=0.1)
    press.picture(SVG)
    deadline = time.monotonic() + 30
    while press.pid is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert press.pid is None
    assert press.picture(SVG).startswith(b"\x89PNG")
    press.close()


def test_its_memory_stays_small_over_many_documents(press: Press) -> None:
    for number in range(12):
        press.files(replace(long(), title=f"Interview {number}"), ("markdown",))
        press.files(replace(transcript(*HOSTILE), title=f"{number}"), ("pdf", "docx"))
    assert psutil.Process(press.pid).memory_info().rss < 200 * 2**20


def test_the_app_never_loads_what_the_press_has() -> None:
    code = "import sys, bot.app; print([m for m in ('typst', 'docx') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
