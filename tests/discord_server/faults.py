"""What goes wrong on purpose, and what was called."""

import re
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Call:
    """One request as it came, and what became of it."""

    method: str
    path: str
    body: Any
    at: float
    status: int = 0


@dataclass
class Fault:
    """`kind`: a status ("502"), "after502", "cut" before or "aftercut" after the effect, "slow"."""

    method: str
    path: str
    kind: str
    count: int = 1
    value: float = 0.0
    code: int = 0


@dataclass
class Faults:
    """Faults are taken in order; a call that matches none goes well."""

    planned: list[Fault] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def add(self, method: str, path: str, kind: str, count: int = 1, **more: Any) -> None:
        self.planned.append(Fault(method, path, kind, count, **more))

    def next(self, method: str, path: str) -> Fault | None:
        for one in self.planned:
            if one.count > 0 and one.method == method and re.search(one.path, path):
                one.count -= 1
                return one
        return None

    def count(self, method: str, path: str) -> int:
        """How many calls of a kind came in."""
        form = re.compile(path)
        return sum(one.method == method and bool(form.search(one.path)) for one in self.calls)
