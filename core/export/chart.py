"""Openness over the interview as a picture of ours: bands, curve, numbered causes, and words."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.curve import Curve, CurveMark, MarkKind
from core.export.svg import (
    AMBER,
    BLUE,
    GREEN,
    INK,
    PAPER,
    QUIET,
    RED,
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
LEFT, RIGHT, TOP = 96, 28, 72
PLOT = 270
ROW = 24
MOST_NOTES = 12
LETTERS = 58
BADGE = 10
TOP_VALUE = 1000
BANDS = ("closed", "wary", "warming", "open", "trusting")
_ORDER: tuple[MarkKind, ...] = ("fall", "rise", "opened", "rupture")
_SHAPES: dict[MarkKind, tuple[str, str]] = {
    "opened": ("told", GREEN),
    "rise": ("up", BLUE),
    "fall": ("down", RED),
    "rupture": ("tension", AMBER),
}


@dataclass(frozen=True, slots=True)
class Noted:
    """One numbered turn: where it stands and what happened."""

    number: int
    turn: int
    value: int
    marks: tuple[CurveMark, ...]

    @property
    def colour(self) -> str:
        kinds = [mark.kind for mark in self.marks]
        return _SHAPES["opened" if "opened" in kinds else kinds[0]][1]


def openness_svg(curve: Curve) -> str:
    """The picture; its text equivalent is `describe`."""
    notes = notes_of(curve)
    rows = (len(notes) + 1) // 2
    height = TOP + PLOT + 52 + rows * ROW + (16 if rows else 0)
    parts = [
        text(24, 34, fitted(f"How open {curve.client} was", 70), Type(20, INK, bold=True)),
        text(24, 54, _span(curve), Type(13, QUIET)),
        *_bands(),
        *_axis(curve),
        *_curve(curve),
        *_badges(curve, notes),
        *_notes(notes),
    ]
    return picture(WIDTH, height, describe(curve), parts)


def _span(curve: Curve) -> str:
    end = curve.points[-1][1] if curve.points else curve.start
    return f"{_points(curve.start)} of 100 at the start, {_points(end)} at the end"


def _points(permille: int) -> int:
    """0 to 100, rounded half up like everywhere in the report."""
    return (permille + 5) // 10


def _at(curve: Curve, turn: int, value: int) -> tuple[float, float]:
    last = max((point for point, _ in curve.points), default=1)
    across = (WIDTH - LEFT - RIGHT) * turn / max(last, 1)
    return LEFT + across, TOP + PLOT * (1 - value / TOP_VALUE)


def _bands() -> Iterator[str]:
    step = PLOT / len(BANDS)
    for number, band in enumerate(BANDS):
        top = TOP + PLOT - (number + 1) * step
        fill = STRIPE if number % 2 else PAPER
        yield rect((LEFT, top, WIDTH - LEFT - RIGHT, step), fill)
        yield text(LEFT - 12, top + step / 2 + 5, band, Type(13, QUIET, "end"))
    box = (LEFT, TOP, WIDTH - LEFT - RIGHT, PLOT)
    yield rect(box, "none", f'stroke="{RULE}"')


def _axis(curve: Curve) -> Iterator[str]:
    last = max((turn for turn, _ in curve.points), default=0)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**9) if last <= 16 * step)
    for turn in range(0, last + 1, step):
        across, bottom = _at(curve, turn, 0)
        yield line((across, bottom), (across, bottom + 5), QUIET)
        words = "start" if turn == 0 else str(turn)
        yield text(across, bottom + 20, words, Type(12, QUIET, "middle"))
    yield text(WIDTH - RIGHT, TOP + PLOT + 38, "turn", Type(12, QUIET, "end"))


def _curve(curve: Curve) -> Iterator[str]:
    spots = [_at(curve, turn, value) for turn, value in ((0, curve.start), *curve.points)]
    path = " ".join(f"{across:.1f},{down:.1f}" for across, down in spots)
    join = 'stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"'
    yield f'<polyline points="{path}" fill="none" stroke="{BLUE}" {join}/>'
    if len(spots) <= 60:  # noqa: PLR2004 - more dots than that hide the line
        for across, down in spots:
            yield f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{BLUE}"/>'


def _badges(curve: Curve, notes: tuple[Noted, ...]) -> Iterator[str]:
    taken: list[tuple[float, float]] = []
    for note in notes:
        across, down = _at(curve, note.turn, note.value)
        spot = _free(across, down, taken)
        taken.append(spot)
        yield line((across, down), spot, note.colour, 'stroke-width="1"')
        yield from _badge(spot, note)


def _badge(spot: tuple[float, float], note: Noted) -> Iterator[str]:
    round_ = f'<circle cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="{BADGE}" fill="{note.colour}"/>'
    yield round_
    yield text(spot[0], spot[1] + 4, str(note.number), Type(11, "#ffffff", "middle", bold=True))


def _free(across: float, down: float, taken: list[tuple[float, float]]) -> tuple[float, float]:
    """Above the point, or the first place further up or down where no badge stands yet."""
    tries = [down + sign * gap for gap in range(20, PLOT, 12) for sign in (-1, 1)]
    inside = [at for at in tries if TOP + BADGE <= at <= TOP + PLOT - BADGE]
    for at in inside:
        if all(abs(across - x) > 2 * BADGE or abs(at - y) > 2 * BADGE for x, y in taken):
            return across, at
    return across, inside[0]


def _notes(notes: tuple[Noted, ...]) -> Iterator[str]:
    rows = (len(notes) + 1) // 2
    for place, note in enumerate(notes):
        left = 34 + (place // rows) * (WIDTH - 40) / 2
        down = TOP + PLOT + 66 + (place % rows) * ROW
        yield from _badge((left, down - 5), note)
        yield text(left + 18, down, fitted(_words(note), LETTERS), Type(13, INK))


def _words(note: Noted) -> str:
    said = [f"{_SHAPES[mark.kind][0]}: {mark.label}" for mark in note.marks if mark.label]
    return f"Turn {note.turn} – {'; '.join(said)}"


def notes_of(curve: Curve) -> tuple[Noted, ...]:
    """At most a dozen turns: the largest falls and rises first, then what was told, then tension.

    Numbered in the order of the interview.
    """
    values = dict(curve.points)
    ranked = sorted(curve.marks, key=lambda mark: (_ORDER.index(mark.kind), mark.turn))
    turns = list(dict.fromkeys(mark.turn for mark in ranked if mark.turn in values))
    found = []
    for number, turn in enumerate(sorted(turns[:MOST_NOTES]), start=1):
        marks = tuple(
            sorted(
                (mark for mark in curve.marks if mark.turn == turn),
                key=lambda mark: ("opened", "fall", "rise", "rupture").index(mark.kind),
            )
        )
        found.append(Noted(number, turn, values[turn], marks))
    return tuple(found)


def describe(curve: Curve) -> str:
    """The same in words, for screen readers and for files without pictures."""
    if not curve.points:
        return f"How open {curve.client} was: no turn was counted."
    values = [curve.start, *(value for _, value in curve.points)]
    head = (
        f"How open {curve.client} was: {_span(curve)} after turn {curve.points[-1][0]}, "
        f"lowest {_points(min(values))}, highest {_points(max(values))}."
    )
    said = [f"{_words(note)} ({_points(note.value)})." for note in notes_of(curve)]
    return " ".join([head, *said])
