"""Filling the gradebook that a teacher downloaded: our column is written, all else stays."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.gradebook import Line, figure
from core.export.gradebook import title_of, written

DELIMITERS = ",;\t"
LOOK_AT = 3
MOST_ROWS = 5_000
POINTS = "points possible"
WORKSHEET = ("Identifier", "Grade", "Last modified (grade)")
CANVAS_NAMES = (("Student",), ("LastName", "FirstName"))
# Which of our values stands in which of their columns, the surest first.
KEYS = (
    ("sis", ("SIS User ID", "ID number", "idnumber")),
    ("login", ("SIS Login ID", "Username", "username")),
    ("email", ("SIS Login ID", "Email address", "email", "Email")),
)
NAMES = ("Student", "Full name", "Name")
PARTED = (("First name", "Last name"), ("FirstName", "LastName"))


class UnfitFileError(ValueError):
    """The file is no gradebook of an LMS, or has no column for the assignment."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The new file; `strangers` are rows that nobody of the class could be found for."""

    content: bytes
    written: int
    strangers: tuple[str, ...]


def fill(content: bytes, assignment: str, lines: Iterable[Line]) -> Filled:
    """UnfitFileError for a file that cannot be filled; cells of others are never touched."""
    text = decoded(content)
    delimiter = delimiter_of(text)
    rows = rows_of(text, delimiter)
    if not rows or len(rows) > MOST_ROWS:
        raise UnfitFileError("it has no rows" if not rows else f"it has more than {MOST_ROWS} rows")
    header = [cell.strip() for cell in rows[0]]
    column = column_of(header, assignment)
    count, strangers = write_grades(rows[1:], column, Finder(header, tuple(lines)))
    return Filled(written(rows, delimiter).encode(), count, strangers)


def write_grades(
    rows: list[list[str]], column: int, known: "Finder"
) -> tuple[int, tuple[str, ...]]:
    """How many were written, and the names of those who are not known."""
    count, strangers = 0, []
    for row in rows:
        if is_no_person(row) or len(row) <= column:
            continue
        line = known.find(row)
        if line is None:
            strangers.append(known.name(row))
        elif line.grade is not None:
            row[column] = figure(line.grade)
            count += 1
    return count, tuple(strangers)


def rows_of(text: str, delimiter: str) -> list[list[str]]:
    """UnfitFileError for what is no table."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnfitFileError(f"it cannot be read as a table ({error})") from error


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, else Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """What parts the first lines most often."""
    counts = Counter(char for char in "".join(text.splitlines()[:LOOK_AT]) if char in DELIMITERS)
    return counts.most_common(1)[0][0] if counts else ","


def column_of(header: list[str], assignment: str) -> int:
    """Moodle's offline worksheet has one for grades; else the one that the assignment names."""
    if all(name in header for name in WORKSHEET):
        return header.index("Grade")
    if not is_canvas(header) and not {*NAMES, *PARTED[0]} & set(header):
        raise UnfitFileError("it is no gradebook of Canvas or Moodle")
    wanted = {assignment.strip().casefold(), title_of(assignment).casefold()}
    fitting = [place for place, cell in enumerate(header) if bare(cell).casefold() in wanted]
    if len(fitting) != 1:
        raise UnfitFileError(f'it must have one column "{assignment}"; it has: {titles(header)}')
    return fitting[0]


def titles(header: list[str]) -> str:
    """What the file has instead."""
    return ", ".join(bare(cell) for cell in header if cell)[:200]


def is_canvas(header: list[str]) -> bool:
    """Canvas's own rule: names and ID first, Section the last of the student's columns."""
    return any(
        header[: len(names) + 1] == [*names, "ID"] and "Section" in header for names in CANVAS_NAMES
    )


def bare(title: str) -> str:
    """A column's title without the id that Canvas puts behind it."""
    head, bracket, tail = title.rpartition(" (")
    digits = tail.removesuffix(")")
    return head if bracket and tail.endswith(")") and digits.isdigit() else title


def is_no_person(row: list[str]) -> bool:
    """The row of points, of manual posting, or Canvas's test student."""
    first = row[0].strip().casefold() if row else ""
    return (
        not any(cell.strip() for cell in row)
        or first in {POINTS, "student, test", ""}
        or (len(row) > 1 and "manual posting" in " ".join(row).casefold())
    )


class Finder:
    """Finds the student of a row by what is surest; a name counts only where it is unique."""

    def __init__(self, header: list[str], lines: tuple[Line, ...]) -> None:
        self._header = header
        self._keys = {attribute: keyed(lines, attribute) for attribute, _columns in KEYS}
        self._names = unique(lines)

    def find(self, row: list[str]) -> Line | None:
        for attribute, columns in KEYS:
            for value in self._cells(row, columns):
                line = self._keys[attribute].get(value.casefold())
                if line is not None:
                    return line
        return self._names.get(words(self.name(row)))

    def name(self, row: list[str]) -> str:
        """The row's name, however it is parted."""
        for names in PARTED:
            if all(name in self._header for name in names):
                return " ".join(self._cells(row, names))
        return next(iter(self._cells(row, NAMES)), "")

    def _cells(self, row: list[str], columns: Iterable[str]) -> list[str]:
        places = (self._header.index(name) for name in columns if name in self._header)
        return [row[place].strip() for place in places if place < len(row) and row[place].strip()]


def words(name: str) -> frozenset[str]:
    """A name without order: `Santos, Maria` is `Maria Santos`."""
    return frozenset(name.casefold().replace(",", " ").split())


def keyed(lines: tuple[Line, ...], attribute: str) -> dict[str, Line]:
    """Students by one of their identifiers."""
    values: list[tuple[str, Line]] = [(getattr(one.student, attribute), one) for one in lines]
    return {value.casefold(): line for value, line in values if value}


def unique(lines: tuple[Line, ...]) -> dict[frozenset[str], Line]:
    """By name, only those names that one student has."""
    counts = Counter(words(one.student.name) for one in lines)
    names = ((words(one.student.name), one) for one in lines)
    return {name: line for name, line in names if name and counts[name] == 1}
