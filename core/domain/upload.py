"""A file that somebody put into a form: every platform hands it in as a data URL (RFC 2397)."""

import base64
import binascii

from core.errors import Refusal, RefusalError

MOST_BYTES = 1_400_000
MOST_CHARACTERS = MOST_BYTES * 4 // 3 + 200


def read_upload(value: str) -> bytes:
    """The bytes of `data:<type>;base64,<text>`; RefusalError for anything else or for too much."""
    head, _, body = value.partition(",")
    if not (head.startswith("data:") and head.endswith(";base64")):
        raise RefusalError(Refusal.BAD_FILE, why="it did not arrive whole")
    try:
        content = base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise RefusalError(Refusal.BAD_FILE, why="it did not arrive whole") from error
    if len(content) > MOST_BYTES:
        raise RefusalError(Refusal.BAD_FILE, why="it is larger than 1.4 MB")
    if not content:
        raise RefusalError(Refusal.BAD_FILE, why="it is empty")
    return content
