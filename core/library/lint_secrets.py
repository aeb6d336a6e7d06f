"""Lints about secrets and topics: what would give a locked fact away, or confuse two facts."""

from collections.abc import Iterator
from itertools import combinations, product

from core.domain.profile import ClientProfile, Fact, needed
from core.domain.stems import fold, holds_stem, overlap
from core.library.finding import Finding
from core.library.texts import Placed, before_open, once_open, surface
from core.library.yamltext import Path

SHORTEST_STEM = 3
_EVERYDAY = """
about and are been can could day did feel good have help home how know life like make mean more
need okay people really say talk tell that the thing think time want well what when where why
with would you your
"""
EVERYDAY = frozenset(_EVERYDAY.split())


def leaked_secrets(profile: ClientProfile) -> Iterator[Finding]:
    for number, fact in enumerate(profile.facts):
        stems = [(stem, fold(stem)) for stem in fact.secrets]
        for path, text in _forbidden(profile, number, fact):
            folded = fold(text)
            for stem, folded_stem in stems:
                if holds_stem(folded, folded_stem):
                    yield Finding(path, f'gives away "{stem}"', fact=fact.id)


def _forbidden(profile: ClientProfile, number: int, fact: Fact) -> Iterator[Placed]:
    yield from surface(profile)
    yield from before_open(number, fact)
    for other_number, other in enumerate(profile.facts):
        if other.id != fact.id and fact.id not in needed(profile.facts, other.id):
            yield from before_open(other_number, other)
            yield from once_open(other_number, other)
    for place, event in enumerate(profile.between):
        if fact.id not in event.opens:
            yield ("between", place, "text"), event.text


def weak_stems(profile: ClientProfile) -> Iterator[Finding]:
    for number, fact in enumerate(profile.facts):
        for key, stems in (("topics", fact.topics), ("secrets", fact.secrets)):
            for place, stem in enumerate(stems):
                path: Path = ("facts", number, key, place)
                if len(stem.strip()) < SHORTEST_STEM:
                    yield Finding(path, f'"{stem}" is too short to be a stem', fact=fact.id)
                elif fold(stem) in EVERYDAY:
                    yield Finding(path, f'"{stem}" is in everyday speech', fact=fact.id)


def is_ordered(profile: ClientProfile, one: str, other: str) -> bool:
    """Whether one of the two facts has to be told before the other."""
    return one in needed(profile.facts, other) or other in needed(profile.facts, one)


def shared_topics(profile: ClientProfile) -> Iterator[Finding]:
    for (_, one), (number, other) in combinations(enumerate(profile.facts), 2):
        if is_ordered(profile, one.id, other.id):
            continue
        for mine, theirs in product(one.topics, other.topics):
            if not overlap(fold(mine), fold(theirs)):
                continue
            message = f'shares "{theirs}" with "{mine}" of {one.id}, and neither needs the other'
            yield Finding(("facts", number, "topics"), message, fact=other.id)
