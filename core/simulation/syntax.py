"""What a pattern of the lexicons is made of, as far as the words in it go.

Only the part of the language that the lexicons use: no flags, no references to groups. A digit
is one of ours: whoever reads another has to take its word for any.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Letter:
    """One of these letters."""

    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is between words, or a place where a word is known to end."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Some character, perhaps a letter."""


@dataclass(frozen=True, slots=True)
class Either:
    """One of these ways."""

    ways: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Any number of times, at least once where `needed`."""

    part: "Part"
    needed: bool


Node: TypeAlias = Letter | Mark | Unknown | Either | Repeated
Part: TypeAlias = tuple[Node, ...]

_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<group>\((?:\?:)?)|(?P<set>\[[^\]]*\])|(?P<escape>\\.)|(?P<one>.)",
    re.DOTALL,
)
_TIMES = re.compile(r"(?:(?P<sign>[?*+])|\{(?P<least>\d+)(?:,\d*)?\})[?+]?")
_NO_WORD = re.compile(r"[^\w']+")
_WORD_END = r"(?!\w)"


def parsed(pattern: str) -> Part:
    return _Parser(pattern).part()


class _Parser:
    """Looking ahead or behind only forbids more, so it is left out; so are apostrophes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def part(self) -> Part:
        """Up to the end of the group or of the pattern."""
        ways: list[Part] = [()]
        while self._place < len(self._text) and self._text[self._place] != ")":
            if self._text[self._place] == "|":
                self._place += 1
                ways.append(())
            else:
                ways[-1] += self._times(self._one())
        self._place += 1
        return ways[0] if len(ways) == 1 else (Either(tuple(ways)),)

    def _one(self) -> Part:
        start, found = self._place, _TOKEN.match(self._text, self._place)
        if found is None:
            raise ValueError(self._text)
        self._place = found.end()
        match found.lastgroup:
            case "look":
                self.part()
                return (Mark(),) if self._text[start : self._place] == _WORD_END else ()
            case "group":
                return self.part()
            case "set":
                return _one_of(found.group()[1:-1])
            case "escape":
                return _escaped(found.group()[1])
            case _:
                return _plain(found.group())

    def _times(self, part: Part) -> Part:
        found = _TIMES.match(self._text, self._place)
        if found is None:
            return part
        self._place = found.end()
        if not part:
            return ()
        if found["sign"] == "?":
            return (Either((part, ())),)
        return (Repeated(part, needed=found["sign"] == "+" or int(found["least"] or 0) > 0),)


def _plain(char: str) -> Part:
    if char in "^$":
        return ()
    return (Unknown(),) if char == "." else _itself(char)


def _escaped(char: str) -> Part:
    if char in "bBAZ":
        return ()
    if char == "d":
        return (Letter(frozenset("0123456789")),)
    return (Unknown(),) if char.isalnum() else _itself(char)


def _itself(char: str) -> Part:
    if char == "'":
        return ()
    return (Letter(frozenset(char)) if char.isalnum() or char == "_" else Mark(),)


def _one_of(chars: str) -> Part:
    if chars.isalnum():
        return (Letter(frozenset(chars)),)
    is_plain = not any(char in chars for char in "^\\-")
    return (Mark(),) if is_plain and _NO_WORD.fullmatch(chars) else (Unknown(),)
