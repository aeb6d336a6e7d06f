"""The whole interview on Discord, the product being a process that has only its environment."""

import re

import pytest

from tests.discord_server import spec
from tests.discord_server.person import Person
from tests.discord_server.world import APP
from tests.journeys.discord_class import (
    INES,
    QUESTIONS,
    RUTH,
    Student,
    buttons,
    eventually,
    running,
    transcript,
)


async def test_an_interview_runs_from_announcement_to_report(sqlite_url: str) -> None:
    async with running(sqlite_url, agreed=False) as (server, product):
        ines = Student(Person(server, INES))
        await ines.starts()
        answers = [await ines.asks(question) for question in QUESTIONS]
        await ines.presses("Pause")
        await ines.reads("Paused.")
        await ines.presses("Resume")
        await ines.reads("goes on")
        await ines.ends()
        await eventually(ines.files)
        await eventually(lambda: server.world.channels[ines.thread].locked)
        assert any(name.endswith(".md") for name in ines.files())
        assert len({answer["id"] for answer in answers}) == len(QUESTIONS)
        assert await product.stop() == 0
        student = [line for line in await transcript(sqlite_url) if line[0] == "student"]
        assert student == [("student", turn, text) for turn, text in enumerate(QUESTIONS, 1)]


async def test_every_payload_of_an_interview_is_as_discord_describes_it(sqlite_url: str) -> None:
    if not spec.document():
        pytest.skip(spec.ABSENT)
    async with running(sqlite_url, validating=True, agreed=False) as (server, _):
        ines = Student(Person(server, INES))
        await ines.starts()
        await ines.asks(QUESTIONS[0])
        await ines.person.commands("practice", ines.thread)
        await ines.reads("Your work")
        await ines.ends()
        await eventually(lambda: server.world.channels[ines.thread].locked)
        assert sorted(set(server.misses)) == []


async def test_the_briefing_is_first_and_carries_pause_end_and_help(sqlite_url: str) -> None:
    async with running(sqlite_url, agreed=False) as (server, _):
        ines = Student(Person(server, INES))
        await ines.starts()
        own = [
            one for one in server.world.channels[ines.thread].messages.values() if not one["type"]
        ]
        assert "Interview with" in own[0]["content"]
        assert [one["label"] for one in buttons(own[0])] == ["Pause", "End", "Help"]


async def test_the_thread_has_one_student_and_nobody_can_invite(sqlite_url: str) -> None:
    async with running(sqlite_url, agreed=False) as (server, _):
        ines = Student(Person(server, INES))
        await ines.starts()
        thread = server.world.channels[ines.thread]
        assert thread.members == [APP, INES]
        made = next(one.body for one in server.faults.calls if one.path.endswith("/threads"))
        assert (made["type"], made["invitable"], made["auto_archive_duration"]) == (
            12,
            False,
            10_080,
        )


async def test_the_student_is_told_who_can_see_the_thread(sqlite_url: str) -> None:
    async with running(sqlite_url, agreed=False) as (server, _):
        ines = Student(Person(server, INES))
        await ines.starts()
        told = await ines.reads("can read this thread")
        assert re.search("Manage Threads|manage threads", told["content"])


async def test_a_button_outlives_a_restart(sqlite_url: str) -> None:
    async with running(sqlite_url, agreed=False) as (_server, product):
        ines = Student(Person(product.server, INES))
        await ines.starts()
        await product.stop()
        await product.start()
        await ines.presses("Pause")
        await ines.reads("Paused.")


async def test_a_teacher_reads_no_thread_by_the_bots_doing(sqlite_url: str) -> None:
    async with running(sqlite_url, agreed=False) as (server, _):
        ines = Student(Person(server, INES))
        await ines.starts()
        assert RUTH not in server.world.channels[ines.thread].members
