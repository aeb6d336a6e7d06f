"""A pattern that is compiled when it is first used: a start needs hundreds of them for nothing."""

import re
import sys
from collections.abc import Iterator

WAITING: list["Pattern"] = []


class Pattern:
    """What is used of a compiled pattern; compiling twice at once does no harm."""

    __slots__ = ("_flags", "_made", "_text")

    def __init__(self, text: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._text = text
        self._flags = flags
        self._made: re.Pattern[str] | None = None
        WAITING.append(self)

    @property
    def made(self) -> re.Pattern[str]:
        if self._made is None:
            self._made = re.compile(self._text, self._flags)
        return self._made

    @property
    def waits(self) -> bool:
        """Whether it has not been needed yet."""
        return self._made is None

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.made.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.made.match(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.made.fullmatch(text)

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        return self.made.finditer(text, start, end)

    def findall(self, text: str) -> list[str]:
        return self.made.findall(text)

    def sub(self, new: str, text: str) -> str:
        return self.made.sub(new, text)


def make_all() -> None:
    """Compile what waits, for a thread that has time: 0.2 seconds in all."""
    while WAITING:
        _ = WAITING.pop().made
