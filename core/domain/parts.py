"""Long text in parts that a platform takes: nothing is lost, nothing is cut through a character."""

import unicodedata
from collections.abc import Callable

ZWJ = "\u200d"
BREAKS = ("\n\n", "\n", ". ", "! ", "? ", "。", " ")
SHORTEST = 0.5
Joins = Callable[[str, int], bool]


def joins(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to the one before it."""
    if at >= len(text):
        return False
    here, before = text[at], text[at - 1]
    return (
        unicodedata.category(here) in {"Mn", "Mc", "Me"}
        or ZWJ in {here, before}
        or "\ufe00" <= here <= "\ufe0f"
        or "\U0001f3fb" <= here <= "\U0001f3ff"
        or ("\U0001f1e6" <= here <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )


def split(text: str, limit: int, together: Joins = joins) -> list[str]:
    """Parts of at most `limit` characters; joined they are the text again.

    `together` says whether a platform must read a character with the one before it.
    """
    parts = []
    start = 0
    while len(text) - start > limit:
        end = start + cut(text[start : start + limit + 1], limit, together)
        parts.append(text[start:end])
        start = end
    parts.append(text[start:])
    return parts


def cut(window: str, limit: int, together: Joins) -> int:
    """Where to part: behind a paragraph, a line, a sentence, a word, or a whole character."""
    for mark in BREAKS:
        at = window.rfind(mark, int(limit * SHORTEST), limit)
        if at >= 0 and at + len(mark) <= limit:
            return at + len(mark)
    at = limit
    while at > 1 and together(window, at):
        at -= 1
    return at if at > 1 else limit
