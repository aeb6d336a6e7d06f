"""A class and a student of it at one look: a fixed number of statements for any number of rows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.domain.paging import Paging, paged
from core.domain.teaching import Person, Section
from core.store import histories, measures, people, ratings, rosters, scores, usage
from core.store.histories import Wanted
from core.store.measures import NO_TOTALS, Totals
from core.store.rosters import Progress
from core.store.transaction import Transaction

STUDENTS = "students"


@dataclass(frozen=True, slots=True)
class Row:
    """One student; `score` is the mean of what was released."""

    person: Person
    attempts: int
    last_at: datetime | None
    totals: Totals
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Whole:
    """The class in sums; `active` have finished at least one interview."""

    students: int
    active: int
    live: int
    totals: Totals
    ratings: int
    rating: float | None


@dataclass(frozen=True, slots=True)
class ClassPage:
    """One page of the class."""

    section: Section
    whole: Whole
    paging: Paging
    rows: tuple[Row, ...]


def read_class(tx: Transaction, section: Section, number: int, size: int) -> ClassPage:
    """Eight statements."""
    students = rosters.count(tx, section.id, STUDENTS)
    paging = paged(students, number, size)
    lines = rosters.page(tx, section.id, STUDENTS, size, paging.skip)
    rows = rows_of(tx, section, tuple(line.person for line in lines))
    active, totals = measures.of_section(tx, section.id)
    given, rating = ratings.of_section(tx, section.id)
    live = histories.count_live(tx, section.id)
    return ClassPage(section, Whole(students, active, live, totals, given, rating), paging, rows)


def rows_of(tx: Transaction, section: Section, persons: tuple[Person, ...]) -> tuple[Row, ...]:
    """Three statements for any number of students."""
    ids = tuple(person.id for person in persons)
    progress = rosters.progress(tx, section.id, ids)
    totals = measures.totals(tx, section.id, ids)
    released = scores.of_students(tx, section.id, ids)
    return tuple(
        row_of(
            person,
            [one for (student, _work), one in progress.items() if student == person.id],
            totals.get(person.id, NO_TOTALS),
            [one.percent for one in released.values() if one.student_id == person.id],
        )
        for person in persons
    )


def row_of(
    person: Person, own: list[Progress], totals: Totals, percents: list[Decimal | None]
) -> Row:
    """One student's line."""
    days = [one.last_at for one in own if one.last_at is not None]
    attempts = sum(one.attempts for one in own)
    return Row(person, attempts, max(days, default=None), totals, mean_of(percents))


def mean_of(percents: list[Decimal | None]) -> Decimal | None:
    """The mean of those that are complete."""
    known = [one for one in percents if one is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


@dataclass(frozen=True, slots=True)
class StudentPage:
    """One student of a class, with a page of the interviews there."""

    section: Section
    row: Row
    paging: Paging
    lines: tuple[histories.Line, ...]
    percents: dict[str, Decimal]
    cost_nusd: int


def find_student(tx: Transaction, section: Section, name: str) -> Person | None:
    """Who is, or once was, in the class, by the platform's name or by our id."""
    wanted = name.strip().removeprefix("@")
    person = people.find(tx, wanted) or people.find_user(tx, wanted)
    if person is None or people.past(tx, section.id, person.id) is None:
        return None
    return person


def read_student(
    tx: Transaction, section: Section, person: Person, number: int, size: int
) -> StudentPage:
    """What one student did in this class; nothing of other classes."""
    wanted = Wanted(student_id=person.id, section_id=section.id)
    paging = paged(histories.count(tx, wanted), number, size)
    lines = histories.page(tx, wanted, size, paging.skip)
    (row,) = rows_of(tx, section, (person,))
    ids = tuple(line.id for line in lines)
    percents, cost = scores.of_sessions(tx, ids), usage.of_sessions(tx, ids)
    return StudentPage(section, row, paging, lines, percents, cost)
