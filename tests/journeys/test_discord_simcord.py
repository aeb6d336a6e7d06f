"""The fast layer: an interview and a class on SimCord, through the real discord.py."""

import asyncio

import pytest

from bot.discord.answers import PATIENCE
from core.domain.session import Message
from core.store import messages, people, sessions
from core.store.transaction import Transaction
from tests.journeys.discord_class import QUESTIONS
from tests.journeys.simcord_class import GUILD, Sim, sees, simulated, spoken

POSTS = "/channels/*/messages"


async def lines_of(sim: Sim) -> list[Message]:
    def look(tx: Transaction) -> list[Message]:
        person = people.find_user(tx, str(sim.ines.id))
        assert person
        return list(messages.of_session(tx, sessions.of_student(tx, person.id, 1)[0].id))

    return await sim.app.basis.database.read(look, f"discord:{GUILD}")


async def test_an_interview_goes_from_start_to_report(sqlite_url: str) -> None:
    async with simulated(sqlite_url) as sim:
        thread = await sim.starts()
        for text in QUESTIONS:
            await sim.asks(thread, text)
        asked = await sim.ines.click(thread.last_message, label="End")
        await sim.ines.click(asked.response, label="End")
        await sees(lambda: [one for one in thread.history() if one.attachments])
        said = [(line.turn, line.text) for line in await lines_of(sim) if line.role == "student"]
        assert said == list(enumerate(QUESTIONS, 1))
        assert sim.env.errors == []


async def test_a_button_outlives_a_restart_of_the_bot(sqlite_url: str) -> None:
    async with simulated(sqlite_url) as sim:
        thread = await sim.starts()
        await sim.restarts()
        await sim.ines.click(thread.last_message, label="Pause")
        await sees(lambda: "Paused" in thread.last_message.content)


@pytest.mark.parametrize("status", [500, 503])
async def test_a_post_that_fails_once_is_one_message(sqlite_url: str, status: int) -> None:
    async with simulated(sqlite_url) as sim:
        thread = await sim.starts()
        sim.env.inject_error("POST", POSTS, status=status)
        await sim.asks(thread, QUESTIONS[0])
        assert spoken(thread) == 2


async def test_a_command_answers_the_caller_alone(sqlite_url: str) -> None:
    async with simulated(sqlite_url) as sim:
        # SimCord waits for every timer: one that outlived the answer would be the whole patience.
        async with asyncio.timeout(PATIENCE):
            answer = await sim.ines.slash(sim.channel, "practice")
        await sees(lambda: answer.response and "Your work" in answer.response.content)
        assert answer.ephemeral


async def test_autocomplete_offers_the_clients(sqlite_url: str) -> None:
    async with simulated(sqlite_url) as sim:
        found = await sim.ines.autocomplete(sim.channel, "practice", "client", "ste")
        assert "Steve" in str(found)
