"""Rubrics: criteria with weights and levels; the weights sum to one."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from core.errors import CoreError

Source = Literal["student", "client", "both"]
Absence = Literal["not_observed", "lowest"]
TOLERANCE = Decimal("0.001")
FEWEST_LEVELS = 2
MOST_LEVELS = 10
MOST_CRITERIA = 20
LONGEST_NAME = 100
LONGEST_TEXT = 1000


class RubricError(CoreError):
    """A rubric that cannot be used; the message names what is wrong."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to look for; `levels` are descriptions from the lowest to the highest.

    `points` are what each level is worth (none: 0, 1, 2, …), `titles` the short names of the levels
    where the author gave some.
    `source` says whose words are evidence. With `absence` "lowest" the lowest level needs no
    evidence where the report counts `count` (a behaviour or signal) as nought.
    """

    id: str
    name: str
    description: str
    weight: Decimal
    levels: tuple[str, ...]
    critical: bool = False
    points: tuple[Decimal, ...] = ()
    titles: tuple[str, ...] = ()
    source: Source = "student"
    absence: Absence = "not_observed"
    count: str = ""

    def worth(self, level: int) -> Decimal:
        """The points of a level, counted from 0."""
        return self.points[level] if self.points else Decimal(level)

    @property
    def most(self) -> Decimal:
        """The points of the highest level."""
        return self.worth(len(self.levels) - 1)

    def share(self, level: int) -> Decimal:
        """What a level is worth of the criterion, 0 to 1."""
        return self.worth(level) / self.most


@dataclass(frozen=True, slots=True)
class Rubric:
    """One immutable version."""

    id: str
    name: str
    language: str
    criteria: tuple[Criterion, ...]


def check(rubric: Rubric) -> None:
    """Raise RubricError for doubled names, too few levels, or weights that do not sum to 1."""
    check_sizes(rubric)
    check_names(rubric)
    check_levels(rubric)
    check_points(rubric)
    check_weights(rubric)


def check_sizes(rubric: Rubric) -> None:
    """Raise RubricError for a text that nobody could read on a screen."""
    if not rubric.name.strip() or len(rubric.name) > LONGEST_NAME:
        raise RubricError(f"name: 1 to {LONGEST_NAME} characters, not {len(rubric.name)}")
    if len(rubric.criteria) > MOST_CRITERIA:
        raise RubricError(f"criteria: at most {MOST_CRITERIA}, not {len(rubric.criteria)}")
    for one in rubric.criteria:
        check_size(one)


def check_size(one: Criterion) -> None:
    """Raise RubricError for a criterion without a name, with too many levels or words."""
    if not one.name.strip() or len(one.name) > LONGEST_NAME:
        raise RubricError(f"criterion: a name of 1 to {LONGEST_NAME} characters is needed")
    if len(one.levels) > MOST_LEVELS:
        raise RubricError(f"{one.name}: at most {MOST_LEVELS} levels, not {len(one.levels)}")
    longest = max(map(len, (one.description, *one.levels)), default=0)
    if longest > LONGEST_TEXT:
        raise RubricError(f"{one.name}: a text of {longest} characters, at most {LONGEST_TEXT}")


def check_points(rubric: Rubric) -> None:
    """Raise RubricError unless every level is worth more than the one below it."""
    for one in rubric.criteria:
        worth = [one.worth(level) for level in range(len(one.levels))]
        if one.points and len(one.points) != len(one.levels):
            raise RubricError(f"{one.name}: {len(one.points)} points for {len(one.levels)} levels")
        if not rises(worth):
            listed = ", ".join(map(str, worth))
            raise RubricError(f"{one.name}: points must rise from level to level, not {listed}")


def rises(worth: list[Decimal]) -> bool:
    """Whether points that are all finite begin at 0 or above and grow."""
    if not all(value.is_finite() for value in worth) or worth[0] < 0:
        return False
    return all(low < high for low, high in pairwise(worth))


def check_names(rubric: Rubric) -> None:
    names = [one.name.casefold() for one in rubric.criteria]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise RubricError(f"criterion named twice: {', '.join(doubled)}")


def check_levels(rubric: Rubric) -> None:
    thin = [one.name for one in rubric.criteria if len(one.levels) < FEWEST_LEVELS]
    if thin or not rubric.criteria:
        raise RubricError(f"at least two levels are needed: {', '.join(thin) or rubric.name}")


def check_weights(rubric: Rubric) -> None:
    total = sum((one.weight for one in rubric.criteria), Decimal(0))
    if abs(total - 1) > TOLERANCE or any(one.weight <= 0 for one in rubric.criteria):
        listed = ", ".join(f"{one.name} {one.weight}" for one in rubric.criteria)
        raise RubricError(f"weights must be positive and sum to 1, not {total}: {listed}")
