"""Pictures of grades: score bars, progress over attempts, the class heat map; each with words."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.export.svg import (
    BLUE,
    INK,
    QUIET,
    RULE,
    STRIPE,
    Type,
    fitted,
    line,
    picture,
    rect,
    text,
)

WIDTH = 900
TOP = 64
ROW = 40
NAMES = 330
BAR = 380
PLOT = 240
CELL_HEIGHT = 38
NOT_SCORED = "not scored"
# Dark ink stays readable (5 : 1) on the darkest cell.
_DARKEST = 0.6


@dataclass(frozen=True, slots=True)
class Score:
    """One criterion: level from 0 to `top`, None where nothing was scored."""

    name: str
    level: int | None
    top: int


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure over attempts, in percent; None where an attempt has no value."""

    name: str
    percents: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """Counts by row and column; None is shown as a blank with a dash."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]


def bars_svg(title: str, scores: tuple[Score, ...]) -> str:
    """One bar per criterion; the level stands beside it in figures."""
    parts = [_title(title)]
    for number, score in enumerate(scores):
        parts += _bar(score, TOP + number * ROW)
    height = TOP + max(len(scores), 1) * ROW + 16
    return picture(WIDTH, height, describe_bars(title, scores), parts)


def describe_bars(title: str, scores: tuple[Score, ...]) -> str:
    """The same in words, a bar of blocks for each."""
    said = [f"{score.name} {_blocks(score)} {_level(score)}" for score in scores]
    return f"{title}: {'; '.join(said) or 'no criterion'}."


def _title(title: str) -> str:
    return text(24, 36, fitted(title, 70), Type(20, INK, bold=True))


def _level(score: Score) -> str:
    return NOT_SCORED if score.level is None else f"{score.level}/{score.top}"


def _blocks(score: Score) -> str:
    level = score.level or 0
    return "█" * level + "░" * max(score.top - level, 0)


def _bar(score: Score, top: int) -> Iterator[str]:
    left = 24 + NAMES
    middle = top + ROW / 2
    yield text(left - 14, middle + 5, fitted(score.name, 38), Type(14, INK, "end"))
    yield rect((left, middle - 9, BAR, 18), STRIPE, f'stroke="{RULE}"')
    if score.level:
        yield rect((left, middle - 9, BAR * score.level / max(score.top, 1), 18), BLUE)
    colour = QUIET if score.level is None else INK
    yield text(left + BAR + 14, middle + 5, _level(score), Type(14, colour))


def progress_svg(title: str, trends: tuple[Trend, ...]) -> str:
    """A small panel per measure, lines over attempts; one attempt is a dot, not a line."""
    parts = [_title(title)]
    for number, trend in enumerate(trends):
        parts += _panel(trend, TOP + number * (PLOT // 2 + 44))
    height = TOP + max(len(trends), 1) * (PLOT // 2 + 44) + 16
    return picture(WIDTH, height, describe_progress(title, trends), parts)


def describe_progress(title: str, trends: tuple[Trend, ...]) -> str:
    """The same in words."""
    said = [f"{trend.name}: {', '.join(map(_percent, trend.percents))}" for trend in trends]
    return f"{title}, attempt by attempt. {'; '.join(said) or 'No attempt'}."


def _percent(value: int | None) -> str:
    return "–" if value is None else f"{value} %"


def _panel(trend: Trend, top: int) -> Iterator[str]:
    left, width, height = 24 + NAMES, WIDTH - NAMES - 84, PLOT // 2
    yield text(left - 14, top + height / 2 + 5, fitted(trend.name, 38), Type(14, INK, "end"))
    yield rect((left, top, width, height), "none", f'stroke="{RULE}"')
    yield line((left, top + height / 2), (left + width, top + height / 2), RULE)
    step = width / max(len(trend.percents), 1)
    spots = [
        (left + step * (place + 0.5), top + height * (1 - value / 100), value)
        for place, value in enumerate(trend.percents)
        if value is not None
    ]
    path = " ".join(f"{across:.1f},{down:.1f}" for across, down, _ in spots)
    if len(spots) > 1:
        yield f'<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="2.5"/>'
    for across, down, value in spots:
        yield f'<circle cx="{across:.1f}" cy="{down:.1f}" r="5" fill="{BLUE}"/>'
        above = down - 10 if down - top > 24 else down + 22  # noqa: PLR2004 - room for one line
        yield text(across, above, _percent(value), Type(13, INK, "middle"))
    for place in range(len(trend.percents)):
        across = left + step * (place + 0.5)
        yield text(across, top + height + 18, str(place + 1), Type(12, QUIET, "middle"))


def heat_svg(heat: Heat) -> str:
    """A darker cell for a larger count; the count stands in every cell."""
    height = TOP + 30 + max(len(heat.rows), 1) * CELL_HEIGHT + 20
    parts = [_title(heat.title), *_columns(heat)]
    most = max((value or 0 for row in heat.cells for value in row), default=0)
    for number, (name, row) in enumerate(zip(heat.rows, heat.cells, strict=True)):
        down = TOP + 30 + number * CELL_HEIGHT
        name_at = down + CELL_HEIGHT / 2 + 5
        parts.append(text(NAMES + 10, name_at, fitted(name, 38), Type(14, INK, "end")))
        for place, value in enumerate(row):
            parts += _cell(value, most, _box(heat, place, down))
    return picture(WIDTH, height, describe_heat(heat), parts)


def describe_heat(heat: Heat) -> str:
    """The same in words, row by row."""
    rows = []
    for name, row in zip(heat.rows, heat.cells, strict=True):
        cells = zip(heat.columns, row, strict=True)
        counts = ", ".join(f"{_count(value)} × {column}" for column, value in cells)
        rows.append(f"{name}: {counts}")
    return f"{heat.title}. {'; '.join(rows) or 'Nothing counted'}."


def _count(value: int | None) -> str:
    return "–" if value is None else str(value)


def _box(heat: Heat, place: int, down: float) -> tuple[float, float, float, float]:
    width = (WIDTH - NAMES - 48) / max(len(heat.columns), 1)
    return NAMES + 24 + place * width, down, width - 3, CELL_HEIGHT - 3


def _columns(heat: Heat) -> Iterator[str]:
    for place, column in enumerate(heat.columns):
        left, _, width, _ = _box(heat, place, 0)
        most = max(int(width / 8), 1)
        how = Type(13, QUIET, "middle")
        yield text(left + width / 2, TOP + 18, fitted(column, most), how)


def _cell(value: int | None, most: int, box: tuple[float, float, float, float]) -> tuple[str, str]:
    share = (value or 0) / most if most else 0
    left, top, width, height = box
    shade = f'fill-opacity="{_DARKEST * share:.2f}"'
    tile = rect(box, BLUE, shade) if share else rect(box, STRIPE)
    words = text(left + width / 2, top + height / 2 + 5, _count(value), Type(14, INK, "middle"))
    return tile, words
