"""A rubric as lines of a form: one criterion a line, its levels below it.

    Open questions | 25 % | 3 | Invites the client's story
    - Mostly closed questions.
    - [1.5 Good] Mostly open questions.

Behind the name stand weight, points and description; `(critical)` after a name marks what must not
be missed. A level may say its points, and a title, in brackets.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from core.domain.rubric import Criterion, Rubric

CRITICAL = "(critical)"
PARTS = 4
HUNDRED = Decimal(100)
CENT = Decimal("0.01")
BRACKET = re.compile(r"\[\s*(\d+(?:[.,]\d+)?)\s*([^\]]*)\]\s*(.*)")
SLUG = re.compile(r"[^a-z0-9]+")
DEFAULT_POINTS = 3


@dataclass(slots=True)
class Draft:
    """A criterion while its lines are read."""

    name: str
    weight: Decimal
    most: Decimal
    description: str
    critical: bool
    levels: list[str] = field(default_factory=list)
    points: list[Decimal | None] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What was read so far, and what was wrong, by line."""

    drafts: list[Draft] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def line(self, number: int, text: str) -> None:
        """Take one line."""
        if text.startswith(("- ", "-[")):
            self.level(number, text[1:].strip())
        else:
            self.criterion(number, text)

    def criterion(self, number: int, text: str) -> None:
        """`name | weight | points | description`."""
        name, weight, points, description = (*map(str.strip, text.split("|", PARTS - 1)), *BLANK)[
            :PARTS
        ]
        bare = name.removesuffix(CRITICAL).strip()
        amount, most = as_weight(weight), as_points(points)
        if not bare:
            self.wrong.append(f"line {number}: name: is missing")
        if amount is None:
            self.wrong.append(
                f"line {number}: weight: please give a number such as 0.25 or 25 %, not "
                f"“{weight[:20]}”"
            )
        if most is None:
            self.wrong.append(f"line {number}: points: please give a number, not “{points[:20]}”")
        critical = name.endswith(CRITICAL)
        self.drafts.append(Draft(bare, amount or CENT, most or CENT, description, critical))

    def level(self, number: int, text: str) -> None:
        """A level of the criterion above."""
        if not self.drafts:
            self.wrong.append(f"line {number}: level: stands before any criterion")
            return
        found = BRACKET.fullmatch(text)
        points, title, words = found.groups() if found else ("", "", text)
        draft = self.drafts[-1]
        draft.points.append(as_number(points) if points else None)
        draft.titles.append(title.strip())
        draft.levels.append(words)


BLANK = ("", "", "", "")


def as_number(text: str) -> Decimal | None:
    """A number with point or comma."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < HUNDRED * HUNDRED else None


def as_weight(text: str) -> Decimal | None:
    """`0.25`, `25 %` or `25`: what is above 1 is a percentage."""
    percent = text.rstrip().endswith("%")
    found = as_number(text.rstrip().removesuffix("%"))
    if found is None or found <= 0:
        return None
    return found / HUNDRED if percent or found > 1 else found


def from_lines(text: str, usual: tuple[str, ...]) -> tuple[tuple[Criterion, ...], tuple[str, ...]]:
    """The criteria, or what is wrong with which line; `usual` levels where none are given."""
    reading = Reading()
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            reading.line(number, line.strip())
    if reading.wrong or not reading.drafts:
        return (), tuple(reading.wrong or ["line 1: name | weight | points: nothing is written"])
    taken: set[str] = set()
    return tuple(criterion(draft, usual, taken) for draft in reading.drafts), ()


def as_points(text: str) -> Decimal | None:
    """The most points of a criterion; None for what is no number above 0."""
    most = as_number(text or str(DEFAULT_POINTS))
    return most if most is not None and most > 0 else None


def criterion(draft: Draft, usual: tuple[str, ...], taken: set[str]) -> Criterion:
    """The finished criterion; points that are what nobody needs to say are left out."""
    levels = tuple(draft.levels) or usual
    points = points_of(draft, len(levels))
    plain = points == tuple(Decimal(level) for level in range(len(levels)))
    return Criterion(
        id=free_id(draft.name, taken),
        name=draft.name,
        description=draft.description,
        weight=draft.weight,
        levels=levels,
        critical=draft.critical,
        points=() if plain else points,
        titles=tuple(draft.titles) if any(draft.titles) else (),
    )


def points_of(draft: Draft, levels: int) -> tuple[Decimal, ...]:
    """Points of each level; those that nobody gave lie evenly between 0 and the most."""
    given = tuple(draft.points) or (None,) * levels
    steps = max(levels - 1, 1)
    return tuple(
        (draft.most * level / steps).quantize(CENT).normalize() if value is None else value
        for level, value in enumerate(given)
    )


def free_id(name: str, taken: set[str]) -> str:
    """A short name that no criterion before it has."""
    made = SLUG.sub("-", name.casefold()).strip("-")[:40] or "criterion"
    while made in taken:
        made += "-2"
    taken.add(made)
    return made


def with_known_ids(rubric: Rubric, before: Rubric) -> Rubric:
    """A criterion that keeps its name keeps its id, so that grades can be compared.

    What the lines cannot say (whose words count, what absence means) stays as well.
    """
    known = {one.name.casefold(): one for one in before.criteria}
    criteria = tuple(following(one, known.get(one.name.casefold())) for one in rubric.criteria)
    return replace(rubric, criteria=criteria)


def following(one: Criterion, before: Criterion | None) -> Criterion:
    """One criterion as the next version has it."""
    if before is None:
        return one
    return replace(
        one, id=before.id, source=before.source, absence=before.absence, count=before.count
    )


def to_lines(rubric: Rubric) -> tuple[str, ...]:
    """One text for each criterion, as `from_lines` reads it."""
    return tuple("\n".join((head(one), *levels(one))) for one in rubric.criteria)


def head(one: Criterion) -> str:
    """The first line of a criterion."""
    name = f"{one.name} {CRITICAL}" if one.critical else one.name
    parts = [name, plain_number(one.weight), plain_number(one.most), flat(one.description)]
    return " | ".join(parts if parts[-1] else parts[:-1])


def levels(one: Criterion) -> tuple[str, ...]:
    """The lines of the levels; points only where they do not lie evenly."""
    steps = len(one.levels) - 1
    found = []
    for level, text in enumerate(one.levels):
        title = one.titles[level] if one.titles else ""
        even = (one.most * level / steps).quantize(CENT) == one.worth(level)
        mark = "" if even and not title else f"[{plain_number(one.worth(level))} {title}".strip()
        found.append(f"- {mark}] {flat(text)}" if mark else f"- {flat(text)}")
    return tuple(found)


def plain_number(value: Decimal) -> str:
    """`0.25`, `3`: without an exponent or idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def flat(text: str) -> str:
    """In one line."""
    return " ".join(text.split())
