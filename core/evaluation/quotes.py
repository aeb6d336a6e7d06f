"""Quotes cut from the transcript itself, and the check that they still stand there."""

import re
import unicodedata
from collections.abc import Sequence

from core.domain.session import Message
from core.evaluation.turns import in_role
from core.evaluation.values import Quote

MOST = 160
_SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*[\"”’)»]*|[.?!…]+")
_JOINER = "\u200d"


def quote_around(line: Message, place: int) -> Quote:
    """The whole line when it is short, else its sentence at `place`, cut between words."""
    shown = in_role(line.text)
    start, end = _trimmed(shown, 0, len(shown))
    if end - start > MOST or shown != line.text:
        start, end = _trimmed(shown, *_sentence_at(shown, place))
    end = _cut(shown, start, end)
    return Quote(line.seq, line.turn, start, end, line.text[start:end])


def is_verbatim(quote: Quote, messages: Sequence[Message]) -> bool:
    """Whether the quote stands in that line of that turn, character by character."""
    line = next((line for line in messages if line.seq == quote.seq), None)
    if line is None or line.turn != quote.turn or not quote.text:
        return False
    return quote.start >= 0 and line.text[quote.start : quote.end] == quote.text


def _sentence_at(shown: str, place: int) -> tuple[int, int]:
    spans = [found.span() for found in _SENTENCE.finditer(shown) if found.group().strip()]
    return next((span for span in spans if span[1] > place), spans[-1])


def _trimmed(shown: str, start: int, end: int) -> tuple[int, int]:
    bare = shown[start:end]
    return start + len(bare) - len(bare.lstrip()), end - len(bare) + len(bare.rstrip())


def _cut(shown: str, start: int, end: int) -> int:
    if end - start <= MOST:
        return end
    blank = max(shown.rfind(mark, start, start + MOST) for mark in " \n\t")
    cut = blank if blank > start else start + MOST
    while cut > start + 1 and _is_inside(shown, cut):
        cut -= 1
    return cut


def _is_inside(shown: str, cut: int) -> bool:
    """Whether a cut here would tear a letter from its mark or an emoji from its parts."""
    joined = shown[cut - 1] == _JOINER or shown[cut] == _JOINER
    return (
        joined
        or unicodedata.combining(shown[cut]) != 0
        or unicodedata.category(shown[cut]) in ("Mn", "Sk")
    )
