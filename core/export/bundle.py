"""A section's transcripts as one ZIP with an index, written session by session."""

import csv
import io
import zipfile
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Self

from core.export import ExportedFile
from core.export.cleaning import clean
from core.export.csvfile import guard
from core.export.transcript import Transcript, long_time

INDEX = "index.csv"
HEADER = ("student", "client", "assignment", "attempt", "start", "end", "files")
# Compressed inside: once more costs time and saves nothing.
PACKED = (".pdf", ".docx")
DATE = (1980, 1, 1, 0, 0, 0)


class Bundle:
    """The ZIP while it grows; the index comes last, with the end of the block."""

    def __init__(self, out: IO[bytes]) -> None:
        self._package = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._rows: list[list[str]] = []
        self._taken: set[str] = {INDEX}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            _put(self._package, INDEX, _index(self._rows))
        self._package.close()

    def add(self, transcript: Transcript, made: Sequence[ExportedFile]) -> None:
        """One session with its files; compressing takes a while, so call it in a thread."""
        stem = _free(made, self._taken)
        names = [stem + one.name.partition(".")[2] for one in made]
        for name, one in zip(names, made, strict=True):
            _put(self._package, name, one.data)
        self._rows.append(_row(transcript, names))


def _free(made: Sequence[ExportedFile], taken: set[str]) -> str:
    """A name for the session's files that no other session has, with its dot."""
    stem = made[0].name.partition(".")[0] if made else "session"
    number = next(n for n in range(1, len(taken) + 2) if _numbered(stem, n) not in taken)
    taken.add(_numbered(stem, number))
    return _numbered(stem, number)


def _numbered(stem: str, number: int) -> str:
    return f"{stem}." if number == 1 else f"{stem}_{number}."


def _put(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, DATE)
    packed = name.endswith(PACKED)
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    package.writestr(entry, data)


def _row(transcript: Transcript, names: Sequence[str]) -> list[str]:
    end = "" if transcript.end_ms is None else long_time(transcript, transcript.end_ms)
    attempt = "" if transcript.attempt is None else str(transcript.attempt)
    start = long_time(transcript, transcript.start_ms)
    who = (transcript.student, transcript.client, transcript.assignment)
    return [clean(cell) for cell in (*who, attempt, start, end, " ".join(names))]


def _index(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
