"""A course from its first day to its last, told once for every platform.

Each step is what people do and read; `tests.journeys.campus` says where it happens.
"""

import base64
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.store.database import Database
from tests.journeys.campus import Campus, core_campus

ZONE = ZoneInfo("America/New_York")
DUE = datetime(2031, 3, 7, 17, tzinfo=ZONE)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
STUDENTS = {"ana": "Ana Ruiz", "ben": "Ben Okafor", "cem": "Cem Yildiz"}
TITLE = "A first talk"


async def open_the_class(campus: Campus) -> None:
    """An administrator names a teacher, who makes a class of the channel and imports its list."""
    await campus.admin("dean", "admin teacher add", member="vera")
    await campus.join("vera", "Vera Lindqvist")
    await campus.command("vera", "section setup", name="Social Work 101", zone="America/New_York")
    for user, name in STUDENTS.items():
        await campus.join(user, name)
    await campus.command("ana", "practice")
    assert "no class for you" in campus.read("ana")
    lines = "".join(f"{name},{user}@example.edu\n" for user, name in STUDENTS.items())
    await campus.command("vera", "roster import", file=data_url(f"Name,Email\n{lines}"))
    await campus.press("vera", "Confirm")
    await campus.command("vera", "roster show", show="students")
    assert all(f"{name} | student" in campus.read("vera") for name in STUDENTS.values())


def data_url(text: str) -> str:
    """A file as forms hand it in."""
    return f"data:text/csv;base64,{base64.b64encode(text.encode()).decode()}"


async def hand_out_work(campus: Campus) -> None:
    """The teacher adapts a client and assigns it: two attempts, due on Friday."""
    await campus.command("vera", "client adapt", client="tarik-begic", name="Tarik Novak")
    await campus.command(
        "vera", "assign create", title=TITLE, clients=("Tarik Novak",), due="friday 5pm"
    )
    await campus.press("vera", "Edit", attempts="2")
    await campus.press("vera", "Publish")
    assert TITLE in campus.read("ana")
    assert "Fri 7 Mar 2031, 5:00 PM EST" in campus.read("vera")


async def practise(campus: Campus) -> None:
    """Ana loses her thread and goes on; Ben uses both attempts and is refused a third."""
    await campus.press("ana", "Start")
    await campus.say("ana", "What brings you here today?")
    await campus.lose_place("ana")
    await campus.press("ana", "Start")
    assert "goes on here" in campus.read("ana")
    await campus.say("ana", "It sounds as if you have carried this alone.")
    await campus.end("ana")
    for _ in range(2):
        await campus.press("ben", "Start")
        await campus.say("ben", "Why did you not call earlier?")
        await campus.end("ben")
    await campus.press("ben", "Start")
    assert "You have used 2 of 2 attempts" in campus.read("ben")


async def leave_and_return(campus: Campus) -> None:
    """Who leaves the channel is off the roster; who comes back finds the work again."""
    await campus.leave("ana")
    await campus.command("ana", "practice")
    assert "no class for you" in campus.read("ana")
    await campus.join("ana", STUDENTS["ana"])
    await campus.command("ana", "sessions")
    assert "Tarik Novak" in campus.read("ana")


async def be_late(campus: Campus) -> None:
    """Only Cem is reminded; he begins in time, finishes too late, and is marked."""
    await campus.until(DUE - DAY + MINUTE)
    assert ["Due soon" in campus.read(user) for user in STUDENTS] == [False, False, True]
    await campus.until(DUE - 10 * MINUTE)
    await campus.press("cem", "Start")
    await campus.until(DUE + 90 * MINUTE - timedelta(seconds=1))
    await campus.say("cem", "Sorry. What has been on your mind most?")
    await campus.end("cem")
    assert "marked late by 90 minutes" in campus.read("cem")
    assert "In an interview now: 1" in campus.read("vera")


async def look_back(campus: Campus) -> None:
    """The teacher reads the report and takes gradebook and roster along; a student the record."""
    await campus.command("vera", "report class")
    report = campus.read("vera")
    assert all(name in report for name in STUDENTS.values())
    await campus.command("vera", "report gradebook", lms="canvas")
    await campus.command("vera", "roster export")
    await campus.command("ana", "export", format="pdf")
    files = await campus.files()
    tables = [data.decode("utf-8-sig") for name, data in files.items() if name.endswith(".csv")]
    assert len(tables) == 2
    assert all("Okafor" in table for table in tables)
    assert any(name.endswith(".pdf") and data.startswith(b"%PDF") for name, data in files.items())


async def test_a_course_runs_from_its_first_day_to_its_last(database: Database) -> None:
    async with core_campus(database) as campus:
        await open_the_class(campus)
        await hand_out_work(campus)
        await practise(campus)
        await leave_and_return(campus)
        await be_late(campus)
        await look_back(campus)
