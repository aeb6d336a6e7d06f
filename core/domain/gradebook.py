"""What stands in a gradebook: which attempt counts, and what a whole assignment is worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

MAX = 100


class Rule(StrEnum):
    """Which of several attempts counts."""

    BEST = "best"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at one client; `percent` is None until a score was released."""

    session_id: str
    client_id: str
    client: str
    number: int
    ended_at: datetime | None
    late: bool
    percent: Decimal | None = None
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody of the class as the LMS may know them; what is not known is empty."""

    id: str
    user: str
    name: str
    email: str = ""
    login: str = ""
    sis: str = ""

    @property
    def family_given(self) -> str:
        """`Santos, Maria`; a name with a comma is taken to be in that order already."""
        if "," in self.name:
            return self.name
        given, _, family = self.name.strip().rpartition(" ")
        return f"{family}, {given}" if given else family

    @property
    def family(self) -> str:
        return self.family_given.partition(",")[0].strip()

    @property
    def given(self) -> str:
        return self.family_given.partition(",")[2].strip()


@dataclass(frozen=True, slots=True)
class Line:
    """One student's attempts at an assignment, and what they are worth together."""

    student: Student
    attempts: tuple[Attempt, ...]
    counting: frozenset[str]
    grade: Decimal | None


def counting(attempts: Iterable[Attempt], rule: Rule) -> dict[str, Attempt]:
    """The attempt that counts of each client, among those with a released score."""
    found: dict[str, Attempt] = {}
    for one in sorted(attempts, key=lambda each: each.number):
        if one.percent is None:
            continue
        before = found.get(one.client_id)
        better = before is None or before.percent is None or one.percent > before.percent
        if rule is Rule.LAST or better:
            found[one.client_id] = one
    return found


def line_of(
    student: Student, attempts: Sequence[Attempt], clients: frozenset[str], rule: Rule
) -> Line:
    """The mean over the clients; no grade while one of them has no released score."""
    chosen = counting(attempts, rule)
    percents = [one.percent for one in chosen.values() if one.percent is not None]
    whole = bool(clients) and clients <= chosen.keys()
    grade = rounded(sum(percents, Decimal(0)) / len(percents)) if whole else None
    return Line(
        student, tuple(attempts), frozenset(one.session_id for one in chosen.values()), grade
    )


def rounded(value: Decimal) -> Decimal:
    """Two digits, half up."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def figure(value: Decimal | None) -> str:
    """`77.5`, empty for none."""
    return "" if value is None else f"{value.normalize():f}"
