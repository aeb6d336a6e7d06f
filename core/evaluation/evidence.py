"""Quotes that a model names, found verbatim in the transcript or not shown at all."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.domain.session import Message, Role
from core.domain.speech import ASIDE
from core.evaluation.folding import Folded, count_words, fold, is_edge
from core.evaluation.values import Quote

FEWEST_WORDS = 3
FEWEST_WORDS_OF_PART = 2
MOST = 3
GAP = " […] "
_LEFT_OUT = re.compile(r"\[\s*\.{3}\s*\]|\.{3,}")
_MARKS = " \"'"
# It stands for what was said out of role, so that no quote can run across it.
_WALL = "\0"


class Source(StrEnum):
    """Whose words may be evidence for a criterion."""

    STUDENT = "student"
    CLIENT = "client"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Claim:
    """A quote as a model named it: its text, and the number of the line that it is said to be."""

    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Verified words: spans of one line in order; `times` lines hold the same words."""

    parts: tuple[Quote, ...]
    times: int = 1

    @property
    def line(self) -> int:
        return self.parts[0].seq

    @property
    def turn(self) -> int:
        return self.parts[0].turn

    @property
    def text(self) -> str:
        """The transcript's own characters."""
        return GAP.join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Readable:
    """One line of the transcript, ready to be searched."""

    line: Message
    folded: Folded


@dataclass(frozen=True, slots=True)
class Searchable:
    """A transcript in role, folded once for all quotes about it."""

    lines: tuple[Readable, ...]

    def of(self, source: Source) -> tuple[Readable, ...]:
        return tuple(one for one in self.lines if source in (Source.BOTH, one.line.role.value))


def searchable(lines: Sequence[Message]) -> Searchable:
    """Student and client only, asides walled off."""
    spoken = (line for line in lines if line.role in (Role.STUDENT, Role.CLIENT))
    return Searchable(tuple(Readable(line, fold(without_asides(line.text))) for line in spoken))


def without_asides(text: str) -> str:
    """The text at the same positions, with asides made unquotable."""
    return ASIDE.sub(lambda found: _WALL * len(found.group()), text)


def verify(claim: Claim, source: Source, transcript: Searchable) -> Evidence | None:
    """The claim's words as the transcript has them, or None when they are not in it."""
    found = [
        parts
        for one in transcript.of(source)
        if (parts := find_in(fold(claim.quote).text, one)) is not None
    ]
    if not found:
        return None
    nearest = min(found, key=lambda parts: (abs(parts[0].seq - claim.line), parts[0].seq))
    return Evidence(nearest, len(found))


def find_in(quote: str, one: Readable) -> tuple[Quote, ...] | None:
    """The spans of a folded quote in one line; whole first, then around what it leaves out."""
    whole = quote.strip(_MARKS)
    if _WALL in quote or not whole:
        return None
    if whole == one.folded.text.strip(_MARKS) or count_words(whole) >= FEWEST_WORDS:
        span = _place(whole, one, 0)
        if span is not None:
            return (_cut(one, *span),)
    parts = [part.strip(_MARKS) for part in _LEFT_OUT.split(quote)]
    return _find_parts([part for part in parts if part], one) if len(parts) > 1 else None


def _find_parts(parts: Sequence[str], one: Readable) -> tuple[Quote, ...] | None:
    if sum(map(count_words, parts)) < FEWEST_WORDS:
        return None
    if any(count_words(part) < FEWEST_WORDS_OF_PART for part in parts):
        return None
    found: list[Quote] = []
    after = 0
    for part in parts:
        span = _place(part, one, after)
        if span is None:
            return None
        found.append(_cut(one, *span))
        after = span[1]
    return tuple(found)


def _place(part: str, one: Readable, after: int) -> tuple[int, int] | None:
    """Where the part stands between word boundaries, as a span of the folded line."""
    text = one.folded.text
    start = text.find(part, after)
    while start >= 0:
        end = start + len(part)
        whole = is_edge(text, start) and is_edge(text, end)
        if whole and one.folded.span(start, end) is not None:
            return start, end
        start = text.find(part, start + 1)
    return None


def _cut(one: Readable, start: int, end: int) -> Quote:
    span = one.folded.span(start, end)
    if span is None:
        raise ValueError((start, end))
    line = one.line
    return Quote(line.seq, line.turn, *span, line.text[slice(*span)])


def verify_all(
    claims: Sequence[Claim], source: Source, transcript: Searchable
) -> tuple[tuple[Evidence, ...], tuple[Claim, ...]]:
    """At most three verified pieces in the order of the claims, and the claims that failed."""
    kept: list[Evidence] = []
    failed: list[Claim] = []
    for claim in claims:
        evidence = verify(claim, source, transcript)
        if evidence is None:
            failed.append(claim)
        else:
            kept = _with(kept, evidence, transcript)
    return tuple(kept[:MOST]), tuple(failed)


def _with(kept: list[Evidence], new: Evidence, transcript: Searchable) -> list[Evidence]:
    """Overlapping pieces become one."""
    for place, one in enumerate(kept):
        if one.line == new.line and _overlap(one, new):
            rest = kept[place + 1 :]
            return _with([*kept[:place], *rest], _union(one, new, transcript), transcript)
    return [*kept, new]


def _union(one: Evidence, other: Evidence, transcript: Searchable) -> Evidence:
    """Both together; their text is cut from the transcript again."""
    line = next(found.line for found in transcript.lines if found.line.seq == one.line)
    spans = _merged(sorted((part.start, part.end) for part in (*one.parts, *other.parts)))
    parts = (Quote(line.seq, line.turn, start, end, line.text[start:end]) for start, end in spans)
    return Evidence(tuple(parts), max(one.times, other.times))


def _overlap(one: Evidence, other: Evidence) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.parts for b in other.parts)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def proof(session_id: str, evidence: Evidence) -> str:
    """A hash of session, line, spans and characters, by which an export proves its quotes."""
    spans = "".join(f"\x1f{part.start}:{part.end}:{part.text}" for part in evidence.parts)
    text = f"{session_id}\x1f{evidence.line}{spans}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
