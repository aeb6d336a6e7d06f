"""Lists in pages; pages count from 1, and an empty list has one."""

from dataclasses import dataclass

DIGITS = 6


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of how many, and how many entries lie before it."""

    number: int
    pages: int
    total: int
    size: int

    @property
    def skip(self) -> int:
        return (self.number - 1) * self.size


def paged(total: int, number: int, size: int) -> Paging:
    """The page nearest to the one that was asked for."""
    pages = max(1, -(-total // size))
    return Paging(min(max(1, number), pages), pages, total, size)


def split_page(text: str) -> tuple[str, int]:
    """`left.2` is the second page of `left`, `2` the second page; anything else is the first."""
    name, _, digits = text.rpartition(".")
    if digits.isascii() and digits.isdigit():
        return name, int(digits[:DIGITS])
    return text, 1
