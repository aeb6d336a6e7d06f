"""The last 24 hours of a class: lines and interviews by the hour, in words and as a picture."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.reply import Heading, Note, Prose, Reply, Row, Rows, Table
from core.domain.session import Session
from core.domain.teaching import Section
from core.language import _, ngettext
from core.store import live, sections
from core.store.live import Hour, Pace
from core.store.transaction import Transaction

COUNT = 24
MINUTES = 5
LATELY = timedelta(minutes=MINUTES)
HOUR = timedelta(hours=1)
MILLISECOND = timedelta(milliseconds=1)
STEPS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Day:
    """The hours that end with the present one, when the first began, and the last minutes."""

    began: datetime
    hours: tuple[Hour, ...]
    pace: Pace

    @property
    def said(self) -> int:
        return sum(one.said for one in self.hours)


def read(tx: Transaction, section: Section, now: datetime) -> Day:
    """Whole hours of the class's own clock; one statement for any number of lines."""
    local = now.astimezone(ZoneInfo(section.zone)).replace(minute=0, second=0, microsecond=0)
    began = local.astimezone(UTC) - (COUNT - 1) * HOUR
    return Day(began, *live.hours(tx, section.id, began, now - LATELY, COUNT))


def keep(tx: Transaction, session: Session, now: datetime) -> None:
    """Count an interview that is over among its class's hours; its lines are not read again."""
    section = sections.find(tx, session.section_id)
    if section is not None:
        offset = now.astimezone(ZoneInfo(section.zone)).utcoffset() or timedelta()
        live.keep(tx, session.id, offset % HOUR // MILLISECOND)


def curve(day: Day) -> str:
    """A block for each hour, the highest for the liveliest; a point where nothing was said."""
    most = max(one.said for one in day.hours)
    steps = len(STEPS) - 1
    return "".join(STEPS[one.said * steps // most] if one.said else "·" for one in day.hours)


def labels(day: Day, zone: str) -> tuple[str, ...]:
    """When each hour began, on the class's own clock."""
    began = (day.began + number * HOUR for number in range(len(day.hours)))
    return tuple(f"{one.astimezone(ZoneInfo(zone)):%H:%M}" for one in began)


def title_of(section: Section) -> str:
    return _("{name}: the last 24 hours").format(name=section.name)


def reply_of(section: Section, day: Day) -> Reply:
    """The hours in which something was said."""
    heading = Heading(title_of(section))
    if not day.said:
        return Reply((heading, Prose(_("Nothing was said in the last 24 hours."))))
    cells = tuple(
        (label, str(one.said), str(one.interviews))
        for label, one in zip(labels(day, section.zone), day.hours, strict=True)
        if one.said
    )
    total = ngettext("{n} message", "{n} messages", day.said).format(n=day.said)
    rows = Rows((Row(_("Together"), total), Row(_("Hour by hour"), curve(day))))
    table = Table((_("From"), _("Messages"), _("Interviews")), cells)
    note = Note(_("Times are those of {zone}.").format(zone=section.zone))
    return Reply((heading, rows, table, note))
