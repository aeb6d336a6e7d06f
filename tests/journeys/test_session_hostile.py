"""What can go wrong around one interview has a named outcome and loses nothing."""

import asyncio

import pytest

from core.domain.event import Pressed, Said, Vanished
from core.domain.place import Place
from core.domain.session import SessionState
from core.domain.token import token
from core.errors import SendRefusedError
from core.store import assignments
from core.store.database import Database
from tests.journeys.stage import CLASS, TENANT, Stage, stage

HOSTILE = {
    "control characters": ("\x07\x1b[31mred\x00 hello", "answered"),
    "a lone surrogate": ("hello \ufffd there", "answered"),
    "right to left override": ("\u202eevil\u202c what happened?", "answered"),
    "joined emoji": ("👩‍👩‍👧‍👦 how is your family?", "answered"),
    "nothing": ("", "I can only read text"),
    "only spaces": (" \n\t\u200b ", "I can only read text"),
    "fifty thousand characters": ("a" * 50_000, "too long"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_message_has_its_named_outcome(
    sqlite_database: Database, name: str
) -> None:
    text, outcome = HOSTILE[name]
    async with stage(sqlite_database) as play:
        place = await play.start("ines")
        await play.say("ines", text, place)
        turns = (await play.sessions_of("ines"))[0].turns
        assert turns == (1 if outcome == "answered" else 0)
        assert outcome == "answered" or outcome in play.last


async def test_an_attachment_alone_is_never_a_turn(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        place = await play.start("ines")
        await play.act("ines", Said("picture", "", attachments=1), place)
        assert "only read text" in play.last
        assert (await play.sessions_of("ines"))[0].turns == 0


async def test_a_message_to_a_finished_interview_offers_another(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        place = await play.start("ines")
        await play.press("ines", "End", place)
        await play.say("ines", "One more thing", place)
        assert "is over" in play.last
        assert play.replies()[-1].buttons[0].label == "Start another"


async def test_a_button_pressed_twice_acts_once(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        place = await play.start("ines")
        end = play.button("End").token
        await asyncio.gather(*(play.hand_in("ines", Pressed(end), place) for _ in range(2)))
        await play.settle()
        reports = [text for text in play.platform.texts if "Your report is coming" in text]
        assert len(reports) == 1
        assert "is over" in play.replies("ines")[-1].text


@pytest.mark.parametrize("pressed", ["", "run", "run|nothing|x", "run|done|" + "x" * 80, "||||"])
async def test_a_strange_token_is_answered(sqlite_database: Database, pressed: str) -> None:
    async with stage(sqlite_database) as play:
        await play.act("ines", Pressed(pressed))
        assert play.replies("ines")[-1].text


async def test_a_vanished_place_interrupts_and_the_next_start_goes_on(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        place = await play.start("ines")
        await play.say("ines", "What happened?", place)
        await play.act("", Vanished("deleted"), place)
        assert (await play.sessions_of("ines"))[0].state is SessionState.INTERRUPTED
        second = await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        assert second != place
        assert (session.state, session.attempt, session.turns) == (SessionState.ACTIVE, 1, 1)


async def test_a_stranger_is_told_to_join_the_class(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await play.call("nobody", "practice")
        assert "Join your class channel" in play.replies("nobody")[-1].text


async def limit_attempts(play: Stage, most: int) -> None:
    def work(tx: object) -> None:
        changed = assignments.assignments.update().values(max_attempts=most)
        tx.connection.execute(changed)

    await play.database.write(work, TENANT)


async def test_twenty_clicks_on_the_last_attempt_start_one_interview(database: Database) -> None:
    async with stage(database) as play:
        await limit_attempts(play, 1)
        start = play.button("Start").token
        await asyncio.gather(*(play.hand_in("ines", Pressed(start)) for _ in range(20)))
        await play.settle()
        assert len(await play.sessions_of("ines")) == 1


async def test_a_used_up_attempt_is_refused_with_its_numbers(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await limit_attempts(play, 1)
        place = await play.start("ines")
        client = (await play.sessions_of("ines"))[0].client_id
        await play.press("ines", "End", place)
        work = play.button("Start").token.split("|")[2]
        await play.act("ines", Pressed(token("talk", f"{client}.{work}")), CLASS)
        assert "1 of 1 attempts" in play.replies("ines")[-1].text


async def test_a_place_that_cannot_be_opened_undoes_the_start(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        play.platform.refused_errands = {"open": "missing permission"}
        await play.press("ines", "Start")
        assert "missing permission" in play.replies("ines")[-1].text
        play.platform.refused_errands = {}
        await play.start("ines")
        assert (await play.sessions_of("ines"))[0].attempt == 1


async def test_a_private_word_that_does_not_arrive_keeps_the_interview(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        play.platform.faults.append(SendRefusedError("no private messages"))
        await play.press("ines", "Start")
        assert (await play.sessions_of("ines"))[0].state is SessionState.ACTIVE


async def test_words_of_somebody_else_are_not_passed_on(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        place = await play.start("ines")
        await play.say("ruth", "Ask her about sleep!", place)
        assert "somebody else's interview" in play.replies("ruth")[-1].text
        assert (await play.sessions_of("ines"))[0].turns == 0


async def test_words_outside_any_interview_lead_to_the_open_one(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        place = await play.start("ines")
        await play.say("ines", "hello?", Place("play", "school", "dm-ines"))
        assert play.replies("ines")[-1].goto == place


async def test_words_outside_any_interview_offer_a_start(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await play.say("ines", "hello?", Place("play", "school", "dm-ines"))
        assert play.replies("ines")[-1].buttons[0].label == "See my work"
