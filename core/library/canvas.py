"""Rubrics as Canvas's CSV, both ways: read by position, what is sound goes in."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from core.domain.rubric import TOLERANCE, Criterion, Rubric, RubricError, check
from core.domain.rubricform import CENT, plain_number

HEADER = ("Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range")
RATING = ("Rating Name", "Rating Description", "Rating Points")
SHORT = 40
MOST_ROWS = 2_000
MILLIONTH = Decimal("0.000001")
ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class CanvasError(ValueError):
    """A file that is no rubric CSV of Canvas; the message says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rubrics that can go in, and one message for whatever cannot."""

    rubrics: tuple[Rubric, ...]
    messages: tuple[str, ...]


def decoded(raw: bytes) -> str:
    """The text: UTF-8, UTF-16 by its mark, else what Windows writes; CanvasError for no text."""
    for mark, name in ENCODINGS:
        if raw.startswith(mark):
            return attempt(raw, name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = attempt(raw, "cp1252")
    if "\x00" in text:
        raise CanvasError("it holds characters that are no text")
    return text


def attempt(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise CanvasError("its characters are neither UTF-8, UTF-16 nor Windows's") from error


def read_canvas(raw: bytes) -> Found:
    """Every sound rubric of the file; CanvasError when it is none of Canvas's."""
    text = decoded(raw)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        message = f"it is not a CSV file ({error})"
        raise CanvasError(message) from error
    rows = [[cell.strip() for cell in row] for row in rows if any(map(str.strip, row))]
    check_rows(rows)
    return grouped(rows[1:])


def check_rows(rows: list[list[str]]) -> None:
    """CanvasError for another header, or for more rows than anybody has written."""
    if not rows or tuple(rows[0][:2]) != HEADER[:2]:
        raise CanvasError(f"its first row must begin with {HEADER[0]}, {HEADER[1]}")
    if len(rows) > MOST_ROWS:
        message = f"it has {len(rows)} rows, at most {MOST_ROWS} are read"
        raise CanvasError(message)


def grouped(rows: Iterable[list[str]]) -> Found:
    """Rows of one name are one rubric; the order of the file stays."""
    by_name: dict[str, list[list[str]]] = {}
    messages: list[str] = []
    for row in rows:
        if row[0]:
            by_name.setdefault(row[0], []).append(row)
        elif "Missing 'Rubric Name' in some rows." not in messages:
            messages.append("Missing 'Rubric Name' in some rows.")
    rubrics = []
    for name, own in by_name.items():
        try:
            rubrics.append(rubric_of(name, own))
        except RubricError as error:
            messages.append(str(error))
    return Found(tuple(rubrics), tuple(messages))


def rubric_of(name: str, rows: list[list[str]]) -> Rubric:
    """One rubric; its weights are the shares of its points. RubricError says what is missing."""
    padded = [[*row, *[""] * (len(HEADER) - len(row))] for row in rows]
    if any(not row[1] for row in padded):
        raise RubricError(f"Missing 'Criteria Name' for {name}")
    levels = [ratings(name, row[len(HEADER) :]) for row in padded]
    if not all(levels):
        raise RubricError(f"Missing ratings for {name}")
    total = sum((one[-1][2] for one in levels), Decimal(0))
    if total <= 0:
        raise RubricError(f"{name}: no criterion has points")
    criteria = tuple(
        criterion(number, row, one, total)
        for number, (row, one) in enumerate(zip(padded, levels, strict=True))
    )
    return checked(Rubric("rubric", name, "en", criteria))


def checked(made: Rubric) -> Rubric:
    """RubricError that names the rubric."""
    try:
        check(made)
    except RubricError as error:
        raise RubricError(f"{made.name}: {error}") from error
    return made


Rating = tuple[str, str, Decimal]


def ratings(name: str, cells: list[str]) -> list[Rating]:
    """The ratings of a row from the lowest; RubricError for points that are no number."""
    found = []
    for at in range(0, len(cells), len(RATING)):
        title, text, points = (*cells[at : at + len(RATING)], "", "")[: len(RATING)]
        if title or text or points:
            found.append((title, text, number(name, points)))
    return sorted(found, key=lambda one: one[2])


def number(name: str, text: str) -> Decimal:
    """Points with point or comma."""
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise RubricError(f"{name}: “{text[:20]}” is no number of points") from error
    if not found.is_finite() or not 0 <= found <= 100_000:  # noqa: PLR2004 - more is no grade
        raise RubricError(f"{name}: “{text[:20]}” is no number of points")
    return found


def criterion(place: int, row: list[str], levels: list[Rating], total: Decimal) -> Criterion:
    """One criterion; a rating without a description is described by its name."""
    titles = tuple(own_title(level, rating) for level, rating in enumerate(levels))
    points = tuple(one[2] for one in levels)
    return Criterion(
        id=f"c{place + 1}",
        name=row[1],
        description=row[2],
        weight=(points[-1] / total).quantize(MILLIONTH).normalize(),
        levels=tuple(text or title for title, text, _points in levels),
        points=() if points == tuple(map(Decimal, range(len(levels)))) else points,
        titles=titles if any(titles) else (),
    )


def own_title(level: int, rating: Rating) -> str:
    """A rating's name where it says more than its number and beside a description."""
    title, text, _points = rating
    return title if text and title != f"Level {level + 1}" else ""


def write_canvas(rubrics: Iterable[Rubric]) -> bytes:
    """The file; Canvas knows no weights, so points are scaled where they do not follow them."""
    out = io.StringIO(newline="")
    rows = [row for one in rubrics for row in rows_of(one)]
    widest = max((len(row) for row in rows), default=len(HEADER)) - len(HEADER)
    writer = csv.writer(out)
    writer.writerow((*HEADER, *RATING * (widest // len(RATING))))
    writer.writerows(rows)
    return out.getvalue().encode()


def rows_of(rubric: Rubric) -> list[list[str]]:
    """One row for each criterion, its highest rating first."""
    total = sum((one.most for one in rubric.criteria), Decimal(0))
    return [
        [rubric.name, one.name, one.description, "false", *cells(one, scale(one, total))]
        for one in rubric.criteria
    ]


def scale(one: Criterion, total: Decimal) -> Decimal:
    """1 where the points weigh what the criterion weighs."""
    if abs(one.most / total - one.weight) <= TOLERANCE:
        return Decimal(1)
    return one.weight * total / one.most


def scaled(rubric: Rubric) -> bool:
    """Whether the export has other points than the rubric."""
    total = sum((one.most for one in rubric.criteria), Decimal(0))
    return any(scale(one, total) != 1 for one in rubric.criteria)


def cells(one: Criterion, factor: Decimal) -> list[str]:
    """Name, description and points of every rating."""
    found: list[str] = []
    for level in reversed(range(len(one.levels))):
        title, text = one.titles[level] if one.titles else "", one.levels[level]
        points = one.worth(level) if factor == 1 else (one.worth(level) * factor).quantize(CENT)
        if not title and len(text) <= SHORT:
            found += [text, "", plain_number(points)]
        else:
            found += [title or f"Level {level + 1}", text, plain_number(points)]
    return found
