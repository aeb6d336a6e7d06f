"""Every zone, gap and fold of two years against an oracle that only ever goes from UTC."""

import os
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from core.domain.dates import Night, after_quiet, exact, night_of, resolve, shown, told

FULL = os.environ.get("VC_SWEEP") == "full"
MINUTE = timedelta(minutes=1)
STEP = MINUTE if FULL else timedelta(minutes=5)
REACH = timedelta(hours=2)
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
NEW_YORK = "America/New_York"
NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
SHARES = 8


def offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def changes(zone: ZoneInfo) -> list[datetime]:
    """The days of the two years in which the offset changes."""
    days = [BEGIN + timedelta(days=count) for count in range((END - BEGIN).days)]
    return [day for day in days if offset(day, zone) != offset(day + timedelta(days=1), zone)]


def walls_around(day: datetime, zone: ZoneInfo) -> dict[datetime, list[datetime]]:
    """Each wall time of a day with the instants at which clocks show it."""
    found: dict[datetime, list[datetime]] = defaultdict(list)
    at, stop = day - REACH, day + timedelta(days=1) + REACH
    while at < stop:
        found[at.astimezone(zone).replace(tzinfo=None, fold=0)].append(at)
        at += STEP
    return found


def wrong(name: str) -> list[str]:
    """The wall times around each change for which the product and the oracle differ."""
    zone = ZoneInfo(name)
    bad = []
    for day in changes(zone):
        clocks = walls_around(day, zone)
        wall, last = min(clocks) + REACH, max(clocks) - REACH
        ordered = sorted(clocks)
        while wall < last:
            expected = (
                max(clocks.get(wall, ()))
                if wall in clocks
                else clocks[next(one for one in ordered if one > wall)][0]
            )
            if resolve(wall, name).at != expected:
                bad.append(f"{name} {wall}")
            wall += STEP
    return bad


@pytest.mark.parametrize("share", range(SHARES))
def test_every_zone_resolves_like_the_oracle(share: int) -> None:
    mine = ZONES[share::SHARES] if FULL else ZONES[share :: SHARES * 12]
    assert [line for name in mine for line in wrong(name)] == []


@pytest.mark.parametrize(
    ("wall", "instant", "odd"),
    [
        (datetime(2027, 3, 14, 2, 30), datetime(2027, 3, 14, 7, 0), "gap"),  # noqa: DTZ001
        (datetime(2027, 11, 7, 1, 30), datetime(2027, 11, 7, 6, 30), "fold"),  # noqa: DTZ001
        (datetime(2026, 11, 27, 17, 0), datetime(2026, 11, 27, 22, 0), ""),  # noqa: DTZ001
    ],
)
def test_gaps_and_folds_are_told(wall: datetime, instant: datetime, odd: str) -> None:
    found = resolve(wall, NEW_YORK)
    assert (found.at, found.odd) == (instant.replace(tzinfo=UTC), odd)
    assert bool(told(found)) == bool(odd)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Asia/Kathmandu", "Europe/Madrid", "UTC"])
def test_an_instant_comes_back_from_its_picker_text(zone: str) -> None:
    found = exact(NOW.astimezone(ZoneInfo(zone)).isoformat(), zone)
    assert found is not None
    assert (found.at, found.wall.hour) == (NOW, NOW.astimezone(ZoneInfo(zone)).hour)


def test_an_instant_is_shown_with_its_zone_and_its_distance() -> None:
    due = resolve(datetime(2026, 11, 27, 17), NEW_YORK).at  # noqa: DTZ001 - a wall time
    assert shown(due, NEW_YORK, NOW) == "Fri 27 Nov 2026, 5:00 PM EST, in 7 days"


@pytest.mark.parametrize(
    ("hour", "day", "expected"), [(20, 20, 20), (21, 21, 8), (23, 21, 8), (3, 20, 8), (8, 20, 8)]
)
def test_the_night_delays_and_never_drops(hour: int, day: int, expected: int) -> None:
    at = datetime(2026, 11, 20, hour, tzinfo=ZoneInfo(NEW_YORK))
    local = after_quiet(at, NEW_YORK).astimezone(ZoneInfo(NEW_YORK))
    assert (local.day, local.hour) == (day, expected)


@pytest.mark.parametrize(
    ("text", "night"),
    [("21-8", Night(21, 8)), ("22:00 – 6:00", Night(22, 6)), ("0-7", Night(0, 7)), ("x", None)],
)
def test_a_night_is_two_full_hours(text: str, night: Night | None) -> None:
    assert night_of(text) == night


@pytest.mark.parametrize(
    ("night", "expected"), [("1-5", (20, 5)), ("-", (20, 3)), ("23-4", (20, 4))]
)
def test_every_class_has_its_own_night(night: str, expected: tuple[int, int]) -> None:
    at = datetime(2026, 11, 20, 3, tzinfo=ZoneInfo(NEW_YORK))
    local = after_quiet(at, NEW_YORK, night_of(night) or Night()).astimezone(ZoneInfo(NEW_YORK))
    assert (local.day, local.hour) == expected
