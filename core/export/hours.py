"""A picture of a day: one bar for each hour, and the same in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.export.svg import BLUE, INK, QUIET, RULE, Type, fitted, line, picture, rect, text

WIDTH, HEIGHT = 900, 260
LEFT, TOP, PLOT = 48, 64, 140
EVERY = 3


@dataclass(frozen=True, slots=True)
class Hours:
    """Counts by the hour, each with the time at which it began."""

    title: str
    labels: tuple[str, ...]
    counts: tuple[int, ...]


def hours_svg(hours: Hours) -> str:
    """The count stands above every bar; an hour without any has none."""
    parts = [
        text(24, 36, fitted(hours.title, 70), Type(20, INK, bold=True)),
        line((LEFT, TOP + PLOT), (WIDTH - 24, TOP + PLOT), RULE),
    ]
    most = max(hours.counts, default=0)
    width = (WIDTH - LEFT - 24) / max(len(hours.counts), 1)
    for number, (label, count) in enumerate(zip(hours.labels, hours.counts, strict=True)):
        left = LEFT + number * width
        parts += _bar((left, width), count, most)
        if number % EVERY == 0:
            parts.append(text(left + width / 2, TOP + PLOT + 22, label, Type(12, QUIET, "middle")))
    return picture(WIDTH, HEIGHT, describe_hours(hours), parts)


def _bar(place: tuple[float, float], count: int, most: int) -> Iterator[str]:
    left, width = place
    if count:
        height = PLOT * count / most
        top = TOP + PLOT - height
        yield rect((left + 2, top, width - 4, height), BLUE)
        yield text(left + width / 2, top - 5, str(count), Type(12, INK, "middle"))


def describe_hours(hours: Hours) -> str:
    """The same in words; hours without any are left out."""
    pairs = zip(hours.labels, hours.counts, strict=True)
    said = ", ".join(f"{label} {count}" for label, count in pairs if count)
    return f"{hours.title}: {said or 'nothing'}."
