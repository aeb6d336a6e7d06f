"""A measured figure next to its goal."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` is empty for a figure that only explains others."""

    value: float
    goal: str = ""
    met: bool = True

    def plain(self) -> dict[str, float | str]:
        """As JSON."""
        if not self.goal:
            return {"value": self.value}
        return {"value": self.value, "goal": self.goal, "verdict": "ok" if self.met else "short"}


def at_most(value: float, goal: float) -> Figure:
    return Figure(round(value, 3), f"<= {goal:g}", value <= goal)


def at_least(value: float, goal: float) -> Figure:
    return Figure(round(value, 1), f">= {goal:g}", value >= goal)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
