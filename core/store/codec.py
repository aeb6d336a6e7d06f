"""Domain values as JSON text and back; unknown shapes raise ValueError."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from core.domain.event import Event
from core.domain.outgoing import Errand

EVENT: TypeAdapter[Event] = TypeAdapter(Event)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Pydantic needs a field to tell the members of a union apart."""

    errand: Errand


ERRAND: TypeAdapter[Envelope] = TypeAdapter(Envelope)


def event_to_text(event: Event) -> str:
    """Write an event."""
    return EVENT.dump_json(event).decode()


def event_from_text(text: str) -> Event:
    """Read an event."""
    return EVENT.validate_json(text)


def errand_to_text(errand: Errand) -> str:
    """Write an errand."""
    return ERRAND.dump_json(Envelope(errand)).decode()


def errand_from_text(text: str) -> Errand:
    """Read an errand."""
    return ERRAND.validate_json(text).errand
