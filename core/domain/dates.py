"""Wall times of a class's zone as instants: gaps and folds told, never silent."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Odd = Literal["", "gap", "fold"]
DAY = timedelta(days=1)
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant with the wall time that was meant; `odd` says why the two differ."""

    at: datetime
    wall: datetime
    zone: str
    odd: Odd = ""


def resolve(wall: datetime, zone: str) -> Moment:
    """The instant of a wall time without zone.

    A time that the clocks skip becomes the first instant after the gap; one that comes twice
    becomes the later instant.
    """
    place = ZoneInfo(zone)
    first, second = wall.replace(tzinfo=place, fold=0), wall.replace(tzinfo=place, fold=1)
    if first.utcoffset() == second.utcoffset():
        return Moment(first.astimezone(UTC), wall, zone)
    if second.astimezone(UTC) > first.astimezone(UTC):
        return Moment(second.astimezone(UTC), wall, zone, "fold")
    change = transition(second.astimezone(UTC), first.astimezone(UTC), place)
    return Moment(change, wall, zone, "gap")


def transition(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The first second at which the later offset holds."""
    low, high = int(before.timestamp()), int(after.timestamp())
    later = after.astimezone(place).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, place).utcoffset() == later:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)


def exact(text: str, zone: str) -> Moment | None:
    """An ISO instant as a picker gives it, or an ISO wall time of the zone; None for other text."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if read.tzinfo is None:
        has_time = ":" in text or "T" in text
        return resolve(read if has_time else read.replace(hour=23, minute=59), zone)
    wall = read.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    return Moment(read.astimezone(UTC), wall, zone)


def in_zone(at: datetime, zone: str) -> str:
    """As a form's picker wants it: the wall time of the zone with its offset."""
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def shown(at: datetime, zone: str, now: datetime) -> str:
    """`Fri 27 Nov 2026, 5:00 PM EST, in 7 days`."""
    return f"{stamp(at, zone)}, {distance(at, zone, now)}"


def stamp(at: datetime, zone: str) -> str:
    """`Fri 27 Nov 2026, 5:00 PM EST`; a zone without letters is named in full."""
    local = at.astimezone(ZoneInfo(zone))
    hour = local.hour % 12 or 12
    half = "AM" if local.hour < 12 else "PM"  # noqa: PLR2004 - noon
    name = local.tzname() or zone
    label = name if name.isalpha() else zone
    return f"{local:%a} {local.day} {local:%b %Y}, {hour}:{local:%M} {half} {label}"


def distance(at: datetime, zone: str, now: datetime) -> str:
    """How many calendar days away, as people of the zone count them."""
    place = ZoneInfo(zone)
    days = (at.astimezone(place).date() - now.astimezone(place).date()).days
    if days == 0:
        return span(at - now)
    if days in {-1, 1}:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def span(length: timedelta) -> str:
    """`in 3 hours` within a day."""
    seconds = int(length.total_seconds())
    size, word = (HOUR_S, "hour") if abs(seconds) >= HOUR_S else (MINUTE_S, "minute")
    count = abs(seconds) // size
    words = f"{count} {word}{'' if count == 1 else 's'}"
    return f"today, {words} ago" if seconds < 0 else f"today, in {words}"


def told(moment: Moment) -> str:
    """Why the instant is not the wall time that was typed; empty when it is."""
    clock = f"{moment.wall:%H:%M}"
    if moment.odd == "gap":
        return f"The clocks skip {clock} on that day, so the next instant that exists is taken."
    if moment.odd == "fold":
        return f"{clock} comes twice on that day, so the later one is taken."
    return ""


@dataclass(frozen=True, slots=True)
class Night:
    """From which full hour to which nothing is sent by itself; the same hour twice: no night."""

    begins: int = 21
    ends: int = 8

    @property
    def over_midnight(self) -> bool:
        return self.begins > self.ends

    def covers(self, hour: int) -> bool:
        """Whether it is night then."""
        if self.over_midnight:
            return hour >= self.begins or hour < self.ends
        return self.begins <= hour < self.ends

    def __str__(self) -> str:
        return "-" if self.begins == self.ends else f"{self.begins}-{self.ends}"


USUAL_NIGHT = Night()
NO_NIGHT = Night(0, 0)
NIGHT = re.compile(r"(\d{1,2})(?::00)?\s*[-–]\s*(\d{1,2})(?::00)?")


def night_of(text: str) -> Night | None:
    """`21-8`, or `-` and `none` for no night; None for anything else."""
    if text.strip().casefold() in {"-", "–", "none", "0"}:
        return NO_NIGHT
    found = NIGHT.fullmatch(text.strip())
    hours = [int(one) % 24 for one in found.groups() if int(one) <= 24] if found else []  # noqa: PLR2004 - 24 is midnight
    return Night(*hours) if len(hours) == 2 else None  # noqa: PLR2004 - from and to


def after_quiet(at: datetime, zone: str, night: Night = USUAL_NIGHT) -> datetime:
    """The instant itself, or the morning's first when it falls into the night."""
    local = at.astimezone(ZoneInfo(zone))
    if not night.covers(local.hour):
        return at
    evening = night.over_midnight and local.hour >= night.begins
    day = local.date() + (DAY if evening else timedelta())
    wall = datetime(day.year, day.month, day.day, night.ends)  # noqa: DTZ001 - a wall time
    return resolve(wall, zone).at
