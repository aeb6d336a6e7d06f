"""Rubrics: criteria with weights and levels; the weights sum to one."""

from dataclasses import dataclass
from decimal import Decimal

from core.errors import CoreError

TOLERANCE = Decimal("0.001")
FEWEST_LEVELS = 2


class RubricError(CoreError):
    """A rubric that cannot be used; the message names what is wrong."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to look for; `levels` are descriptions from the lowest to the highest."""

    id: str
    name: str
    description: str
    weight: Decimal
    levels: tuple[str, ...]
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Rubric:
    """One immutable version."""

    id: str
    name: str
    language: str
    criteria: tuple[Criterion, ...]


def check(rubric: Rubric) -> None:
    """Raise RubricError for doubled names, too few levels, or weights that do not sum to 1."""
    check_names(rubric)
    check_levels(rubric)
    check_weights(rubric)


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
