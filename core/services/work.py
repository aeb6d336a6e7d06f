"""What a student can do now: the work of all own sections, and free practice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from core.domain.teaching import Assignment, AssignmentState, ClientVersion, Person, own_view
from core.store import assignments, clients, extensions, sections, work
from core.store.transaction import Transaction
from core.store.work import NOTHING_DONE, Done

Pair = tuple[str, str]
FAR = datetime.max.replace(tzinfo=UTC)


class Standing(IntEnum):
    """Where one piece of work stands, in the order in which a student wants to see it."""

    RUNNING = 0
    WAITING = 1
    NOT_YET_OPEN = 2
    DONE = 3
    OVER = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One client of one assignment, and how far the student is with it."""

    assignment: Assignment
    client: ClientVersion
    running: bool
    done: int
    taken: int

    @property
    def left(self) -> int | None:
        """Attempts that are left; None where there is no limit."""
        limit = self.assignment.max_attempts
        return None if limit is None else max(0, limit - self.taken)


def items(tx: Transaction, person: Person) -> tuple[Item, ...]:
    """Published work of the person's sections, in order of due dates."""
    done = work.done(tx, person.id)
    exceptions = extensions.of_person(tx, person.id)
    given = assignments.of_sections(tx, (one.id for one in sections.of_person(tx, person.id)))
    pairs = assignments.pairs_of_many(tx, (one.id for one in given))
    return tuple(
        item(own_view(one, exceptions.get(one.id)), pair.client, done)
        for one in given
        for pair in pairs.get(one.id, ())
    )


def item(assignment: Assignment, client: ClientVersion, done: Mapping[Pair, Done]) -> Item:
    """How far the student is with one client of an assignment."""
    known = done.get((assignment.id, client.id), NOTHING_DONE)
    return Item(assignment, client, known.running, known.done, known.taken)


def standing(one: Item, now: datetime) -> Standing:
    """Whether it runs, waits, is not open yet, is done, or can no longer be begun."""
    opens = one.assignment.available_at
    if one.running:
        return Standing.RUNNING
    if opens is not None and now < opens:
        return Standing.NOT_YET_OPEN
    if one.done:
        return Standing.DONE
    return Standing.OVER if one.left == 0 or closed(one.assignment, now) else Standing.WAITING


def closed(assignment: Assignment, now: datetime) -> bool:
    """Whether nothing of it can be begun any more."""
    if assignment.state is not AssignmentState.PUBLISHED:
        return True
    return assignment.due_at is not None and now >= assignment.due_at


def can_start(one: Item, now: datetime) -> bool:
    """Whether Start (or Continue) would work now."""
    if one.running:
        return True
    opens, closes = one.assignment.available_at, one.assignment.due_at
    inside = (opens is None or opens <= now) and (closes is None or now < closes)
    return inside and one.assignment.state is AssignmentState.PUBLISHED and one.left != 0


def sorted_items(found: tuple[Item, ...], now: datetime) -> tuple[Item, ...]:
    """What runs, then what waits, then the rest; each by its due date."""
    return tuple(sorted(found, key=lambda one: (standing(one, now), one.assignment.due_at or FAR)))


def free_clients(tx: Transaction) -> tuple[ClientVersion, ...]:
    """Everybody who can be practised with outside assignments."""
    return clients.published(tx)
