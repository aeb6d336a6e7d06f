"""The calendar file, read back by the library and looked at byte by byte."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from core.export import calendar
from core.export.duedate import DueDate

DUE = datetime(2026, 11, 28, 4, 59, tzinfo=UTC)
MADE = datetime(2026, 11, 20, 9, tzinfo=UTC)
ONE = DueDate("a1", "First talk", "SW 510", "Listen first.", DUE, 3)


def text_of(*dates: DueDate) -> str:
    return calendar(dates, MADE).data.decode()


def events_of(*dates: DueDate) -> list[dict[str, object]]:
    return Calendar.from_ical(calendar(dates, MADE).data).walk("VEVENT")


def test_times_are_utc_and_the_event_has_no_length() -> None:
    text = text_of(ONE)
    assert "DTSTART:20261128T045900Z" in text
    assert "DTEND" not in text
    assert "VTIMEZONE" not in text


def test_the_name_stays_and_the_sequence_grows() -> None:
    (first,), (second,) = events_of(ONE), events_of(replace(ONE, sequence=4))
    assert first["uid"] == second["uid"] == "a1@virtual-client"
    assert (first["sequence"], second["sequence"]) == (3, 4)


def test_work_that_was_taken_back_is_cancelled_and_rings_no_alarm() -> None:
    (event,) = events_of(replace(ONE, cancelled=True))
    assert event["status"] == "CANCELLED"
    assert not event.walk("VALARM")  # type: ignore[attr-defined]


def test_an_alarm_rings_a_day_before() -> None:
    alarm = events_of(ONE)[0].walk("VALARM")[0]  # type: ignore[attr-defined]
    assert alarm["trigger"].dt == timedelta(days=-1)


def test_the_file_says_that_it_is_published_and_by_whom() -> None:
    text = text_of()
    assert "METHOD:PUBLISH" in text
    assert "VERSION:2.0" in text


@pytest.mark.parametrize(
    "title",
    [
        "Commas, semicolons; back\\slashes",
        "Line\nbreak",
        "😀 " * 60,
        "حديث أول",
        "a" * 300,
        "\x00\ud800",
    ],
)
def test_any_title_comes_back_as_it_was_and_no_line_is_longer_than_75_octets(title: str) -> None:
    data = calendar((replace(ONE, title=title, section="S"),), MADE).data
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    read = str(Calendar.from_ical(data).walk("VEVENT")[0]["summary"])
    shown = title.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert read == f"{shown} (S)"
