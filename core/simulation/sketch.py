"""Which words a turn used, without the words: its 64 smallest hashes as one short text.

A bottom-k sketch: A. Z. Broder, On the resemblance and containment of documents, 1997.
"""

import binascii
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

SIZE = 64
BYTES = 4
REPEAT_PERCENT = 80
# Earlier turns are passed over so many at a time.
BLOCK = 32


def sketched(tokens: frozenset[str]) -> str:
    """The sketch of a set: exact up to 64 words, an estimate above."""
    hashes = {zlib.crc32(token.encode()) for token in tokens}
    return packed(sorted(hashes)[:SIZE])


def packed(numbers: Iterable[int]) -> str:
    """Whole numbers below 2**32 as Base64; struct.error for any other."""
    kept = tuple(numbers)
    return binascii.b2a_base64(struct.pack(f">{len(kept)}I", *kept), newline=False).decode("ascii")


@lru_cache(maxsize=4096)
def hashes_of(sketch: str) -> frozenset[int]:
    """The numbers in a sketch; ValueError for a text that is none."""
    raw = binascii.a2b_base64(sketch, strict_mode=True)
    if len(raw) % BYTES or len(raw) > SIZE * BYTES:
        raise ValueError("this is no sketch")
    return frozenset(struct.unpack(f">{len(raw) // BYTES}I", raw))


@dataclass(frozen=True, slots=True)
class Earlier:
    """The sketches of the turns before: whole blocks as one text each, then the latest.

    Only the latest are touched one by one, so a turn costs hardly more in a long interview.
    """

    blocks: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()

    def __contains__(self, sketch: str) -> bool:
        item = f'"{sketch}"'
        return sketch in self.latest or any(item in block for block in self.blocks)

    def followed_by(self, sketch: str) -> "Earlier":
        """With one more."""
        latest = (*self.latest, sketch)
        if len(latest) < BLOCK:
            return Earlier(self.blocks, latest)
        return Earlier((*self.blocks, ",".join(Earlier(latest=latest).items())))

    def items(self) -> list[str]:
        """All of them as items of a JSON list."""
        return [*self.blocks, *[f'"{sketch}"' for sketch in self.latest]]


NONE_YET = Earlier()


def earlier_of(sketches: Iterable[str]) -> Earlier:
    """The earlier turns, in their order."""
    return reduce(Earlier.followed_by, sketches, NONE_YET)


def is_repeat(sketch: str, earlier: Earlier) -> bool:
    """Jaccard index with any earlier turn at least 0.8, in integers; most repeat the latest."""
    own = hashes_of(sketch)
    if not own:
        return False
    if _is_among(own, reversed(earlier.latest)):
        return True
    needed = _needed(len(own))
    for block in earlier.blocks:
        places, fewest = _places(block)
        shared = sum(map(places.__contains__, own))
        if shared >= needed[fewest] and _is_among(own, _possible(own, block, places)):
            return True
    return False


def _is_among(own: frozenset[int], earlier: Iterable[str]) -> bool:
    # A cheap look first: hardly any turn has one of these, or then so many of them.
    few, needed = frozenset(tuple(own)[: _telling(own)]), _needed(len(own))
    for other in map(hashes_of, earlier):
        if few.isdisjoint(other) or len(own & other) < needed[len(other)]:
            continue
        if _in_sample(own, other):
            return True
    return False


def _telling(own: frozenset[int]) -> int:
    """Of how many of its words a repeat must have one: it lacks at most a fifth of them."""
    return len(own) * (100 - REPEAT_PERCENT) // 100 + 1


def _possible(own: frozenset[int], block: str, places: dict[int, int]) -> Iterator[str]:
    """The turns of a block that can share enough: those with one of the rarest words.

    Prefix filtering: S. Chaudhuri et al., A primitive operator for similarity joins, 2006.
    """
    rarest = sorted([places.get(word, 0) for word in own], key=int.bit_count)
    joined = reduce(or_, rarest[: _telling(own)])
    return (sketch for at, sketch in enumerate(_sketches(block)) if joined >> at & 1)


def _sketches(block: str) -> list[str]:
    return [item[1:-1] for item in block.split(",")]


@lru_cache(maxsize=512)
def _places(block: str) -> tuple[dict[int, int], int]:
    """In which turns of a block a hash occurs, as bits; and the size of its smallest turn."""
    places: dict[int, int] = {}
    sets = [hashes_of(sketch) for sketch in _sketches(block)]
    for at, words in enumerate(sets):
        for word in words:
            places[word] = places.get(word, 0) | 1 << at
    return places, min(map(len, sets))


@lru_cache(maxsize=SIZE + 1)
def _needed(size: int) -> tuple[int, ...]:
    """How many hashes a turn must share with one of 0, 1, … hashes to repeat it."""
    return tuple(
        next(shared for shared in range(SIZE + 1) if _enough(shared, size + other))
        for other in range(SIZE + 1)
    )


def _enough(shared: int, sizes: int) -> bool:
    """Shared hashes against the union's, or against a full sample's where that is smaller."""
    return 100 * shared >= REPEAT_PERCENT * min(sizes - shared, SIZE)


def _in_sample(own: frozenset[int], other: frozenset[int]) -> bool:
    """Beyond the sketch's size the smallest hashes of the union are its fair sample."""
    sample = sorted(own | other)[:SIZE]
    return 100 * len((own & other).intersection(sample)) >= REPEAT_PERCENT * len(sample)
