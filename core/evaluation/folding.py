"""Text folded for comparing quotes, with the way back to the very characters it came from."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTES = "“”„‟«»＂″"
_APOSTROPHES = "‘’‚‛ʼ`´′＇"
_DASHES = "‐‑‒–—―−"
_SAME = str.maketrans(
    {
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_DASHES, "-"),
    }
)
# Scripts that write no blanks between words: there each character counts as a word.
_NO_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Parts of a syllable or a voiced sign, which join the character before them without being marks.
_JOINING = re.compile("[\u1160-\u11ff\uff9e\uff9f\u200d]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; character i of it came from `origin[i]` = (start, end) of the first text."""

    text: str
    origin: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The first text's span, or None where an edge would tear one of its characters."""
        if not 0 <= start < end <= len(self.text):
            return None
        first, last = self.origin[start], self.origin[end - 1]
        torn = (start > 0 and self.origin[start - 1] == first) or (
            end < len(self.text) and self.origin[end] == last
        )
        return None if torn else (first[0], last[1])


def fold(text: str) -> Folded:
    """NFKC, one kind of quotes, dashes and blanks, lower case; nothing else."""
    letters: list[str] = []
    origin: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        made = _folded(text[start:end])
        if made.isspace() and letters and letters[-1] == " ":
            origin[-1] = (origin[-1][0], end)
            continue
        shown = " " if made.isspace() else made
        letters.extend(shown)
        origin.extend([(start, end)] * len(shown))
    return Folded("".join(letters), tuple(origin))


def _folded(cluster: str) -> str:
    same = cluster.translate(_SAME)
    return unicodedata.normalize("NFKC", same).translate(_SAME).casefold()


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A character with the marks that follow it."""
    start = 0
    for place in range(1, len(text)):
        if not _joins(text[place]):
            yield start, place
            start = place
    if text:
        yield start, len(text)


def _joins(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M" or _JOINING.match(letter) is not None


def is_letter(text: str, place: int) -> bool:
    """Whether a word runs through this place; an apostrophe only between two letters."""
    if not 0 <= place < len(text):
        return False
    letter = text[place]
    if letter == "'":
        return _plain(text, place - 1) and _plain(text, place + 1)
    return _plain(text, place)


def _plain(text: str, place: int) -> bool:
    if not 0 <= place < len(text):
        return False
    return text[place].isalnum() or unicodedata.category(text[place])[0] == "M"


def is_edge(text: str, place: int) -> bool:
    """Whether no word is cut by a cut before this place."""
    if not (is_letter(text, place - 1) and is_letter(text, place)):
        return True
    return bool(_NO_BLANKS.match(text[place - 1]) or _NO_BLANKS.match(text[place]))


def count_words(text: str) -> int:
    """Runs of letters, digits and inner apostrophes; characters where no blanks are written."""
    return sum(
        is_letter(text, place) and unicodedata.category(text[place])[0] != "M"
        for place in range(len(text))
        if is_edge(text, place)
    )
