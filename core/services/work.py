"""What a student can do now: the work of all own sections, and free practice."""

from dataclasses import dataclass
from datetime import UTC, datetime

from core.domain.session import Session, SessionState
from core.domain.teaching import (
    Assignment,
    AssignmentState,
    ClientVersion,
    Person,
    Section,
    own_view,
)
from core.store import assignments, clients, extensions, sections, sessions
from core.store.transaction import Transaction

NEVER = datetime.max.replace(tzinfo=UTC)


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
    """Published work of the person's sections as it counts for them, in order of due dates."""
    own = sessions.of_student(tx, person.id, most=500)
    classes = {section.id: section for section in sections.of_person(tx, person.id)}
    exceptions = extensions.of_person(tx, person.id)
    given = assignments.of_sections(tx, classes)
    pairs = assignments.pairs_of_many(tx, [one.id for one in given])
    seen = [own_view(one, exceptions.get(one.id)) for one in given]
    seen.sort(key=lambda one: (one.due_at is None, one.due_at or NEVER, one.id))
    return tuple(
        item(classes[one.section_id], one, pair.client, own)
        for one in seen
        for pair in pairs.get(one.id, ())
    )


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
    if one.assignment.state is not AssignmentState.PUBLISHED:
        return False
    inside = (opens is None or opens <= now) and (closes is None or now < closes)
    limit = one.assignment.max_attempts
    return inside and (limit is None or one.taken < limit)


def free_clients(tx: Transaction) -> tuple[ClientVersion, ...]:
    """Everybody who can be practised with outside assignments."""
    return clients.published(tx)
