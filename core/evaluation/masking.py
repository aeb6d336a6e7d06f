"""Names taken out of a transcript before a model reads it, with the way back to the characters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.session import Message, Role
from core.evaluation.evidence import Readable, Searchable, without_asides
from core.evaluation.folding import Folded, fold
from core.evaluation.turns import in_role

STUDENT, CLIENT = "Student", "Client"
FEWEST_LETTERS = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Mask:
    """Whose names become which word; a name counts as it is written, not in lower case."""

    student: str
    client: str

    def hide(self, text: str) -> str:
        """The text with every name replaced."""
        return self.mapped(text).text

    def mapped(self, text: str) -> Folded:
        """The same, and for each character where it came from."""
        letters: list[str] = []
        origin: list[tuple[int, int]] = []
        at = 0
        for start, end, word in self._found(text):
            letters += [text[at:start], word]
            origin += [(place, place + 1) for place in range(at, start)]
            origin += [(start, end)] * len(word)
            at = end
        letters.append(text[at:])
        origin += [(place, place + 1) for place in range(at, len(text))]
        return Folded("".join(letters), tuple(origin))

    def _found(self, text: str) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for name, word in ((self.student, STUDENT), (self.client, CLIENT)):
            pattern = _pattern(name)
            matches = pattern.finditer(text) if pattern else ()
            found += [(*match.span(), word) for match in matches if not _taken(found, match.span())]
        return sorted(found)


def _taken(found: Sequence[tuple[int, int, str]], span: tuple[int, int]) -> bool:
    return any(start < span[1] and span[0] < end for start, end, _ in found)


def _pattern(name: str) -> re.Pattern[str] | None:
    """One or several words of the name in a row."""
    words = [word for word in _WORD.findall(name) if len(word) >= FEWEST_LETTERS]
    if not words:
        return None
    one = "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
    return re.compile(rf"(?<!\w){one}(?:[ ,.-]+{one})*(?!\w)")


def masked_lines(lines: Sequence[Message], mask: Mask) -> tuple[tuple[int, str, str], ...]:
    """Number, speaker and words of every line in role, as the model may read them."""
    spoken = (line for line in lines if line.role in (Role.STUDENT, Role.CLIENT))
    shown = ((line, mask.hide(in_role(line.text)).strip()) for line in spoken)
    return tuple((line.seq, line.role.value, text) for line, text in shown if text)


def searchable_behind(lines: Sequence[Message], mask: Mask) -> Searchable:
    """A transcript in which what was quoted from the masked one is found at its own characters."""
    spoken = (line for line in lines if line.role in (Role.STUDENT, Role.CLIENT))
    return Searchable(tuple(Readable(line, _behind(line, mask)) for line in spoken))


def _behind(line: Message, mask: Mask) -> Folded:
    mapped = mask.mapped(without_asides(line.text))
    folded = fold(mapped.text)
    back = ((mapped.origin[a][0], mapped.origin[b - 1][1]) for a, b in folded.origin)
    return Folded(folded.text, tuple(back))
