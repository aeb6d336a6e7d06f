"""Which words a text must have for a pattern to match, read off the pattern itself.

Sound, not exact: whatever is not understood asks for nothing. So a text that lacks what is asked
for here cannot match, and one that has it may still not. Apostrophes count as not written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from core.simulation.syntax import Either, Letter, Mark, Part, Repeated, Unknown, parsed

CLAUSES = 5
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Word:
    """A whole word, or how a word begins."""

    text: str
    whole: bool

    @property
    def frequency(self) -> float:
        """A guess: each letter more makes a word rarer, and many words begin alike."""
        return float(2.0 ** -len(self.text)) * (1 if self.whole else 4)


# One of the words has to be there; of a row every clause has to be fulfilled.
Clause: TypeAlias = frozenset[Word]
Row: TypeAlias = tuple[Clause, ...]


def rows_of(pattern: str) -> tuple[Row, ...]:
    """A match that begins with a word fulfils one of the rows, their rarest clauses first."""
    return tuple(_row(way) for way in _ways(parsed(pattern)))


def _ways(part: Part) -> Iterator[Part]:
    """The ways of a part, each by itself, as far as one of them is all that there is."""
    places = [place for place, node in enumerate(part) if not isinstance(node, Mark)]
    first = part[places[0]] if len(places) == 1 else None
    if isinstance(first, Either):
        for way in first.ways:
            yield from _ways(way + part[places[0] + 1 :])
    else:
        yield part


def _row(way: Part) -> Row:
    walk = _Walk(frozenset({""}))
    walk.follow(way)
    walk.keep(whole=False)
    ordered = sorted(set(walk.clauses), key=lambda one: (_frequency(one), sorted(map(str, one))))
    return tuple(ordered[:CLAUSES])


def _frequency(clause: Clause) -> float:
    return sum(word.frequency for word in clause)


class _Walk:
    """Goes along a part: `open` holds what the word under way may be so far, None if unknown."""

    def __init__(self, words: frozenset[str] | None) -> None:
        self.open = words
        self.clauses: list[Clause] = []

    def follow(self, part: Part) -> None:
        for node in part:
            match node:
                case Letter():
                    self._spell(node.letters)
                case Mark():
                    self.keep(whole=True)
                    self.open = frozenset({""})
                case Unknown():
                    self.keep(whole=False)
                    self.open = None
                case Either():
                    self._choose(node.ways)
                case Repeated():
                    self._repeat(node)

    def keep(self, *, whole: bool) -> None:
        """Ask for the word under way, which ends here, or for its beginning."""
        if self.open and "" not in self.open:
            self.clauses.append(frozenset(Word(text, whole) for text in self.open))

    def branch(self, part: Part) -> "_Walk":
        """Where this part leads from here."""
        walk = _Walk(self.open)
        walk.follow(part)
        return walk

    def _spell(self, letters: frozenset[str]) -> None:
        if self.open is not None:
            self.open = frozenset(text + one for text in self.open for one in letters)

    def _choose(self, ways: Sequence[Part]) -> None:
        """Ask for one word of each way, unless all of them only go on with the word under way."""
        walks = [self.branch(way) for way in ways]
        joined = _joined([walk.open for walk in walks])
        if joined is None or any(walk.clauses for walk in walks):
            for walk in (self, *walks):
                walk.keep(whole=False)
            if all(walk.clauses for walk in walks):
                rarest = [min(walk.clauses, key=_frequency) for walk in walks]
                self.clauses.append(frozenset[Word]().union(*rarest))
        self.open = joined

    def _repeat(self, node: Repeated) -> None:
        """Once tells all where a second time leads nowhere else."""
        once = self.branch(node.part)
        twice = once.branch(node.part)
        settles = once.open is not None and twice.open is not None and twice.open <= once.open
        if node.needed:
            once.keep(whole=False)
            self.clauses += once.clauses
        else:
            self.keep(whole=False)
        opens = [once.open] if node.needed else [once.open, self.open]
        self.open = _joined(opens) if settles else None


def _joined(opens: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [words for words in opens if words is not None]
    joined = frozenset[str]().union(*known)
    return joined if len(known) == len(opens) and len(joined) <= _MOST_WORDS else None
