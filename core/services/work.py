"""What a student can do now: the work of all own sections, and free practice."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.session import Session, SessionState
from core.domain.teaching import Assignment, ClientVersion, Person, Section
from core.store import assignments, clients, sections, sessions
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Item:
    """One (assignment, client) pair, or a client for free practice."""

    section: Section
    assignment: Assignment | None
    client: ClientVersion
    running: Session | None
    done: int
    taken: int


def items(tx: Transaction, person: Person) -> tuple[Item, ...]:
    """Published work of the person's sections, in order of due dates."""
    own = sessions.of_student(tx, person.id, most=500)
    found: list[Item] = []
    for section in sections.of_person(tx, person.id):
        for assignment in assignments.of_section(tx, section.id):
            found.extend(
                item(section, assignment, client, own)
                for client in assignments.clients_of(tx, assignment.id)
            )
    return tuple(found)


def item(
    section: Section, assignment: Assignment, client: ClientVersion, own: tuple[Session, ...]
) -> Item:
    """How far the student is with one client of an assignment."""
    here = [one for one in own if (one.assignment_id, one.client_id) == (assignment.id, client.id)]
    running = next((one for one in here if one.state.runs), None)
    done = sum(one.state is SessionState.COMPLETED for one in here)
    taken = sum(one.attempt is not None for one in here)
    return Item(section, assignment, client, running, done, taken)


def can_start(one: Item, now: datetime) -> bool:
    """Whether Start would work now."""
    if one.running is not None or one.assignment is None:
        return True
    opens, closes = one.assignment.available_at, one.assignment.due_at
    inside = (opens is None or opens <= now) and (closes is None or now < closes)
    limit = one.assignment.max_attempts
    return inside and (limit is None or one.taken < limit)


def free_clients(tx: Transaction) -> tuple[ClientVersion, ...]:
    """Everybody who can be practised with outside assignments."""
    return clients.published(tx)
