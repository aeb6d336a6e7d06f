"""The Director's whole state: integers and words, nothing hidden, one canonical JSON text."""

import json
import struct
from bisect import bisect_left
from dataclasses import dataclass, fields
from enum import StrEnum
from operator import attrgetter

from core.domain.jsonvalue import (
    Json,
    JsonReader,
    JsonShapeError,
    as_text,
    as_whole,
    as_wholes,
    canonical,
    digest_of_text,
    with_items,
)
from core.domain.profile import Stage
from core.simulation.sketch import NONE_YET, Earlier, earlier_of, hashes_of, packed

DIRECTOR_VERSION = "2"
TOP = 1000


class Band(StrEnum):
    """How open the client is, in words; in order."""

    CLOSED = "closed"
    WARY = "wary"
    WARMING = "warming"
    OPEN = "open"
    TRUSTING = "trusting"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {band: rank for rank, band in enumerate(Band)}


class Action(StrEnum):
    """What the client does in one turn."""

    DEFLECT = "deflect"
    BRISTLE = "bristle"
    OPEN = "open"
    HINT = "hint"
    GUARDED = "guarded"
    ELABORATE = "elaborate"
    SUSTAIN = "sustain"
    AMBIVALENT = "ambivalent"
    CHANGE = "change"
    MINIMAL = "minimal"
    LOST = "lost"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class Last:
    """The turn before: `tender` when it opened a fact that hurts if left unanswered."""

    action: str = ""
    fact: str = ""
    tender: bool = False
    asked: bool = False


Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class State:
    """One interview between two turns; `openness` in permille.

    `open` is in the order of opening. `used` counts the lines drawn per key, `skills` holds what
    the student used in the last two turns, `earlier` the token sets of all turns as sketches,
    `ruptures` pairs of turn and the turn of its repair (0: none), `agreements` the turns in
    which the client spoke for change, `moves` how many of them in band open or above.
    """

    seed: int
    session: int
    openness: int
    band: Band
    stage: Stage
    turn: int = 0
    open: tuple[str, ...] = ()
    hinted: tuple[str, ...] = ()
    press: Counts = ()
    last: Last = Last()
    used: Counts = ()
    skills: tuple[tuple[str, ...], ...] = ()
    earlier: Earlier = NONE_YET
    ruptures: tuple[tuple[int, int], ...] = ()
    agreements: tuple[int, ...] = ()
    moves: int = 0
    abuses: int = 0
    streak: tuple[str, int] = ("", 0)


_STATE_FIELDS = tuple(item.name for item in fields(State))
_STATE_VALUES = attrgetter(*_STATE_FIELDS)
_LAST_FIELDS = tuple(item.name for item in fields(Last))
_LAST_VALUES = attrgetter(*_LAST_FIELDS)


def state_to_json(state: State) -> str:
    """Sketches are ready texts: nearly all of the state, and nothing in them to escape."""
    return with_items(canonical(_data(state)), "earlier", state.earlier.items())


def state_hash(state: State) -> str:
    return digest_of_text(state_to_json(state))


def _data(state: State) -> Json:
    # Not asdict: it copies deeply, which costs more than the whole turn.
    last = dict(zip(_LAST_FIELDS, _LAST_VALUES(state.last), strict=True))
    data = dict(zip(_STATE_FIELDS, _STATE_VALUES(state), strict=True))
    return {**data, "last": last, "earlier": []}


def state_from_json(text: str) -> State:
    """Raise JsonShapeError (a ValueError) for a text that state_to_json did not write."""
    top = JsonReader(json.loads(text))
    last, streak = top.child("last"), top.items("streak")
    return State(
        seed=top.whole("seed"),
        session=top.whole("session"),
        openness=top.whole("openness"),
        band=Band(top.text("band")),
        stage=Stage(top.text("stage")),
        turn=top.whole("turn"),
        open=top.texts("open"),
        hinted=top.texts("hinted"),
        press=_counts(top.items("press")),
        last=Last(last.text("action"), last.text("fact"), last.flag("tender"), last.flag("asked")),
        used=_counts(top.items("used")),
        skills=tuple(
            tuple(as_text(skill) for skill in _list(turn)) for turn in top.items("skills")
        ),
        earlier=earlier_of(map(_sketch, top.items("earlier"))),
        ruptures=tuple((turn, repaired) for turn, repaired in map(_wholes, top.items("ruptures"))),
        agreements=top.wholes("agreements"),
        moves=top.whole("moves"),
        abuses=top.whole("abuses"),
        streak=(as_text(streak[0]), as_whole(streak[1])),
    )


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _sketch(value: Json) -> str:
    """One earlier turn; interviews that began with version 1 hold its numbers one by one."""
    try:
        sketch = packed(as_wholes(value)) if isinstance(value, list) else as_text(value)
        hashes_of(sketch)
    except (ValueError, struct.error) as error:
        raise JsonShapeError("earlier: expected sketches") from error
    else:
        return sketch


def _wholes(value: Json) -> tuple[int, ...]:
    return as_wholes(_list(value))


def _counts(items: list[Json]) -> Counts:
    return tuple((as_text(_list(item)[0]), as_whole(_list(item)[1])) for item in items)


def count_of(counts: Counts, key: str) -> int:
    for name, count in counts:
        if name == key:
            return count
    return 0


def counted(counts: Counts, key: str) -> Counts:
    """The counts with one more for `key`, sorted by key."""
    count, place = count_of(counts, key), bisect_left(counts, (key, 0))
    return (*counts[:place], (key, count + 1), *counts[place + (count > 0) :])
