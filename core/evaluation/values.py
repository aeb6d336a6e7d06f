"""The report of one interview as a value: counts, turns and openness, no sentences yet."""

import json
from dataclasses import dataclass
from enum import StrEnum

from core.domain.datashape import from_data, to_data
from core.domain.jsonvalue import canonical

METRICS_VERSION = 1
Turns = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters `start` to `end` of transcript line `seq`, exactly as they stand there."""

    seq: int
    turn: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """Who spoke how much; `unit` is words, or characters where a language writes no blanks."""

    unit: str
    student_turns: int
    client_turns: int
    student_words: int
    client_words: int
    median_words: int
    longest_words: int
    longest_turn: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The turns in which something was read."""

    name: str
    turns: Turns


@dataclass(frozen=True, slots=True)
class Missed:
    """A disclosure of turn `told` that the next turn left unanswered."""

    turn: int
    told: int
    fact: str


@dataclass(frozen=True, slots=True)
class Rupture:
    """The client bristled; `repaired` is the turn that mended it, 0 when none did."""

    turn: int
    repaired: int


class Reached(StrEnum):
    """How far one fact got."""

    KNOWN = "known"
    OPENED = "opened"
    HINTED = "hinted"
    SHUT = "shut"
    UNTOUCHED = "untouched"

    @property
    def is_open(self) -> bool:
        return self in (Reached.KNOWN, Reached.OPENED)


class Depth(StrEnum):
    """How much openness a fact asks for, in three steps."""

    SURFACE = "surface"
    DEEPER = "deeper"
    DEEPEST = "deepest"


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact; `failed` are the conditions that kept it shut when last asked about.

    A veiled row has neither id nor title. `leading` and `calm` are turns of risk questions.
    """

    id: str
    title: str
    depth: Depth
    weight: int
    risk: bool
    reached: Reached
    turn: int
    asked: Turns
    failed: tuple[str, ...]
    leading: Turns = ()
    calm: Turns = ()


@dataclass(frozen=True, slots=True)
class Movement:
    """Openness in permille before and after one turn; causes by size, largest first."""

    turn: int
    before: int
    after: int
    band: str
    gains: tuple[str, ...]
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Openness:
    """Permille over all read turns; turns are 0 where there was none."""

    start: int
    end: int
    lowest: int
    highest: int
    mean: int
    first_open: int
    rises: Turns
    falls: Turns
    moves: tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds; gaps above 30 minutes are not active time; -1 where nothing was measured."""

    duration: int
    active: int
    median_answer: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A turn worth another try: own words, what the client did, one better line."""

    turn: int
    cause: str
    action: str
    before: int
    after: int
    said: Quote
    answer: Quote | None
    better: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """One thing: its kind, the turns it rests on, the student's words where there are any."""

    kind: str
    turns: Turns
    said: Quote | None


@dataclass(frozen=True, slots=True)
class Pinned:
    """What has to be the same for the same transcript to give the same report."""

    metrics: int
    client: str
    profile: str
    lexicon: str
    language: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report; `read_turns` of the student's turns have a trace behind them."""

    pinned: Pinned
    client_name: str
    revealed: bool
    talk: Talk
    read_turns: int
    behaviours: tuple[Tally, ...]
    signals: tuple[Tally, ...]
    risk_questions: Turns
    missed: tuple[Missed, ...]
    ruptures: tuple[Rupture, ...]
    facts: tuple[FactRow, ...]
    openness: Openness
    pace: Pace
    moments: tuple[Moment, ...]
    worked: Highlight
    next_step: Highlight

    def turns_of(self, name: str) -> Turns:
        """The turns of one behaviour or signal."""
        rows = (*self.behaviours, *self.signals)
        return next((row.turns for row in rows if row.name == name), ())

    @property
    def questions(self) -> int:
        return len(self.turns_of("open")) + len(self.turns_of("closed"))

    def to_json(self) -> str:
        return canonical(to_data(self))

    @staticmethod
    def from_json(text: str) -> "Report":
        """Raise ValueError (JsonShapeError names the field) for any other text."""
        return from_data(Report, json.loads(text))
