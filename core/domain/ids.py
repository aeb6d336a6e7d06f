"""Identifiers made by us: short, random, safe in a button token and in a URL."""

import os
import secrets
from collections import deque

KEY_LENGTH = 24
LETTERS = b"abcdefghijklmnopqrstuvwxyz234567"
# Every byte stands for one of 32 letters, each equally often.
TABLE = LETTERS * (256 // len(LETTERS))
AT_ONCE = 64
DRAWN: deque[str] = deque()
# A copy of this process must not give the same keys once more.
os.register_at_fork(after_in_child=DRAWN.clear)


def new_key() -> str:
    """Return 24 characters of base32, 120 random bits (Discord takes a nonce of at most 25).

    They are drawn many at once: whoever asks the system for chance has to queue for Python again.
    """
    try:
        return DRAWN.popleft()
    except IndexError:
        text = secrets.token_bytes(KEY_LENGTH * AT_ONCE).translate(TABLE).decode("ascii")
        first, *more = [text[at : at + KEY_LENGTH] for at in range(0, len(text), KEY_LENGTH)]
        DRAWN.extend(more)
        return first
