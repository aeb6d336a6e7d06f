"""In whose language something is said that nobody asked for at this moment."""

from core.domain.event import Event, Fired, Opened
from core.store import people, sessions
from core.store.transaction import Transaction


def locale_for(tx: Transaction, event: Event) -> str:
    """The language of the student whose interview an event is about; empty for another event."""
    match event.body:
        case Opened(ref):
            session = sessions.find(tx, ref)
        case Fired(_, payload) if payload.get("session"):
            session = sessions.find(tx, payload["session"])
        case _:
            session = sessions.find_lane(tx, event.lane_key)
    return people.locale_of(tx, session.student_id) if session is not None else ""
