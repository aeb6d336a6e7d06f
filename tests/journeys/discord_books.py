"""Compares what the core wrote down with what stands in Discord: nothing lost, doubled or faked."""

from collections import Counter
from dataclasses import dataclass

from bot.clock import SystemClock
from core.domain.place import Place
from core.domain.session import Message, Role
from core.store import messages, people, sessions
from core.store.database import open_database
from core.store.transaction import Transaction
from tests.discord_server.person import bare
from tests.discord_server.world import APP, World
from tests.journeys.discord_class import CLASS, SPOKEN


@dataclass(frozen=True)
class Book:
    """One student's newest interview in the core and in Discord."""

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
                *await database.read(lambda tx, who=user: newest(tx, who), CLASS.tenant), world
            )  # type: ignore[misc]
            for user in users
        }
    finally:
        await database.close()


def newest(tx: Transaction, user: str) -> tuple[str, tuple[Message, ...]]:
    """The place and the transcript of somebody's newest interview."""
    person = people.find_user(tx, user)
    assert person
    session = sessions.of_student(tx, person.id, 1)[0]
    return session.place or "", messages.of_session(tx, session.id)


def book(place: str, lines: tuple[Message, ...], world: World) -> Book:
    thread = world.channels[Place.parse(place).thread]
    ours = [one for one in thread.messages.values() if one["author"]["id"] == APP]
    nonces = Counter(one["nonce"] for one in ours if "nonce" in one)
    return Book(
        said=tuple((line.turn, line.text) for line in lines if line.role is Role.STUDENT),
        answers=sum(line.role is Role.CLIENT for line in lines),
        shown=sum(SPOKEN in bare(one["content"]) for one in ours),
        copies=sum(count - 1 for count in nonces.values()),
    )
