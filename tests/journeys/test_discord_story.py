"""The whole interview on Discord, the product being a process that has only its environment."""

from tests.discord_server.person import Person
from tests.journeys.discord_class import INES, QUESTIONS, Student, eventually, running, transcript


async def test_an_interview_runs_from_announcement_to_report(sqlite_url: str) -> None:
    async with running(sqlite_url) as (server, product):
        server.validating = True
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
        assert server.misses == []
