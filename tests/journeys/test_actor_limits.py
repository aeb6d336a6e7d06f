"""While a model is asked: what is said in time, what comes first, how fast and how long."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from core.domain.event import Pressed, Said
from core.domain.limits import Limits
from core.domain.session import Role, SessionState
from core.domain.token import token
from core.ports import Completion, Prompt
from core.services import patience
from core.store.database import Database
from tests.fakes import FakeModel
from tests.journeys.stage import Stage, stage
from tests.pace import slowness

ASKED = "What brings you here today?"


ANSWERS = (
    "It was my sister's idea, really.",
    "The mornings are worst, before the bus comes.",
    "Nobody at the works has asked so far.",
    "I used to sing in a choir on Thursdays.",
    "My boy rings every second Sunday.",
    "Soup, mostly, or a sandwich over the sink.",
    "There is a chair by the window that I like.",
)


class FailingFirst(FakeModel):
    """The first attempt fails somewhere below, the second one lasts until that was told."""

    stage: Stage
    told: asyncio.Event

    async def answer(self, prompt: Prompt) -> Completion:
        self.stage.house.failed(prompt.session)
        await self.told.wait()
        return Completion("Because of my sister.", self.name)


def another(prompt: Prompt) -> str:
    """Something else in every turn."""
    return ANSWERS[len(prompt.turns) // 2 % len(ANSWERS)]


async def asked(model: FakeModel) -> None:
    """Wait until the model has been asked; TimeoutError after a minute."""
    async with asyncio.timeout(60):
        while not model.prompts:  # noqa: ASYNC110 - nothing else tells
            await asyncio.sleep(0.01)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float) -> None:
    """Look again and again; TimeoutError when it does not become true in time."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - nothing else tells
            await asyncio.sleep(0.05)


async def test_pause_comes_before_an_answer_that_takes_long(database: Database) -> None:
    model = FakeModel(pause=600.0)
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        await play.hand_in("ines", Said("m1", ASKED), place)
        await asked(model)
        await play.hand_in("ines", Pressed(token("pause", session.id)), place)

        async def paused() -> bool:
            return (await play.sessions_of("ines"))[0].state is SessionState.PAUSED

        await until(paused, 60.0)
        await play.settle()
        said = [one for one in await play.transcript(session) if one.role is Role.STUDENT]
        assert [line.text for line in said] == [ASKED]


async def test_what_was_interrupted_is_answered_after_the_pause(sqlite_database: Database) -> None:
    model = FakeModel(["Because of my sister."], pause=600.0)
    async with stage(sqlite_database, model=model) as play:
        place = await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        await play.hand_in("ines", Said("m1", ASKED), place)
        await asked(model)
        await play.hand_in("ines", Pressed(token("pause", session.id)), place)
        await play.settle()
        model.pause = 0.0
        await play.press("ines", "Resume", place)
        assert [one.text for one in await play.transcript(session)][1:] == [
            ASKED,
            "Because of my sister.",
        ]


@pytest.mark.slow
async def test_an_attempt_that_failed_is_told_within_three_seconds(
    sqlite_database: Database,
) -> None:
    model = FailingFirst()
    async with stage(sqlite_database, model=model) as play:
        model.stage, model.told = play, asyncio.Event()
        place, limit = await play.start("ines"), 3.0 * slowness()
        await play.hand_in("ines", Said("m1", ASKED), place)

        async def told() -> bool:
            return patience.WORDS in [reply.text for reply in play.replies()]

        await until(told, limit)
        model.told.set()
        await play.settle()
        assert [reply.text for reply in play.replies()].count(patience.WORDS) == 1
        assert "Because of my sister." in play.last


async def test_a_message_too_soon_is_kept_and_goes_with_one_click(database: Database) -> None:
    model = FakeModel([another])
    async with stage(database, model=model) as play:
        play.house.limits = replace(Limits(), turns_per_minute=3)
        place = await play.start("ines")
        for number in range(5):
            await play.say("ines", f"Question {number}?", place)
        session = (await play.sessions_of("ines"))[0]
        assert (session.turns, len(model.prompts)) == (3, 3)
        assert "That was quick" in play.last
        await play.press("ines", "Send again", place)
        assert model.prompts[-1].turns[-1].text == "Question 3?\nQuestion 4?"


async def test_an_interview_at_its_greatest_length_ends_with_a_report(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database, model=FakeModel([another])) as play:
        play.house.limits = replace(Limits(), session_tokens=180)
        place = await play.start("ines")
        for number in range(12):
            if (await play.sessions_of("ines"))[0].state is SessionState.ACTIVE:
                await play.say("ines", f"And what about the thing with number {number}?", place)
        texts = [reply.text for reply in play.replies()]
        assert (await play.sessions_of("ines"))[0].state is SessionState.COMPLETED
        assert sum("near its greatest length" in text for text in texts) == 1
        assert any("reached its greatest length" in text for text in texts)
        assert any("What worked" in text for text in texts)


async def test_no_interview_starts_when_the_day_has_no_money_left(database: Database) -> None:
    async with stage(database, model=FakeModel()) as play:
        play.house.limits = replace(Limits(), day_nusd=150, start_nusd=100)
        await play.start("ines")
        await play.press("omar", "Start")
        assert "limit of the day" in play.replies("omar")[-1].text
        assert await play.sessions_of("omar") == ()
