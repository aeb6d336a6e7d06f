"""Due dates as a calendar file that every calendar program reads; times are UTC."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from core.export.cleaning import clean
from core.export.duedate import DueDate

PRODUCT: Final = "-//Virtual Client//due dates//EN"
REMIND: Final = timedelta(days=-1)


def calendar(dates: Iterable[DueDate], made_at: datetime) -> bytes:
    """The file: no names of students in it."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for one in dates:
        made.add_component(event_of(one, made_at))
    return bytes(made.to_ical())


def event_of(one: DueDate, made_at: datetime) -> Event:
    """A moment without length, with an alarm a day before."""
    event = Event()
    event.add("uid", f"{one.id}@virtual-client")
    event.add("sequence", one.sequence)
    event.add("dtstamp", made_at)
    event.add("dtstart", one.due_at)
    event.add("summary", clean(f"{one.title} ({one.section})"))
    if one.about:
        event.add("description", clean(one.about))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if not one.cancelled:
        event.add_component(alarm(one))
    return event


def alarm(one: DueDate) -> Alarm:
    """A day before."""
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", clean(one.title))
    made.add("trigger", REMIND)
    return made
