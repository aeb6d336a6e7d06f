"""A first look at a text's words: it rules most patterns out before one of them is run."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from core.simulation.needs import Clause, rows_of
from core.simulation.pattern import WAITING, Pattern

KEPT_WORDS = 8192
_TOKEN = re.compile(r"[\w']+")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_MOST_PARTS = 4
_ALL = -1


class _Known(NamedTuple):
    """What a word is good for: clauses as bits, and rows whose rarest clause it fulfils.

    A row is what else it asks for, as bits, and its pattern.
    """

    fulfils: int
    rows: tuple[tuple[int, Pattern], ...]


_NOTHING = _Known(0, ())


class Glance:
    """Which of its patterns may match a text; a match of any of them begins with a word."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._always: frozenset[Pattern] = frozenset()
        self._words: dict[str, _Known] = {}
        self._beginnings: dict[str, _Known] = {}
        self._longest = 0
        self._known = lru_cache(KEPT_WORDS)(self._look_up)
        self.waits = True
        WAITING.append(self)

    def possible(self, text: str) -> frozenset[Pattern]:
        """Those that match anywhere in a lower-case text, and some more."""
        if self.waits:
            self.make()
        fulfilled = 0
        rows: list[tuple[int, Pattern]] = []
        for token in _TOKEN.findall(text):
            known = self._known(token)
            fulfilled |= known.fulfils
            rows += known.rows
        return self._always.union([row[1] for row in rows if row[0] & fulfilled == row[0]])

    def make(self) -> None:
        """Read the patterns; doing it twice at once does no harm."""
        always: set[Pattern] = set()
        bits: dict[Clause, int] = {}
        for pattern in self.patterns:
            for row in rows_of(pattern.text):
                needs = [bits.setdefault(clause, 1 << len(bits)) for clause in row]
                for place, clause in enumerate(row):
                    more = _Known(needs[place], () if place else ((sum(needs[1:]), pattern),))
                    self._learn(clause, more)
                if not row:
                    always.add(pattern)
        self._always = frozenset(always)
        self._longest = max(map(len, self._beginnings), default=0)
        self.waits = False

    def _learn(self, clause: Clause, more: _Known) -> None:
        for word in clause:
            known = self._words if word.whole else self._beginnings
            known[word.text] = _joined([known.get(word.text, _NOTHING), more])

    def _look_up(self, token: str) -> _Known:
        parts = token.strip("'").split("'")
        if len(parts) > _MOST_PARTS or _FOREIGN_DIGIT.search(token):
            return _Known(_ALL, tuple([(0, pattern) for pattern in self.patterns]))
        known = [found for text in _readings(parts) for found in self._known_of(text)]
        return known[0] if len(known) == 1 else _joined(known)

    def _known_of(self, text: str) -> Iterator[_Known]:
        if text in self._words:
            yield self._words[text]
        for end in range(1, min(len(text), self._longest) + 1):
            if text[:end] in self._beginnings:
                yield self._beginnings[text[:end]]


def _readings(parts: list[str]) -> Collection[str]:
    """`don't` may be meant by don, by t and by dont."""
    if len(parts) == 1:
        return parts
    spans = combinations(range(len(parts) + 1), 2)
    return {"".join(parts[start:end]) for start, end in spans}


def _joined(known: Iterable[_Known]) -> _Known:
    fulfils, rows = 0, dict[tuple[int, Pattern], None]()
    for one in known:
        fulfils |= one.fulfils
        rows |= dict.fromkeys(one.rows)
    return _Known(fulfils, tuple(rows))
