"""What a student's turn does: its class and its signals, read by rules alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.simulation.behaviour import Behaviour, Move, Reading, Sentence, read_behaviour
from core.simulation.lexicon import Glanced, Lexicon, Signal, glanced
from core.simulation.lexicon_en import ENGLISH
from core.simulation.lexicon_es import SPANISH
from core.simulation.normalise import lower, normalise, unquote

__all__ = ["LEXICONS", "Behaviour", "Signal", "Signals", "Span", "read_signals"]

LEXICONS = {"en": ENGLISH, "es": SPANISH}
BARRAGE = 3

_CLASS_SIGNALS = {
    Behaviour.OPEN: Signal.EXPLORE,
    Behaviour.CLOSED: Signal.CLOSED,
    Behaviour.REFLECTION: Signal.REFLECT,
}
_UNQUOTED = {Signal.CONFRONT, Signal.RISK_ASK, Signal.ABUSE, Signal.REASSURE}
_ONLY_IN = {
    Signal.BROAD: (Behaviour.OPEN,),
    Signal.EVOKE: (Behaviour.OPEN, Behaviour.CLOSED),
    Signal.RISK_ASK: (Behaviour.OPEN, Behaviour.CLOSED, Behaviour.REFLECTION, Behaviour.OTHER),
}
_EXCUSING = {Signal.CONFRONT, Signal.PERMISSION}
_ASKING = (Move.OPEN, Move.CLOSED)
_MARKS = re.compile(r"\?+")
_TOKEN = re.compile(r"\w+(?:'\w+)?")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a signal was read, as positions in `Signals.normalised`."""

    signal: Signal
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Signals:
    """One turn as the Director and the report see it.

    `lexicon` names the version that was used; None means structure rules only.
    """

    behaviour: Behaviour
    spans: tuple[Span, ...]
    questions: int
    why: bool
    normalised: str
    tokens: frozenset[str]
    lexicon: str | None
    kinds: frozenset[Signal] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A turn asks some thirty times.
        object.__setattr__(self, "kinds", frozenset(span.signal for span in self.spans))

    def has(self, signal: Signal) -> bool:
        return signal in self.kinds


def read_signals(text: str, language: str) -> Signals:
    """Signals of one turn; `language` is a tag such as `en` or `es-MX`."""
    normalised = normalise(text)
    lowered = lower(normalised)
    lexicon = LEXICONS.get(language.replace("_", "-").split("-")[0].lower())
    lowered = lowered.translate(lexicon.letters) if lexicon and lexicon.letters else lowered
    bare = unquote(lowered)
    seen = glanced(lexicon, lowered) if lexicon else None
    reading = read_behaviour(lowered, seen) if seen else _by_structure(lowered)
    questions = _questions(lowered, reading)
    found = list(_phrases(lowered, bare, seen)) if seen else []
    return Signals(
        behaviour=reading.behaviour,
        spans=tuple(_spans(len(lowered), reading, questions, found)),
        questions=questions,
        why=bool(lexicon and _asks_why(reading, lexicon)),
        normalised=normalised,
        tokens=frozenset(_TOKEN.findall(normalised.casefold())),
        lexicon=lexicon.version if lexicon else None,
    )


def _by_structure(text: str) -> Reading:
    """Without words of the language: one question is taken as open, several as closed."""
    marks = len(_MARKS.findall(text))
    behaviour = {0: Behaviour.OTHER, 1: Behaviour.OPEN}.get(marks, Behaviour.CLOSED)
    return Reading(behaviour, (), (0, len(text)))


def _questions(text: str, reading: Reading) -> int:
    asked = [part for part in reading.sentences if part.move in _ASKING]
    if "?" not in text:
        return len(asked)
    unmarked = [part for part in asked if "?" not in text[part.start : part.end]]
    return len(_MARKS.findall(text)) + len(unmarked)


def _asks_why(reading: Reading, lexicon: Lexicon) -> bool:
    asked: list[Sentence] = [part for part in reading.sentences if part.move is Move.OPEN]
    return bool(asked and lexicon.question.why.search(asked[-1].clean))


def _spans(length: int, reading: Reading, questions: int, found: list[Span]) -> Iterator[Span]:
    start, end = reading.deciding
    here = reading.behaviour
    if here in _CLASS_SIGNALS:
        yield Span(_CLASS_SIGNALS[here], start, end)
    elif here is Behaviour.INPUT and _EXCUSING.isdisjoint([span.signal for span in found]):
        yield Span(Signal.INPUT, start, end)
    if questions >= BARRAGE:
        yield Span(Signal.BARRAGE, 0, length)
    yield from [span for span in found if here in _ONLY_IN.get(span.signal, (here,))]


def _phrases(text: str, bare: str, seen: Glanced) -> Iterator[Span]:
    for signal, pattern in seen.lexicon.phrases.items():
        if pattern in seen.possible:
            source = bare if signal in _UNQUOTED else text
            yield from [Span(signal, *found.span()) for found in pattern.finditer(source)]
    if seen.lexicon.negated_risk in seen.possible:
        for found in seen.lexicon.negated_risk.finditer(bare):
            yield Span(Signal.RISK_LEADING, *found.span())
