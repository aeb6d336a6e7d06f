"""What a language brings to the signal coder: word lists and phrases, as versioned data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """How a language asks."""

    wh: re.Pattern[str]
    wh_start: re.Pattern[str]
    auxiliary: re.Pattern[str]
    plain_auxiliary: re.Pattern[str]
    inner_auxiliary: re.Pattern[str]
    invite: re.Pattern[str]
    wonder_open: re.Pattern[str]
    wonder_closed: re.Pattern[str]
    factual: re.Pattern[str]
    wide: re.Pattern[str]
    latitude: re.Pattern[str]
    fragment_open: re.Pattern[str]
    check: re.Pattern[str]
    rephrase: re.Pattern[str]
    advice: re.Pattern[str]
    why: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class StatementWords:
    """How a language returns, informs and keeps a talk going."""

    filler: re.Pattern[str]
    backchannel: re.Pattern[str]
    lead: re.Pattern[str]
    returns: re.Pattern[str]
    reflect: re.Pattern[str]
    third: re.Pattern[str]
    echo: re.Pattern[str]
    feeling: re.Pattern[str]
    concrete: re.Pattern[str]
    cue: re.Pattern[str]
    command: re.Pattern[str]
    directive: re.Pattern[str]
    other: re.Pattern[str]
    own: re.Pattern[str]
    second: re.Pattern[str]
    first: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language; `version` is pinned when a session starts."""

    version: str
    spellings: Mapping[str, str]
    letters: Mapping[int, int]
    question: QuestionWords
    statement: StatementWords
    phrases: Mapping[Signal, re.Pattern[str]]
    negated_risk: re.Pattern[str]


NEVER = re.compile(r"(?!)")


def anywhere(lines: str) -> re.Pattern[str]:
    """Match any line of `lines` as whole words; an apostrophe may be left out."""
    return re.compile(rf"\b(?:{_join(lines)})(?!\w)")


def at_start(lines: str) -> re.Pattern[str]:
    """Match any line of `lines` as whole words where a clause begins."""
    return re.compile(rf"(?:{_join(lines)})(?!\w)")


def _join(lines: str) -> str:
    rows = [_WRAPPED.sub("", row.strip()) for row in lines.strip().splitlines()]
    return "|".join(row.replace("'", "'?").replace(" ", "[ \n]") for row in rows if row)


def spellings(pairs: str) -> Mapping[str, str]:
    """Parse `typed=meant` pairs; an underscore is a blank."""
    rows = (pair.partition("=") for pair in pairs.split())
    return {typed: meant.replace("_", " ") for typed, _, meant in rows}
