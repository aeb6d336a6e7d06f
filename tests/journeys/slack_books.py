"""Compares what the core wrote down with what stands in Slack: nothing lost, doubled or faked."""

from collections import Counter
from dataclasses import dataclass

from bot.clock import SystemClock
from core.domain.session import Message, Role
from core.store import messages, people, sessions
from core.store.database import open_database
from core.store.transaction import Transaction
from tests.journeys.slack_class import CLASS, spoken
from tests.slack_server.world import World


@dataclass(frozen=True)
class Book:
    """One student's newest interview in the core and in Slack."""

    said: tuple[tuple[int, str], ...]
    answers: int
    shown: int
    copies: int

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
        return found


async def read_books(url: str, world: World, users: list[str]) -> dict[str, Book]:
    """The books of these people."""
    database = open_database(url, SystemClock())
    try:
        return {
            user: book(
                await database.read(lambda tx, who=user: lines_of(tx, who), CLASS.tenant),
                world,
                user,
            )  # type: ignore[misc]
            for user in users
        }
    finally:
        await database.close()


def lines_of(tx: Transaction, user: str) -> tuple[Message, ...]:
    """The transcript of somebody's newest interview."""
    person = people.find_user(tx, user)
    assert person
    found = sessions.of_student(tx, person.id, 1)
    return messages.of_session(tx, found[0].id) if found else ()


def book(lines: tuple[Message, ...], world: World, user: str) -> Book:
    shown = [one for one in world.dm(user).messages.values() if one.metadata]
    marks = Counter(str(one.metadata["event_payload"]) for one in shown if one.metadata)
    return Book(
        said=tuple((line.turn, line.text) for line in lines if line.role is Role.STUDENT),
        answers=sum(line.role is Role.CLIENT for line in lines),
        shown=sum(spoken(one.words()) for one in shown),
        copies=sum(count - 1 for count in marks.values()),
    )
