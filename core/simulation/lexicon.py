"""What a language brings to the signal coder: word lists and phrases, as versioned data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from core.simulation.glance import Glance
from core.simulation.pattern import Pattern

# A long row of data goes on in the next line, after a backslash and its indent.
_WRAPPED = re.compile(" {4,}")


class Signal(StrEnum):
    """What one turn of the student does, as the Director and the report count it."""

    EXPLORE = "explore"
    CLOSED = "closed"
    REFLECT = "reflect"
    EMPATHY = "empathy"
    AFFIRM = "affirm"
    SUMMARY = "summary"
    PERMISSION = "permission"
    CONFRONT = "confront"
    INPUT = "input"
    REASSURE = "reassure"
    BARRAGE = "barrage"
    BROAD = "broad"
    EVOKE = "evoke"
    RISK_ASK = "risk_ask"
    RISK_LEADING = "risk_leading"
    APOLOGY = "apology"
    INJECT = "inject"
    ASSIST = "assist"
    ABUSE = "abuse"

    # Enum's own hash is a function in Python, and signals are looked up all the time.
    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """How a language asks."""

    wh: Pattern
    wh_start: Pattern
    auxiliary: Pattern
    plain_auxiliary: Pattern
    inner_auxiliary: Pattern
    invite: Pattern
    wonder_open: Pattern
    wonder_closed: Pattern
    factual: Pattern
    wide: Pattern
    latitude: Pattern
    fragment_open: Pattern
    check: Pattern
    rephrase: Pattern
    advice: Pattern
    why: Pattern


@dataclass(frozen=True, slots=True)
class StatementWords:
    """How a language returns, informs and keeps a talk going."""

    filler: Pattern
    backchannel: Pattern
    lead: Pattern
    returns: Pattern
    reflect: Pattern
    third: Pattern
    echo: Pattern
    feeling: Pattern
    concrete: Pattern
    cue: Pattern
    command: Pattern
    directive: Pattern
    other: Pattern
    own: Pattern
    second: Pattern
    first: Pattern


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language; `version` is pinned when a session starts."""

    version: str
    spellings: Mapping[str, str]
    letters: Mapping[int, int]
    question: QuestionWords
    statement: StatementWords
    phrases: Mapping[Signal, Pattern]
    negated_risk: Pattern
    glance: Glance = field(init=False)

    def __post_init__(self) -> None:
        words = [
            getattr(group, item.name)
            for group in (self.question, self.statement)
            for item in fields(group)
        ]
        patterns = (*words, *self.phrases.values(), self.negated_risk)
        object.__setattr__(self, "glance", Glance(patterns))


@dataclass(frozen=True, slots=True)
class Glanced:
    """A lexicon before one text: `possible` are those of its patterns that may match there."""

    lexicon: Lexicon
    possible: frozenset[Pattern]

    def finds(self, pattern: Pattern, text: str) -> bool:
        return pattern in self.possible and pattern.search(text) is not None

    def begins(self, pattern: Pattern, text: str) -> bool:
        return pattern in self.possible and pattern.match(text) is not None

    def count(self, pattern: Pattern, text: str) -> int:
        return len(pattern.findall(text)) if pattern in self.possible else 0


def glanced(lexicon: Lexicon, text: str) -> Glanced:
    return Glanced(lexicon, lexicon.glance.possible(text))


NEVER = Pattern(r"(?!)")


def anywhere(lines: str) -> Pattern:
    """Match any line of `lines` as whole words; an apostrophe may be left out."""
    return Pattern(rf"\b(?:{_join(lines)})(?!\w)")


def at_start(lines: str) -> Pattern:
    """Match any line of `lines` as whole words where a clause begins."""
    return Pattern(rf"(?:{_join(lines)})(?!\w)")


def _join(lines: str) -> str:
    rows = [_WRAPPED.sub("", row.strip()) for row in lines.strip().splitlines()]
    return "|".join(row.replace("'", "'?").replace(" ", "[ \n]") for row in rows if row)


def spellings(pairs: str) -> Mapping[str, str]:
    """Parse `typed=meant` pairs; an underscore is a blank."""
    rows = (pair.partition("=") for pair in pairs.split())
    return {typed: meant.replace("_", " ") for typed, _, meant in rows}
