"""A pattern that is compiled when it is first used: a start needs hundreds of them for nothing."""

import re
from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias


class Waiting(Protocol):
    """Something that is made when it is first used; `waits` says that it was not yet."""

    waits: bool

    def make(self) -> None: ...


WAITING: list[Waiting] = []
_Find: TypeAlias = Callable[..., re.Match[str] | None]
_USES = ("search", "match", "fullmatch", "finditer", "findall", "sub")


class Pattern:
    """What is used of a compiled pattern; compiling twice at once does no harm.

    `waits` says whether it has not been needed yet. Its first use hands over to the compiled
    pattern's own methods: a turn, which has a hundred uses, pays for no call in between.
    """

    __slots__ = ("_flags", "text", "waits", *_USES)

    search: _Find
    match: _Find
    fullmatch: _Find
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[[str], list[str]]
    sub: Callable[[str, str], str]

    def __init__(self, text: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.text = text
        self._flags = flags
        self.waits = True
        WAITING.append(self)

    def __getattr__(self, name: str) -> object:
        # Python comes here only for what is not there yet.
        if name not in _USES:
            raise AttributeError(name)
        self.make()
        return getattr(self, name)

    def make(self) -> None:
        made = re.compile(self.text, self._flags)
        for name in _USES:
            setattr(self, name, getattr(made, name))
        self.waits = False


def make_all() -> None:
    """Compile what waits, for a thread that has time: 0.2 seconds in all."""
    while WAITING:
        WAITING.pop().make()
