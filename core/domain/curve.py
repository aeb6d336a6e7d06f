"""The curve of an interview: how open the client was after each turn, and why it moved."""

from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["opened", "rise", "fall", "rupture"]


@dataclass(frozen=True, slots=True)
class CurveMark:
    """Something worth pointing at: `label` in a few words."""

    turn: int
    kind: MarkKind
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Openness in permille; `points` are (turn, openness after it), in order."""

    client: str
    start: int
    points: tuple[tuple[int, int], ...]
    marks: tuple[CurveMark, ...]
