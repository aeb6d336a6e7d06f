"""Lane B: hear when a student speaks of their own distress rather than plays the interviewer.

Pure and needing nothing, so that it runs first and with everything else down. It reads every known
language at once: a person in distress may leave the language of the interview.
"""

import re
from dataclasses import dataclass

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

_SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*")
_ASIDE = re.compile(r"\(\([^()]{0,2000}(?:\)\)|$)")
_REPORT_REACH = 60
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
    if not GLANCE.possible(lowered):
        return None
    place = _in_asides(lowered) or _in_speech(unquote(lowered))
    if place is None:
        return None
    return Distress(place[0], place[1], shown[place[0] : place[1]])


def _in_asides(text: str) -> tuple[int, int] | None:
    """An aside is spoken as oneself: any first-person predicate counts."""
    for aside in _ASIDE.finditer(text):
        for pattern in (OWN, SIGNS, ASIDE, NOBODYS, SPANISH):
            if found := pattern.search(text, aside.start(), aside.end()):
                return found.span()
    return None


def _in_speech(text: str) -> tuple[int, int] | None:
    for sentence in _SENTENCE.finditer(text):
        for pattern in (OWN, SIGNS, SPANISH):
            for found in pattern.finditer(text, sentence.start(), sentence.end()):
                if not _is_reported(text[sentence.start() : found.start()]):
                    return found.span()
        start = sentence.end() - len(sentence.group().lstrip())
        if bare := BARE.match(text, start, sentence.end()):
            return bare.span()
        if grave := _grave(text, sentence.start(), sentence.end()):
            return grave
        nobodys = NOBODYS.search(text, sentence.start(), sentence.end())
        if nobodys and not OTHERS.search(sentence.group()):
            return nobodys.span()
    return None


def _grave(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A grave word in a sentence that speaks of oneself and of nobody else."""
    if not FIRST.search(text, start, end) or ELSEWHERE.search(text, start, end):
        return None
    found = GRAVE.search(text, start, end)
    return found.span() if found else None


def _is_reported(before: str) -> bool:
    """Whether the words right before lead into what somebody else says or feels."""
    near = before[-_REPORT_REACH:]
    for frame in REPORTED.finditer(near):
        if not LINK.sub("", near[frame.end() :]).strip(" ,:;"):
            return True
    return False
