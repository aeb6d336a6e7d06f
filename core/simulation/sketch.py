"""Which words a turn used, without the words: its 64 smallest hashes as one short text.

A bottom-k sketch: A. Z. Broder, On the resemblance and containment of documents, 1997.
"""

import binascii
import struct
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

SIZE = 64
BYTES = 4
REPEAT_PERCENT = 80


def sketched(tokens: frozenset[str]) -> str:
    """The sketch of a set: exact up to 64 words, an estimate above."""
    hashes = {zlib.crc32(token.encode("utf-8", "surrogatepass")) for token in tokens}
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


def is_repeat(sketch: str, earlier: Sequence[str]) -> bool:
    """Jaccard index with any earlier turn at least 0.8, in integers; most repeat the latest."""
    own = hashes_of(sketch)
    for one in reversed(earlier) if own else ():
        other = hashes_of(one)
        # A cheap look first: there is one for each turn, and hardly any shares so much.
        shared = own & other
        if 100 * len(shared) >= REPEAT_PERCENT * len(other) and _alike(own, other, shared):
            return True
    return False


def _alike(own: frozenset[int], other: frozenset[int], shared: frozenset[int]) -> bool:
    size = min(len(own) + len(other) - len(shared), SIZE)
    return 100 * len(shared) >= REPEAT_PERCENT * size and _in_sample(own | other, shared)


def _in_sample(joined: frozenset[int], shared: frozenset[int]) -> bool:
    """Beyond the sketch's size the smallest hashes of the union are its fair sample."""
    sample = sorted(joined)[:SIZE]
    return 100 * len(shared.intersection(sample)) >= REPEAT_PERCENT * len(sample)
