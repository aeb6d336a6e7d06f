"""Dates as people type them, read as offers: concrete instants, the likeliest first."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.domain.dates import Moment, exact, resolve
from core.domain.datewords import (
    FILLERS,
    MONTHS,
    NEXT,
    NUMBERS,
    THIS,
    UNITS,
    WEEKDAYS,
    folded,
)

END_OF_DAY = time(23, 59)
MOST = 3
MOST_COUNT = 400
WEEK = timedelta(days=7)


def either(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    listed = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(one) for one in listed) + ")"


DAYS, MONTH, NEXT_WORDS = either(WEEKDAYS), either(MONTHS), either(NEXT)
COUNT = r"(?:\d{1,3}|" + either(NUMBERS) + ")"
UNIT = either(UNITS)


@dataclass(slots=True)
class Reading:
    """What has been understood so far; `today` is the class's own."""

    now: datetime
    days: list[date] = field(default_factory=list)
    clock: time | None = None
    shift: timedelta | None = None

    @property
    def today(self) -> date:
        return self.now.date()

    def coming(self, weekday: int) -> date:
        """The weekday's next date, today included."""
        return self.today + timedelta(days=(weekday - self.today.weekday()) % 7)


Rule = Callable[[Reading, re.Match[str]], bool]


def count_of(text: str) -> int:
    """A number in digits or words."""
    return int(text) if text.isdigit() else NUMBERS[text]


def from_weekday(seen: Reading, match: re.Match[str]) -> bool:
    """`2 weeks from friday`."""
    day = seen.coming(WEEKDAYS[match[3]])
    away = timedelta(**{UNITS[match[2]]: count_of(match[1])})
    if UNITS[match[2]] not in {"days", "weeks"}:
        return False
    seen.days = [day + away, day + WEEK + away]
    return True


def distance(seen: Reading, match: re.Match[str]) -> bool:
    """`in 3 days`, `in 2 hours`; days are counted on the calendar, hours by the clock."""
    unit, count = UNITS[match[2]], count_of(match[1])
    if count > MOST_COUNT:
        return False
    if unit in {"hours", "minutes"}:
        seen.shift = timedelta(**{unit: count})
    else:
        seen.days = [seen.today + timedelta(**{unit: count})]
    return True


def next_weekday(seen: Reading, match: re.Match[str]) -> bool:
    """`next friday`: the one of next week, or the coming one."""
    day = WEEKDAYS[match[1] or match[2]]
    monday = seen.today - timedelta(days=seen.today.weekday()) + WEEK
    later, sooner = monday + timedelta(days=day), seen.coming(day)
    if sooner == seen.today:
        sooner = later
    seen.days = [later] if sooner == later else [later, sooner]
    return True


def weekday_next_week(seen: Reading, match: re.Match[str]) -> bool:
    """`Friday next week`."""
    monday = seen.today - timedelta(days=seen.today.weekday()) + WEEK
    seen.days = [monday + timedelta(days=WEEKDAYS[match[1]])]
    return True


def weekday(seen: Reading, match: re.Match[str]) -> bool:
    """`Friday`: the coming one, today included, or the one after; beside a date it must agree."""
    if seen.days:
        seen.days = [one for one in seen.days if one.weekday() == WEEKDAYS[match[1]]]
        return bool(seen.days)
    day = seen.coming(WEEKDAYS[match[1]])
    seen.days = [day, day + WEEK]
    return True


def fixed_day(away: int) -> Rule:
    """A day so many days from now."""

    def rule(seen: Reading, _match: re.Match[str]) -> bool:
        seen.days = [seen.today + timedelta(days=away)]
        return True

    return rule


def end_of_month(seen: Reading, _match: re.Match[str]) -> bool:
    """The last day of this month."""
    first = seen.today.replace(day=1) + timedelta(days=32)
    seen.days = [first.replace(day=1) - timedelta(days=1)]
    return True


def dates_of(seen: Reading, day: int, month: int, year: str | None) -> list[date]:
    """The date of that year, or the next time that it comes."""
    given = year or ""
    years = [seen.today.year, seen.today.year + 1] if not given else [full_year(given)]
    found = []
    for one in years:
        try:
            found.append(date(one, month, day))
        except ValueError:
            continue
    return [one for one in found if given or one >= seen.today][:1]


def full_year(text: str) -> int:
    """`26` is 2026."""
    return int(text) if len(text) == 4 else 2000 + int(text)  # noqa: PLR2004 - digits of a year


def named_month(seen: Reading, match: re.Match[str]) -> bool:
    """`27 Nov 2026`, `Nov 27`."""
    parts = match.groupdict()
    seen.days = dates_of(seen, int(parts["day"]), MONTHS[parts["month"]], parts["year"])
    return bool(seen.days)


