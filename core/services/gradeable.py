"""Which finished interviews are graded, and the first event of a grading."""

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired
from core.domain.place import Place
from core.domain.session import Session
from core.services.house import House
from core.simulation import demo
from core.store import evaluations
from core.store.transaction import Transaction

JOB = "grade"


def is_gradeable(tx: Transaction, house: House, session: Session) -> bool:
    """Played by a model for an assignment with a rubric; scripted and trial interviews never."""
    if session.test or session.engine == demo.ENGINE or house.grader is None:
        return False
    if session.assignment_id is None:
        return False
    return evaluations.rubric_for(tx, session.assignment_id, session.client_id) is not None


def order(tx: Transaction, house: House, session: Session, key: str = "") -> Effects:
    """The grading begins in a lane of its own, in the caller's commit; `key` begins another."""
    if not is_gradeable(tx, house, session):
        return NOTHING
    place = Place.parse(session.place or session.origin)
    fired = Fired(JOB, {"session": session.id})
    event = Event(f"grade:{session.id}{key}", place, fired, tx.now_ms, lane=lane_of(session.id))
    return Effects(events=(event,))


def lane_of(session_id: str) -> str:
    """Nobody who presses a button waits behind a grading."""
    return f"grade:{session_id}"
