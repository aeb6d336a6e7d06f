"""The whole interview on Slack, the product being a process that has only its environment."""

import pytest

from bot.clock import SystemClock
from core.domain.session import Message, Role
from core.store import messages, people, sessions
from core.store.database import open_database
from core.store.transaction import Transaction
from tests.journeys.slack_class import CLASS, SIGNED, TOKENS, Student, eventually, running
from tests.slack_server.person import Person

QUESTIONS = (
    "Hello, I am Ines, a student of social work. What brings you here today?",
    "That sounds exhausting. What has been on your mind most?",
    "It sounds as if a lot rests on you.",
    "Who is there for you when it gets hard?",
    "What would you like to be different?",
)


@pytest.mark.parametrize("tokens", [TOKENS, SIGNED], ids=["socket", "http"])
async def test_an_interview_runs_from_announcement_to_report(
    sqlite_url: str, tokens: dict[str, str]
) -> None:
    async with running(sqlite_url, tokens, agreed=False) as (server, product):
        ines = Student(Person(server, "U0INES"))
        await ines.starts()
        answers = [await ines.asks(question) for question in QUESTIONS]
        await ines.presses("Pause")
        await ines.reads("Paused.")
        await ines.presses("Resume")
        await ines.reads("goes on")
        await ines.presses("End")
        await eventually(lambda: files_of(ines))
        assert any(name.endswith(".md") for name in files_of(ines))
        assert len({answer.ts for answer in answers}) == len(QUESTIONS)
        assert await said(sqlite_url) == [(turn, text) for turn, text in enumerate(QUESTIONS, 1)]
        assert await product.stop() == 0


async def said(url: str) -> list[tuple[int, str]]:
    """The student's lines in the core's transcript, each with its turn."""
    database = open_database(url, SystemClock())
    try:
        lines = await database.read(own_lines, CLASS.tenant)
    finally:
        await database.close()
    return [(line.turn, line.text) for line in lines if line.role is Role.STUDENT]


def own_lines(tx: Transaction) -> tuple[Message, ...]:
    person = people.find_user(tx, "U0INES")
    assert person
    session = sessions.of_student(tx, person.id, 1)[0]
    return messages.of_session(tx, session.id)


def files_of(student: Student) -> list[str]:
    """The names of the files that came into the interview's thread."""
    shown = student.channel.messages.values()
    return [file["name"] for message in shown for file in message.files]
