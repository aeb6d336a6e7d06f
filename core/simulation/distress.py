"""Lane B: hear when a student speaks of their own distress rather than plays the interviewer.

Pure and needing nothing, so that it runs first and with everything else down. It reads every known
language at once: a person in distress may leave the language of the interview.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from core.simulation.distress_phrases import (
    ASIDE,
    BARE,
    ELSEWHERE,
    FIRST,
    GRAVE,
    LINK,
    NOBODYS,
    OTHERS,
    OWN,
    REPORTED,
    SIGNS,
    SPANISH,
)
from core.simulation.glance import Glance
from core.simulation.normalise import lower, normalise, unquote
from core.simulation.pattern import Pattern

_SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*")
_ASIDE = re.compile(r"\(\([^()]{0,2000}(?:\)\)|$)")
_REPORT_REACH = 60
Place: TypeAlias = tuple[int, int]
GLANCE = Glance((OWN, SIGNS, SPANISH, NOBODYS, BARE, ASIDE, GRAVE))


@dataclass(frozen=True, slots=True)
class Distress:
    """The words that triggered; positions are in the normalised text, asides included."""

    start: int
    end: int
    words: str


def own_distress(text: str) -> Distress | None:
    """The first words by which the student speaks of own distress, or None."""
    shown = normalise(text, asides=True)
    lowered = lower(shown)
    possible = GLANCE.possible(lowered)
    if not possible:
        return None
    place = _in_asides(lowered, possible) or _in_speech(unquote(lowered), possible)
    if place is None:
        return None
    return Distress(place[0], place[1], shown[place[0] : place[1]])


def _in_asides(text: str, possible: frozenset[Pattern]) -> Place | None:
    """An aside is spoken as oneself: any first-person predicate counts."""
    patterns = [one for one in (OWN, SIGNS, ASIDE, NOBODYS, SPANISH) if one in possible]
    for aside in _ASIDE.finditer(text):
        for pattern in patterns:
            if found := pattern.search(text, aside.start(), aside.end()):
                return found.span()
    return None


def _in_speech(text: str, possible: frozenset[Pattern]) -> Place | None:
    ways = [way for pattern, way in _WAYS.items() if pattern in possible]
    for sentence in _SENTENCE.finditer(text):
        for way in ways:
            if place := way(text, *sentence.span()):
                return place
    return None


def _own(pattern: Pattern, text: str, start: int, end: int) -> Place | None:
    """Words that are not told of somebody else."""
    for found in pattern.finditer(text, start, end):
        if not _is_reported(text[start : found.start()]):
            return found.span()
    return None


def _bare(text: str, start: int, end: int) -> Place | None:
    """Typed without "I" where the sentence begins."""
    blanks = end - start - len(text[start:end].lstrip())
    found = BARE.match(text, start + blanks, end)
    return found.span() if found else None


def _grave(text: str, start: int, end: int) -> Place | None:
    """A grave word in a sentence that speaks of oneself and of nobody else."""
    if not FIRST.search(text, start, end) or ELSEWHERE.search(text, start, end):
        return None
    found = GRAVE.search(text, start, end)
    return found.span() if found else None


def _nobodys(text: str, start: int, end: int) -> Place | None:
    """Words that are nobody's in a sentence that speaks to nobody and of nobody else."""
    found = NOBODYS.search(text, start, end)
    return found.span() if found and not OTHERS.search(text[start:end]) else None


_WAYS: dict[Pattern, Callable[[str, int, int], Place | None]] = {
    **{pattern: partial(_own, pattern) for pattern in (OWN, SIGNS, SPANISH)},
    BARE: _bare,
    GRAVE: _grave,
    NOBODYS: _nobodys,
}


def _is_reported(before: str) -> bool:
    """Whether the words right before lead into what somebody else says or feels."""
    near = before[-_REPORT_REACH:]
    for frame in REPORTED.finditer(near):
        if not LINK.sub("", near[frame.end() :]).strip(" ,:;"):
            return True
    return False
