"""Identifiers made by us: short, random, safe in a button token and in a URL."""

import base64
import secrets

KEY_LENGTH = 24


def new_key() -> str:
    """Return 24 characters, base32 of 15 random bytes (Discord takes a nonce of at most 25)."""
    return base64.b32encode(secrets.token_bytes(15)).decode("ascii").lower()