def numbers(seen: Reading, match: re.Match[str]) -> bool:
    """`11/12`: both orders of day and month, the nearest first."""
    one, two, year = int(match[1]), int(match[2]), match[3]
    found = {*dates_of(seen, one, two, year), *dates_of(seen, two, one, year)}
    seen.days = sorted(found)
    return bool(found)


def clock_time(seen: Reading, match: re.Match[str]) -> bool:
    """`5pm`, `17:30`, `17h`."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").replace(".", "").replace(" ", "")
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - hours of a half day
            return False
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - hours and minutes
        return False
    seen.clock = time(hour, minute)
    return True


def fixed_time(hour: int, minute: int = 0) -> Rule:
    """A time of day with a name."""

    def rule(seen: Reading, _match: re.Match[str]) -> bool:
        seen.clock = time(hour, minute)
        return True

    return rule


HALF = r"(?P<half>[ap]\.? ?m\.?)"
DAY_OF = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?: (?:de |del )?(?P<year>\d{4}))?"
WORDS: tuple[tuple[str, Rule], ...] = (
    (rf"({COUNT}) ({UNIT}) (?:from|after|desde el|despues del?) (?:the )?({DAYS})", from_weekday),
    (rf"(?:in|en|dentro de|dans) ({COUNT}) ({UNIT})", distance),
    (
        rf"({DAYS}) (?:of )?(?:next week|de la proxima semana|la semana que viene)",
        weekday_next_week,
    ),
    (rf"{NEXT_WORDS} ({DAYS})|({DAYS}) {NEXT_WORDS}", next_weekday),
    ("day after tomorrow|pasado manana|apres-demain", fixed_day(2)),
    ("tomorrow|manana|demain", fixed_day(1)),
    ("today|hoy|aujourd'hui|tonight|esta noche", fixed_day(0)),
    ("end of (?:the )?month|fin(?:al)? de mes|fin du mois", end_of_month),
    (rf"{DAY_OF}(?: (?:de|of))? (?P<month>{MONTH})\.?{YEAR}", named_month),
    (rf"(?P<month>{MONTH})\.? {DAY_OF}{YEAR}", named_month),
    (r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?", numbers),
    (rf"(?:{either(THIS)} )?({DAYS})", weekday),
    ("eod|end of (?:the )?day|fin del dia", fixed_time(23, 59)),
    ("noon|midday|mediodia|midi", fixed_time(12)),
    ("midnight|medianoche|minuit", fixed_time(23, 59)),
    (rf"(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>\d{{2}}))? ?{HALF}", clock_time),
    (r"(?P<hour>\d{1,2})(?::|h)(?P<minute>\d{2})?(?P<half>)", clock_time),
    (r"(?:at|a las?|a) (?P<hour>\d{1,2})(?P<minute>)(?P<half>)", clock_time),
)
PATTERNS = tuple((re.compile(rf"(?<![\w/]){text}(?![\w/])"), rule) for text, rule in WORDS)


def read_dates(text: str, zone: str, now: datetime) -> tuple[Moment, ...]:
    """What the text may mean, future instants only, the likeliest first; empty when unreadable.

    A date without a time means the end of that day; a time without a date the next one that comes.
    """
    certain = exact(text, zone)
    if certain is not None:
        return (certain,) if certain.at > now else ()
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    seen = Reading(local)
    rest = folded(text.replace(",", " "))
    for pattern, rule in PATTERNS:
        rest, is_read = apply(seen, pattern, rule, rest)
        if not is_read:
            return ()
    if any(word not in FILLERS for word in rest.split()):
        return ()
    return tuple(one for one in moments(seen, zone, now) if one.at > now)[:MOST]


def apply(seen: Reading, pattern: re.Pattern[str], rule: Rule, rest: str) -> tuple[str, bool]:
    """Take one expression out of the text; False when it is there but means nothing."""
    match = pattern.search(rest)
    if match is None:
        return rest, True
    if is_settled(seen, rule):
        return rest, True
    return rest[: match.start()] + " " + rest[match.end() :], rule(seen, match)


def is_settled(seen: Reading, rule: Rule) -> bool:
    """Whether the day or the time is known already, so that a second one stays unread."""
    if rule is weekday:
        return False
    about_time = rule is clock_time or rule.__qualname__.startswith("fixed_time")
    return seen.clock is not None if about_time else bool(seen.days)


def moments(seen: Reading, zone: str, now: datetime) -> list[Moment]:
    """Days and time of day put together."""
    if seen.shift is not None:
        later = now + seen.shift
        return [Moment(later, later.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone)]
    if seen.days:
        clock = seen.clock or END_OF_DAY
        return [resolve(datetime.combine(day, clock), zone) for day in seen.days]
    if seen.clock is None:
        return []
    days = (seen.today, seen.today + timedelta(days=1))
    return [resolve(datetime.combine(day, seen.clock), zone) for day in days]
