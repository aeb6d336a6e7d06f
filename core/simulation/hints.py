"""A hint that needs no model: what the student's own last turns do, read by the signals' rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.simulation.signals import Signal, Signals, read_signals

LATEST = 4
LONGEST_QUOTE = 100


class Hint(StrEnum):
    """What stands out; the first that fits."""

    BEGIN = "begin"
    ABUSE = "abuse"
    CONFRONT = "confront"
    BARRAGE = "barrage"
    ADVICE = "advice"
    REASSURE = "reassure"
    CLOSED = "closed"
    NO_QUESTION = "no_question"
    NO_REFLECTION = "no_reflection"
    NO_EMPATHY = "no_empathy"
    GOES_WELL = "goes_well"


@dataclass(frozen=True, slots=True)
class Noticed:
    """The hint and the student's own words that led to it, empty where it is about what lacks."""

    hint: Hint
    quote: str = ""


_SEEN = (
    (Signal.ABUSE, Hint.ABUSE),
    (Signal.CONFRONT, Hint.CONFRONT),
    (Signal.BARRAGE, Hint.BARRAGE),
    (Signal.REASSURE, Hint.REASSURE),
    (Signal.INPUT, Hint.ADVICE),
)
_LACKS = (
    ((Signal.EXPLORE, Signal.CLOSED), Hint.NO_QUESTION),
    ((Signal.REFLECT, Signal.SUMMARY), Hint.NO_REFLECTION),
    ((Signal.EMPATHY, Signal.AFFIRM), Hint.NO_EMPATHY),
)


def notice(said: Sequence[str], language: str) -> Noticed:
    """Look at the latest turns, the newest first."""
    turns = [read_signals(text, language) for text in said[-LATEST:]]
    if not turns:
        return Noticed(Hint.BEGIN)
    newest = turns[-1]
    seen = next((one for one in _SEEN if newest.has(one[0])), None)
    if seen is not None:
        return Noticed(seen[1], _quote(newest, seen[0]))
    if all(turn.has(Signal.CLOSED) for turn in turns[-2:]):
        return Noticed(Hint.CLOSED, _quote(newest, Signal.CLOSED))
    lacking = (hint for needed, hint in _LACKS if not _any(turns, needed))
    return Noticed(next(lacking, Hint.GOES_WELL))


def _any(turns: Sequence[Signals], signals: tuple[Signal, ...]) -> bool:
    return any(turn.has(signal) for turn in turns for signal in signals)


def _quote(turn: Signals, signal: Signal) -> str:
    span = next(one for one in turn.spans if one.signal is signal)
    return " ".join(turn.normalised[span.start : span.end].split())[:LONGEST_QUOTE]
