"""What people type for dates, read on Friday 20 November 2026, 9:30 in New York."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.datereading import read_dates

ZONE = "America/New_York"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo(ZONE))


def read(text: str) -> list[str]:
    found = read_dates(text, ZONE, NOW)
    return [f"{one.at.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}" for one in found]


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("next friday 5pm", ["2026-11-27 17:00"]),
        ("tomorrow noon", ["2026-11-21 12:00"]),
        ("Nov 27 11:59pm", ["2026-11-27 23:59"]),
        ("in 3 days at 5pm", ["2026-11-23 17:00"]),
        ("next monday 9am", ["2026-11-23 09:00"]),
        ("Friday 5pm", ["2026-11-20 17:00", "2026-11-27 17:00"]),
        ("Dec 1", ["2026-12-01 23:59"]),
        ("end of month", ["2026-11-30 23:59"]),
        ("next Monday at 9", ["2026-11-23 09:00"]),
        ("eod friday", ["2026-11-20 23:59", "2026-11-27 23:59"]),
        ("2 weeks from friday", ["2026-12-04 23:59", "2026-12-11 23:59"]),
        ("Friday next week 5pm", ["2026-11-27 17:00"]),
        ("vendredi prochain 17h", ["2026-11-27 17:00"]),
        ("próximo viernes", ["2026-11-27 23:59"]),
        ("11/12 5pm", ["2026-12-11 17:00", "2027-11-12 17:00"]),
        ("27/11 17:00", ["2026-11-27 17:00"]),
        ("day after tomorrow 8am", ["2026-11-22 08:00"]),
        ("Friday, Nov 27 at 5:00 p.m.", ["2026-11-27 17:00"]),
        ("Nov 27, 2026 5pm", ["2026-11-27 17:00"]),
        ("el viernes 27 de noviembre a las 17:00", ["2026-11-27 17:00"]),
        ("dentro de dos semanas", ["2026-12-04 23:59"]),
        ("viernes que viene 10h30", ["2026-11-27 10:30"]),
        ("14 Mar 2027 2:30am", ["2027-03-14 03:00"]),
        ("in 5 hours", ["2026-11-20 14:30"]),
        ("5pm", ["2026-11-20 17:00", "2026-11-21 17:00"]),
        ("2026-11-27T17:00", ["2026-11-27 17:00"]),
        ("2026-11-27T22:00:00+00:00", ["2026-11-27 17:00"]),
        ("2026-12-01", ["2026-12-01 23:59"]),
    ],
)
def test_a_date_is_offered_as_instants(text: str, offers: list[str]) -> None:
    assert read(text) == offers


@pytest.mark.parametrize(
    "text",
    [
        "10",
        "may",
        "yesterday 5pm",
        "last friday",
        "Quiz moved to room 5",
        "31/02",
        "in 900 days",
        "Thursday, Nov 27",
        "25:00",
        "13pm tomorrow",
        "2020-01-01",
        "",
        "🙂",
        "9" * 400,
    ],
)
def test_what_means_no_coming_instant_is_not_guessed(text: str) -> None:
    assert read(text) == []


def test_a_day_is_counted_on_the_calendar_across_the_change_of_clocks() -> None:
    eve = datetime(2027, 3, 13, 12, tzinfo=ZoneInfo(ZONE))
    found = read_dates("tomorrow 12:00", ZONE, eve)
    assert found[0].at - eve.astimezone(UTC) == timedelta(hours=23)
