"""The countable part of a report: talk, behaviours, signals, openness, pace."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from core.domain.profile import ClientProfile
from core.domain.session import Message, Role
from core.evaluation.turns import Interview, TurnRead, in_role
from core.evaluation.values import Missed, Movement, Openness, Pace, Rupture, Talk, Tally, Turns

BEHAVIOURS = ("open", "closed", "reflection", "input", "other")
SIGNALS = (
    *("affirm", "summary", "empathy", "permission", "evoke", "apology"),
    *("advice", "confront", "reassure", "barrage", "risk_leading", "abuse"),
)
WITHOUT_BLANKS = frozenset({"zh", "ja", "th", "lo", "km", "my"})
OPEN_BANDS = ("open", "trusting")
REPAIR_TURNS = 3
IDLE_MS = 30 * 60 * 1000
LARGEST = 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTER = re.compile(r"[^\W_]")


def measure_talk(interview: Interview, language: str) -> Talk:
    unit = "characters" if primary(language) in WITHOUT_BLANKS else "words"
    counter = _LETTER if unit == "characters" else _WORD
    student = _by_turn(interview.said_by(Role.STUDENT), counter)
    client = _by_turn(interview.said_by(Role.CLIENT), counter)
    longest = max(student, key=lambda turn: (student[turn], -turn), default=0)
    return Talk(
        unit=unit,
        student_turns=len(student),
        client_turns=len(client),
        student_words=sum(student.values()),
        client_words=sum(client.values()),
        median_words=median(student.values()),
        longest_words=student.get(longest, 0),
        longest_turn=longest,
    )


def primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _by_turn(lines: Sequence[Message], counter: re.Pattern[str]) -> dict[int, int]:
    words: dict[int, int] = {}
    for line in lines:
        count = sum(1 for _ in counter.finditer(in_role(line.text)))
        words[line.turn] = words.get(line.turn, 0) + count
    return words


def median(values: Iterable[int]) -> int:
    """The middle value; between two, their mean rounded half up; 0 for none."""
    ordered = sorted(values)
    if not ordered:
        return 0
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return (low + high + 1) // 2


def turns_where(reads: Iterable[TurnRead], test: Callable[[TurnRead], bool]) -> Turns:
    return tuple(read.turn for read in reads if test(read))


def tally_behaviours(reads: Sequence[TurnRead]) -> tuple[Tally, ...]:
    return tuple(
        Tally(name, tuple(read.turn for read in reads if read.behaviour == name))
        for name in BEHAVIOURS
    )


def tally_signals(reads: Sequence[TurnRead]) -> tuple[Tally, ...]:
    """Advice is the signal `input`: nobody asked for it and no permission was sought."""
    named = ((name, "input" if name == "advice" else name) for name in SIGNALS)
    return tuple(
        Tally(name, tuple(read.turn for read in reads if read.has(signal)))
        for name, signal in named
    )


def find_missed(reads: Sequence[TurnRead]) -> tuple[Missed, ...]:
    pairs = pairwise(reads)
    return tuple(
        Missed(read.turn, before.turn, before.fact)
        for before, read in pairs
        if "missed" in read.context
    )


def find_ruptures(reads: Sequence[TurnRead]) -> tuple[Rupture, ...]:
    """A repair mends the latest rupture, within three turns."""
    found: list[Rupture] = []
    for read in reads:
        if "repair" in read.context and found and not found[-1].repaired:
            fresh = read.turn - found[-1].turn <= REPAIR_TURNS
            found[-1] = Rupture(found[-1].turn, read.turn if fresh else 0)
        if read.action == "bristle":
            found.append(Rupture(read.turn, 0))
    return tuple(found)


def measure_openness(profile: ClientProfile, reads: Sequence[TurnRead]) -> Openness:
    start = reads[0].before if reads else profile.dynamics.baseline
    values = [start, *(read.after for read in reads)]
    return Openness(
        start=start,
        end=values[-1],
        lowest=min(values),
        highest=max(values),
        mean=(2 * sum(values) + len(values)) // (2 * len(values)),
        first_open=next((read.turn for read in reads if read.band in OPEN_BANDS), 0),
        rises=_largest(reads, 1),
        falls=_largest(reads, -1),
        moves=tuple(_movement(read) for read in reads),
    )


def _largest(reads: Sequence[TurnRead], sign: int) -> Turns:
    sized = sorted((-sign * (read.after - read.before), read.turn) for read in reads)
    return tuple(turn for size, turn in sized if size < 0)[:LARGEST]


def _movement(read: TurnRead) -> Movement:
    gains = tuple(name for name, _ in read.gains)
    costs = tuple(name for name, _ in read.costs)
    return Movement(read.turn, read.before, read.after, read.band, gains, costs)


def measure_pace(lines: Sequence[Message]) -> Pace:
    """The median answer is the student's: from the client's line to the next of the student."""
    gaps = [_gap(*pair) for pair in pairwise(lines)]
    turn = (Role.CLIENT, Role.STUDENT)
    answers = [_gap(*pair) for pair in pairwise(lines) if (pair[0].role, pair[1].role) == turn]
    active = sum(gap for gap in gaps if gap <= IDLE_MS)
    return Pace(sum(gaps), active, median(answers) if answers else -1)


def _gap(line: Message, later: Message) -> int:
    return max(later.at_ms - line.at_ms, 0)
