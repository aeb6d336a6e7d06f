"""Gradebook files: Canvas's and Moodle's to the letter, and a neutral one for people."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from core.domain.gradebook import MAX, Attempt, Line, figure
from core.export.cleaning import clean, one_line
from core.export.csvfile import guard

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
MOODLE = ("First name", "Last name", "ID number", "Email address")
GENERIC = (
    *("student_id", "platform_user", "family", "given", "email", "assignment", "attempt"),
    *("score", "max", "percent", "released_at", "feedback", "client", "ended_at", "late", "counts"),
)
# Canvas takes digits in brackets at the end of a title for the id of an assignment of its own.
_ID = re.compile(r"\((\d+)\)(\s*)$")


def title_of(assignment: str) -> str:
    """A column's title; digits at its end are not taken for an assignment's id."""
    return _ID.sub(r"[\1]\2", one_line(clean(assignment)))


def canvas(assignment: str, section: str, lines: Iterable[Line]) -> bytes:
    """ID stays empty: Canvas reads it as its own number of the person, and could take another."""
    rows: list[list[str]] = [[*CANVAS, title_of(assignment)]]
    rows.append([POINTS, "", "", "", "", str(MAX)])
    for line in lines:
        who = line.student
        rows.append(
            [who.family_given, "", who.sis, who.login or who.email, section, figure(line.grade)]
        )
    return written(rows).encode()


def moodle(assignment: str, _section: str, lines: Iterable[Line]) -> bytes:
    """The teacher maps the columns; an empty cell is no grade."""
    title = title_of(assignment)
    rows: list[list[str]] = [[*MOODLE, title, f"{title} (feedback)"]]
    for line in lines:
        who = line.student
        rows.append([who.given, who.family, who.sis, who.email, figure(line.grade), remark(line)])
    return written(rows).encode()


def remark(line: Line) -> str:
    """How often, and whether what counts came late."""
    late = any(one.late for one in line.attempts if one.session_id in line.counting)
    return f"attempts: {len(line.attempts)}{', late' if late else ''}" if line.attempts else ""


def generic(assignment: str, _section: str, lines: Iterable[Line]) -> bytes:
    """One row an attempt, for spreadsheets: no cell can be taken for a formula."""
    rows: list[list[str]] = [list(GENERIC)]
    for line in lines:
        rows += (attempt_row(assignment, line, one) for one in line.attempts)
        if not line.attempts:
            rows.append([*person_cells(line), assignment, *[""] * (len(GENERIC) - 6)])
    return written([guard(clean(cell)) for cell in row] for row in rows).encode("utf-8-sig")


def person_cells(line: Line) -> list[str]:
    """Who it is."""
    who = line.student
    return [who.sis, who.user, who.family, who.given, who.email]


def attempt_row(assignment: str, line: Line, one: Attempt) -> list[str]:
    """One attempt; times are UTC."""
    score = figure(one.percent)
    return [
        *person_cells(line),
        assignment,
        str(one.number),
        score,
        str(MAX) if score else "",
        score,
        instant(one.released_at),
        "",
        one.client,
        instant(one.ended_at),
        "yes" if one.late else "no",
        "yes" if one.session_id in line.counting else "no",
    ]


def instant(at: datetime | None) -> str:
    """ISO 8601, UTC."""
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def written(rows: Iterable[Sequence[str]] | Iterator[Sequence[str]], delimiter: str = ",") -> str:
    """CSV as the LMSs write it themselves."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


WRITERS = {"generic": generic, "canvas": canvas, "moodle": moodle}
