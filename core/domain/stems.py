"""Stems: word beginnings as authors write them, matched casefolded at the start of a word."""

import unicodedata

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).translate(_STRAIGHT).casefold()


def find_stem(folded: str, stem: str) -> int:
    """Offset of the first word in `folded` that begins with `stem` (both folded), or -1."""
    at = folded.find(stem)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(stem, at + 1)
    return at


def holds_stem(folded: str, stem: str) -> bool:
    return find_stem(folded, stem) >= 0


def word_at(folded: str, start: int, stem: str) -> str:
    """The stem found at `start` with the rest of its last word: `drink` gives `drinking`."""
    end = start + len(stem)
    while end < len(folded) and folded[end].isalnum():
        end += 1
    return folded[start:end]


def overlap(one: str, other: str) -> bool:
    """Whether a word can begin with both stems."""
    return one.startswith(other) or other.startswith(one)
