"""Identifiers made by us: short, random, safe in a button token and in a URL."""

import secrets

KEY_LENGTH = 24
LETTERS = b"abcdefghijklmnopqrstuvwxyz234567"
# Every byte stands for one of 32 letters, each equally often.
TABLE = LETTERS * (256 // len(LETTERS))


def new_key() -> str:
    """Return 24 characters of base32, 120 random bits (Discord takes a nonce of at most 25)."""
    return secrets.token_bytes(KEY_LENGTH).translate(TABLE).decode("ascii")
