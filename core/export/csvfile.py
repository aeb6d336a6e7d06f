"""A transcript as CSV: one for people and their spreadsheets, one for machines."""

import csv
import io
import re
from collections.abc import Iterator

from core.export.transcript import Line, Transcript, local

HEADER = ("number", "turn", "time", "role", "speaker", "out_of_role", "text")
# A spreadsheet takes a cell for a formula by its first character, also behind blanks.
_TRIGGER = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠']|[\t\r\n]")
Cell = str | int


def write_people(transcript: Transcript) -> bytes:
    """Every text cell guarded; taking one leading apostrophe away gives the text back."""
    rows = ([_guarded(cell) for cell in row] for row in _rows(transcript))
    return _written(rows).encode("utf-8-sig")


def write_machine(transcript: Transcript) -> bytes:
    """Every cell as it is."""
    return _written(_rows(transcript)).encode()


def guard(text: str) -> str:
    """A leading apostrophe where a spreadsheet would calculate, or where one stands already."""
    return f"'{text}" if _TRIGGER.match(text) else text


def _guarded(cell: Cell) -> Cell:
    return guard(cell) if isinstance(cell, str) else cell


def _rows(transcript: Transcript) -> Iterator[list[Cell]]:
    yield list(HEADER)
    for line in transcript.lines:
        yield _row(transcript, line)


def _row(transcript: Transcript, line: Line) -> list[Cell]:
    at = local(transcript.zone, line.at_ms).isoformat(timespec="milliseconds")
    outside = "yes" if line.is_out_of_role else "no"
    return [line.seq, line.turn, at, line.role.value, line.speaker, outside, line.text]


def _written(rows: Iterator[list[Cell]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()
