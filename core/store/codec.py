"""Domain values as JSON text and back; unknown shapes raise ValueError."""

import json
from typing import cast

from core.domain.event import Event
from core.domain.outgoing import Errand
from core.store.shapes import Writers, reader

WRITERS = Writers()


def event_to_text(event: Event) -> str:
    """Write an event."""
    return WRITERS.text(event)


def event_from_text(text: str) -> Event:
    """Read an event."""
    return cast("Event", reader(Event)(json.loads(text)))


def errand_to_text(errand: Errand) -> str:
    """Write an errand."""
    return f'{{"errand":{WRITERS.text(errand)}}}'


def errand_from_text(text: str) -> Errand:
    """Read an errand."""
    whole = json.loads(text)
    if not isinstance(whole, dict) or "errand" not in whole:
        raise ValueError("there is no errand in it")
    return cast("Errand", reader(Errand)(whole["errand"]))
