"""What Canvas's and Moodle's imports accept, restated from their documentation; the oracle."""

import csv
import io
import re
from dataclasses import dataclass

CANVAS_ID = re.compile(r"\((\d+)\)\s*$")
NAMES = (["Student", "ID"], ["LastName", "FirstName", "ID"])
OPTIONAL = ("SIS User ID", "SIS Login ID", "Integration ID", "Root Account")
TOTALS = ("Current Score", "Final Score", "Final Grade", "Override Score")


@dataclass(frozen=True)
class Graded:
    """One cell as the LMS would take it; `canvas_id` is how the person would be found first."""

    canvas_id: int
    sis: str
    login: str
    name: str
    grade: str


def rows_of(content: bytes) -> list[list[str]]:
    """As a strict reader sees it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def accepts_canvas(header: list[str]) -> bool:
    """Names and ID first, then the known columns in their order, Section last of them."""
    start = next((names for names in NAMES if header[: len(names)] == names), None)
    if start is None or "Section" not in header:
        return False
    between = header[len(start) : header.index("Section")]
    known = [name for name in OPTIONAL if name in between]
    return between == known and not ("SIS User ID" in between and "SIS Login ID" not in between)


def canvas_assignments(header: list[str]) -> list[tuple[str, str]]:
    """Title and Canvas's own id (empty: a new assignment, after a question)."""
    cells = [one for one in header[header.index("Section") + 1 :] if one not in TOTALS]
    found = ((cell, CANVAS_ID.search(cell)) for cell in cells)
    return [(cell, match.group(1) if match else "") for cell, match in found]


def read_canvas(content: bytes) -> list[Graded]:
    """What Canvas would do with the file; ValueError where it refuses."""
    header, *rows = rows_of(content)
    if not accepts_canvas(header):
        raise ValueError(header)
    column = header.index("Section") + 1
    people = [row for row in rows if row[0].strip() != "Points Possible"]
    return [
        Graded(
            number(row[header.index("ID")]),
            row[header.index("SIS User ID")] if "SIS User ID" in header else "",
            row[header.index("SIS Login ID")],
            row[0],
            row[column],
        )
        for row in people
    ]


def number(text: str) -> int:
    """As Ruby's to_i: digits at the front, 0 for anything else."""
    match = re.match(r"\s*(\d+)", text)
    return int(match.group(1)) if match else 0


def read_moodle(content: bytes, best: float) -> list[tuple[str, float | None]]:
    """E-mail and grade; ValueError for a grade above the greatest one."""
    header, *rows = rows_of(content)
    email, column = header.index("Email address"), 4
    found = []
    for row in rows:
        text = row[column].strip()
        grade = None if text in {"", "-"} else float(text.replace(",", "."))
        if grade is not None and grade > best:
            raise ValueError(text)
        found.append((row[email], grade))
    return found
