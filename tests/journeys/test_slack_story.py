"""The whole interview on Slack, the product being a process that has only its environment."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.clock import SystemClock
from core.domain.session import Role
from core.store import messages, people, sessions
from core.store.database import open_database
from core.store.transaction import Transaction
from tests.engines import SqliteMaker
from tests.grader import asked_on_the_wire
from tests.journeys.process import Play
from tests.journeys.slack_campus import playing
from tests.journeys.slack_class import CLASS, SIGNED, TOKENS, Student, eventually, running
from tests.provider import Provider
from tests.slack_server.person import Person

Kept = tuple[list[tuple[int, int, str, str]], list[tuple[str, int, str]]]
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


async def test_the_core_keeps_the_same_transcript_as_in_the_playground(
    sqlite_maker: SqliteMaker, tmp_path: Path
) -> None:
    """Over both transports; the three processes play at the same time."""
    socket, http, there = await asyncio.gather(
        played_on_slack(sqlite_maker.fresh(), TOKENS),
        played_on_slack(sqlite_maker.fresh(), SIGNED),
        played_in_the_playground(tmp_path / "play.sqlite3"),
    )
    assert socket == there
    assert http == there


async def played_on_slack(url: str, tokens: dict[str, str]) -> Kept:
    """Ines' interview there, as the core has kept it."""
    async with running(url, tokens) as (server, _product):
        ines = Student(Person(server, "U0INES"))
        await ines.starts()
        for question in QUESTIONS:
            await ines.asks(question)
        await ines.presses("End")
        await eventually(lambda: files_of(ines))
    return await kept(url, CLASS.tenant, "U0INES")


async def played_in_the_playground(file: Path) -> Kept:
    """The same in the browser's protocol."""
    play = Play(file)
    await play.start()
    async with play.visitor("ines") as visitor:
        place = (await visitor.begin())["place"]
        for question in QUESTIONS:
            await visitor.act("say", place, text=question)
            shown = await visitor.message(where=place, kind="speech")
        await visitor.press(shown, "End")
        await visitor.message(where=place, kind="heading")
    await play.stop()
    return await kept(f"sqlite:///{play.db}", "playground:demo", "ines")


async def test_an_interview_with_a_model_that_is_asked_over_its_url(sqlite_url: str) -> None:
    """Given nothing but the environment: two loopback addresses."""
    async with Provider() as provider:
        playing(provider)
        model = {
            "CLIENT_MODEL": "claude-sonnet-5-5",
            "ANTHROPIC_API_KEY": "sk-test",
            "ANTHROPIC_BASE_URL": provider.url,
        }
        async with running(sqlite_url, TOKENS | model) as (server, _product):
            ines = Student(Person(server, "U0INES"))
            await ines.starts()
            answers = [(await ines.asks(question)).words() for question in QUESTIONS[:3]]
            await ines.presses("End")
            await eventually(lambda: files_of(ines))
    assert all("simulated client (AI)" in answer for answer in answers)
    # The grader may have begun as well, or not yet.
    spoken = [one for one in provider.journal if asked_on_the_wire(one.json) is None]
    assert len(spoken) == len(answers)


async def said(url: str) -> list[tuple[int, str]]:
    """The student's lines in the core's transcript, each with its turn."""
    lines, _curve = await kept(url, CLASS.tenant, "U0INES")
    return [(turn, text) for _seq, turn, role, text in lines if role == "student"]


async def kept(url: str, tenant: str, user: str) -> Kept:
    """Lines and the Director's course; which of his lines a client chose is each session's own."""

    def work(tx: Transaction) -> Kept:
        person = people.find_user(tx, user)
        assert person
        session = sessions.of_student(tx, person.id, 1)[0]
        lines = [
            (one.seq, one.turn, one.role.value, "" if one.role is Role.CLIENT else one.text)
            for one in messages.of_session(tx, session.id)
        ]
        rows = map(json.loads, messages.traces_of(tx, session.id))
        return lines, [(row["behaviour"], row["after"], row["fact"]) for row in rows]

    database = open_database(url, SystemClock())
    try:
        return await database.read(work, tenant)
    finally:
        await database.close()


def files_of(student: Student) -> list[str]:
    """The names of the files that came into the interview's thread."""
    shown = student.channel.messages.values()
    return [file["name"] for message in shown for file in message.files]
