"""Compares what the core wrote down with what a platform shows: nothing lost, doubled or faked."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.clock import SystemClock
from core.domain.session import Message, Role
from core.store import messages, people, sessions
from core.store.database import open_database
from core.store.transaction import Transaction


@dataclass(frozen=True)
class Shown:
    """What a platform shows of one interview: the client's answers, and the mark of each post."""

    answers: int
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """One student's newest interview in the core and on the platform."""

    said: tuple[tuple[int, str], ...]
    answers: int
    shown: int
    copies: int
    last: str = ""

    def faults(self, typed: list[str]) -> list[str]:
        """What is wrong with it; each typed text is unique."""
        found = []
        kept = Counter(line for _, text in self.said for line in text.split("\n"))
        if kept != Counter(typed):
            found.append(f"typed {len(typed)}, kept {sum(kept.values())}")
        if self.shown != self.answers:
            found.append(f"{self.answers} answers, {self.shown} shown")
        if self.copies:
            found.append(f"{self.copies} twins")
        if self.last == Role.STUDENT.value:
            found.append("the last words were not answered")
        return found


Look = Callable[[str, str], Shown]


async def read_books(url: str, tenant: str, users: list[str], look: Look) -> dict[str, Book]:
    """The books of these people; `look` says what the platform shows of a person's place."""
    database = open_database(url, SystemClock())
    try:
        books = {}
        for user in users:
            place, lines = await database.read(partial(newest, user=user), tenant)
            books[user] = book(lines, look(user, place))
        return books
    finally:
        await database.close()


def newest(tx: Transaction, user: str) -> tuple[str, tuple[Message, ...]]:
    """The place and the transcript of somebody's newest interview."""
    person = people.find_user(tx, user)
    assert person
    found = sessions.of_student(tx, person.id, 1)
    return (found[0].place or "", messages.of_session(tx, found[0].id)) if found else ("", ())


def book(lines: tuple[Message, ...], shown: Shown) -> Book:
    """The two sides beside one another."""
    return Book(
        said=tuple((line.turn, line.text) for line in lines if line.role is Role.STUDENT),
        answers=sum(line.role is Role.CLIENT for line in lines),
        shown=shown.answers,
        copies=len(shown.marks) - len(set(shown.marks)),
        last=lines[-1].role.value if lines else "",
    )
