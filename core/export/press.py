"""The press: one process of low priority makes the files, so that interviews do not wait for them.

The typesetter with its fonts, and the word processor's library, are loaded there and never here; a
minute after the last file the process ends and gives their memory back.
"""

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import cache
from typing import IO

from core.domain.datashape import to_data
from core.domain.jsonvalue import Json
from core.export import ExportedFile
from core.export.transcript import Transcript

IDLE_SECONDS = 60.0
MOST_SECONDS = 120.0
START = "import sys; sys.path[:] = {path!r}; from core.export.worker import main; main()"
# The typesetter keeps for good what a long document took; a new process begins small.
LARGE = 1_000_000


class PressError(RuntimeError):
    """The process ended twice, or took too long, over one and the same work."""


class Press:
    """Call it in a thread; works come one after the other."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._rest: threading.Timer | None = None

    def files(self, made: Transcript, formats: Sequence[str]) -> tuple[ExportedFile, ...]:
        """A transcript in each of the formats of `core.export.FORMATS`."""
        return self._ask("transcript", {"transcript": to_data(made), "formats": list(formats)})

    def picture(self, svg: str) -> bytes:
        """An SVG of ours as PNG."""
        return self._ask("picture", {"svg": svg})[0].data

    def page(self, template: str, record: dict[str, Json], made_at: int) -> bytes:
        """A template of ours as PDF; `made_at` in Unix seconds."""
        data: dict[str, Json] = {"template": template, "record": record, "made_at": made_at}
        return self._ask("page", data)[0].data

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        process = self._process
        return None if process is None else process.pid

    def close(self) -> None:
        """End the process; the next work starts another."""
        with self._lock:
            self._end()

    def _ask(self, work: str, data: dict[str, Json]) -> tuple[ExportedFile, ...]:
        line = json.dumps({"work": work, "data": data}).encode() + b"\n"
        with self._lock:
            if self._rest is not None:
                self._rest.cancel()
            made = self._made(line)
            if len(line) > LARGE:
                self._end()
            else:
                self._rest = threading.Timer(self._idle_seconds, self.close)
                self._rest.daemon = True
                self._rest.start()
            return made

    def _made(self, line: bytes) -> tuple[ExportedFile, ...]:
        """A process that was killed is replaced once; what breaks two of them is an error."""
        for _attempt in range(2):
            process = self._process or self._start()
            made = exchange(process, line)
            if made is not None:
                return made
            self._end()
        raise PressError("the process that makes files ended over this work")

    def _start(self) -> subprocess.Popen[bytes]:
        code = START.format(path=sys.path)
        # A session of its own: an interrupt at the terminal is for the app, which ends this one.
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter with words of ours
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.communicate()


def exchange(process: subprocess.Popen[bytes], line: bytes) -> tuple[ExportedFile, ...] | None:
    """One work; None when the process ended before it was done."""
    if process.stdin is None or process.stdout is None:
        raise PressError("the process has no pipes")
    watch = threading.Timer(MOST_SECONDS, process.kill)
    watch.daemon = True
    watch.start()
    try:
        process.stdin.write(line)
        process.stdin.flush()
        return answer_of(process.stdout)
    except BrokenPipeError:
        return None
    finally:
        watch.cancel()


def answer_of(pipe: IO[bytes]) -> tuple[ExportedFile, ...] | None:
    """The files; None when the pipe ended in the middle."""
    head = pipe.readline()
    if not head.endswith(b"\n"):
        return None
    made = []
    for name, media_type, length in json.loads(head):
        data = pipe.read(length)
        if len(data) < length:
            return None
        made.append(ExportedFile(name, media_type, data))
    return tuple(made)


@cache
def shared() -> Press:
    """The one of this process; it ends with it."""
    made = Press()
    atexit.register(made.close)
    return made
